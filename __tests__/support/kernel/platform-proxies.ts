import { CLOUDFRONT, VISITOR } from "./internet-hosts.ts";
import type { TerraformFolder, TerraformResource, Values } from "./terraform-folder.ts";

/**
 * A proxy: it accepts TCP connections on its frontend and opens its own to its targets. The network
 * in the kernel contains no such software.
 */
export interface PlatformProxy {
  /** An endpoint, or an address on the internet. */
  readonly frontend: string;
  readonly port: number;
  /** The source of the connections to the targets: an endpoint, or an internet host. */
  readonly backendSource: string;
  readonly targets: readonly PlatformTarget[];
  /** A load balancer whose security groups filter the client's address too. */
  readonly filteringLoadBalancer?: string;
}

/** A target of a proxy or of a UDP listener. */
export interface PlatformTarget {
  readonly endpoint: string;
  readonly port: number;
}

/** Reasons to exclude traffic from the comparison. */
const EXCLUDED = {
  udp: "through a UDP listener: its targets see the client's address, and no host in the kernel's network accepts replies to another host's address",
  endpoint: "from a VPC endpoint to the targets of its service: it opens no connections of its own",
} as const;

/** Traffic that the comparison excludes. */
export interface ExcludedTraffic {
  /** Undefined: any client. */
  readonly from?: string;
  readonly to: string;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly reason: string;
}

const UDP_PROTOCOLS: readonly unknown[] = ["UDP", "TCP_UDP"];

/** Returns the proxies of stacks: listeners, VPC endpoints of their services, and CloudFront. */
export function platformProxiesOf(folder: TerraformFolder): PlatformProxy[] {
  const listeners = listenersOf(folder)
    .filter(({ isUdp }) => !isUdp)
    .map(({ proxy }) => proxy);
  return [...listeners, ...privateLinksOf(folder, listeners), ...distributionsOf(folder)];
}

/** Returns the traffic of stacks that the comparison excludes. */
export function excludedTrafficOf(folder: TerraformFolder): ExcludedTraffic[] {
  const udpListeners = listenersOf(folder).filter(({ isUdp }) => isUdp);
  const links = platformProxiesOf(folder).filter(
    ({ filteringLoadBalancer }) => filteringLoadBalancer !== undefined,
  );
  return [
    ...udpListeners.flatMap(({ proxy }) =>
      proxy.targets.map(
        ({ endpoint, port }) => ({ to: endpoint, protocol: "udp", port, reason: EXCLUDED.udp }) as const,
      ),
    ),
    ...links.flatMap(({ frontend, targets }) =>
      targets.map(
        ({ endpoint, port }) =>
          ({ from: frontend, to: endpoint, protocol: "tcp", port, reason: EXCLUDED.endpoint }) as const,
      ),
    ),
  ];
}

function listenersOf(folder: TerraformFolder) {
  const rules = folder.ofType("aws_lb_listener_rule");
  return folder.ofType("aws_lb_listener").map(({ address, values }) => {
    const own = rules.filter((rule) => rule.values.listener_arn === address);
    const actions = [values.default_action, ...own.map((rule) => rule.values.action)].flat() as Values[];
    const groups = actions.flatMap(({ target_group_arn }) =>
      target_group_arn === undefined ? [] : [folder.at(target_group_arn)],
    );
    const isUdp = UDP_PROTOCOLS.includes(values.protocol);
    const preserving = groups.find((group) => !isUdp && preservesClientIp(group));
    if (preserving !== undefined) {
      throw new Error(`${preserving.address} preserves client IP addresses: not translated`);
    }
    const frontend = folder.at(values.load_balancer_arn).address;
    const targets = groups.flatMap((group) => membersOf(folder, group));
    const proxy: PlatformProxy = {
      frontend,
      port: values.port as number,
      backendSource: frontend,
      targets,
    };
    return { proxy, isUdp };
  });
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation */
function preservesClientIp({ values }: TerraformResource): boolean {
  return !["HTTP", "HTTPS"].includes(values.protocol as string) && values.preserve_client_ip !== "false";
}

/**
 * Interface endpoints of endpoint services on network load balancers in these stacks. The security
 * groups of these load balancers filter the endpoint's clients.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function privateLinksOf(folder: TerraformFolder, listeners: readonly PlatformProxy[]): PlatformProxy[] {
  const services = folder.ofType("aws_vpc_endpoint_service");
  return folder.ofType("aws_vpc_endpoint").flatMap(({ address, values }) => {
    const service = services.find((one) => one.address === values.service_name);
    const balancers = (service?.values.network_load_balancer_arns ?? []) as string[];
    return listeners
      .filter(({ frontend }) => balancers.includes(frontend))
      .map((listener) => ({
        ...listener,
        frontend: address,
        filteringLoadBalancer: listener.frontend,
      }));
  });
}

/** CloudFront distributions: on the internet, for HTTPS, with load balancers as HTTPS origins. */
function distributionsOf(folder: TerraformFolder): PlatformProxy[] {
  return folder.ofType("aws_cloudfront_distribution").map(({ values }) => ({
    frontend: VISITOR,
    port: 443,
    backendSource: CLOUDFRONT,
    targets: (values.origin as Values[]).map((origin) => ({
      endpoint: folder.at(origin.domain_name).address,
      port: (origin.custom_origin_config as Values).https_port as number,
    })),
  }));
}

function membersOf(folder: TerraformFolder, { address: group, values }: TerraformResource): PlatformTarget[] {
  const port = values.port as number;
  const attached = folder
    .ofType("aws_lb_target_group_attachment")
    .filter((one) => one.values.target_group_arn === group)
    .map((one) => ({
      endpoint: folder.at(one.values.target_id).address,
      port: (one.values.port as number | undefined) ?? port,
    }));
  const fleets = folder
    .ofType("aws_autoscaling_group")
    .filter((one) => (one.values.target_group_arns as unknown[] | undefined)?.includes(group))
    .map(({ address }) => ({ endpoint: address, port }));
  const services = folder
    .ofType("aws_ecs_service")
    .flatMap(({ address, values: { load_balancer } }) =>
      ((load_balancer ?? []) as Values[])
        .filter(({ target_group_arn }) => target_group_arn === group)
        .map(({ container_port }) => ({ endpoint: address, port: container_port as number })),
    );
  return [...attached, ...fleets, ...services];
}
