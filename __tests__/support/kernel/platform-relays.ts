import { CLOUDFRONT, VISITOR } from "./platform-outsiders.ts";
import type { TerraformFolder, TerraformResource, Values } from "./terraform-folder.ts";

/**
 * A proxy: it accepts TCP connections and opens others. The kernel's layout has no such software.
 */
export interface PlatformRelay {
  /** Its frontend: an item, or an address on the internet. */
  readonly at: string;
  readonly port: number;
  readonly opensFrom: string;
  readonly targets: readonly PlatformTarget[];
  /** A load balancer whose security groups also filter the client's address, on every frontend. */
  readonly guard?: string;
}

/** The targets of a proxy, or of a listener that is none. */
export interface PlatformTarget {
  readonly thing: string;
  readonly port: number;
}

/** Reasons to leave traffic out on both sides. */
const LEFT_OUT = {
  udp: "over a listener of UDP: its targets see the client's address, and the layout has nobody who takes answers to another's",
  endpoint: "from an endpoint of a service to its targets: it opens no connection of its own",
} as const;

/** Traffic that is left out. */
export interface LeftOut {
  /** Undefined: any client. */
  readonly from?: string;
  readonly to: string;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly why: string;
}

const BY_UDP: readonly unknown[] = ["UDP", "TCP_UDP"];

/** Returns the proxies of stacks: listeners, endpoints of services behind them, and CloudFront. */
export function platformRelaysOf(folder: TerraformFolder): PlatformRelay[] {
  const listeners = listenersOf(folder)
    .filter(({ isByUdp }) => !isByUdp)
    .map(({ relay }) => relay);
  return [...listeners, ...privateLinksOf(folder, listeners), ...distributionsOf(folder)];
}

/** Returns the traffic of stacks that is left out. */
export function leftOutOf(folder: TerraformFolder): LeftOut[] {
  const byUdp = listenersOf(folder).filter(({ isByUdp }) => isByUdp);
  const links = platformRelaysOf(folder).filter(({ guard }) => guard !== undefined);
  return [
    ...byUdp.flatMap(({ relay }) =>
      relay.targets.map(
        ({ thing, port }) => ({ to: thing, protocol: "udp", port, why: LEFT_OUT.udp }) as const,
      ),
    ),
    ...links.flatMap(({ at, targets }) =>
      targets.map(
        ({ thing, port }) =>
          ({ from: at, to: thing, protocol: "tcp", port, why: LEFT_OUT.endpoint }) as const,
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
    const isByUdp = BY_UDP.includes(values.protocol);
    const keeping = groups.find((group) => !isByUdp && keepsClients(group));
    if (keeping !== undefined) throw new Error(`${keeping.address} keeps client addresses: not translated`);
    const at = folder.at(values.load_balancer_arn).address;
    const targets = groups.flatMap((group) => membersOf(folder, group));
    const relay: PlatformRelay = { at, port: values.port as number, opensFrom: at, targets };
    return { relay, isByUdp };
  });
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation */
function keepsClients({ values }: TerraformResource): boolean {
  return !["HTTP", "HTTPS"].includes(values.protocol as string) && values.preserve_client_ip !== "false";
}

/**
 * Interface endpoints of endpoint services with network load balancers in these stacks, whose
 * security groups filter the endpoint's clients.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function privateLinksOf(folder: TerraformFolder, listeners: readonly PlatformRelay[]): PlatformRelay[] {
  const services = folder.ofType("aws_vpc_endpoint_service");
  return folder.ofType("aws_vpc_endpoint").flatMap(({ address, values }) => {
    const service = services.find((one) => one.address === values.service_name);
    const balancers = (service?.values.network_load_balancer_arns ?? []) as string[];
    return listeners
      .filter(({ at }) => balancers.includes(at))
      .map((listener) => ({ ...listener, at: address, guard: listener.at }));
  });
}

/** On the internet, for HTTPS; its origins are load balancers, by their HTTPS ports. */
function distributionsOf(folder: TerraformFolder): PlatformRelay[] {
  return folder.ofType("aws_cloudfront_distribution").map(({ values }) => ({
    at: VISITOR,
    port: 443,
    opensFrom: CLOUDFRONT,
    targets: (values.origin as Values[]).map((origin) => ({
      thing: folder.at(origin.domain_name).address,
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
      thing: folder.at(one.values.target_id).address,
      port: (one.values.port as number | undefined) ?? port,
    }));
  const fleets = folder
    .ofType("aws_autoscaling_group")
    .filter((one) => (one.values.target_group_arns as unknown[] | undefined)?.includes(group))
    .map(({ address }) => ({ thing: address, port }));
  const services = folder
    .ofType("aws_ecs_service")
    .flatMap(({ address, values: { load_balancer } }) =>
      ((load_balancer ?? []) as Values[])
        .filter(({ target_group_arn }) => target_group_arn === group)
        .map(({ container_port }) => ({ thing: address, port: container_port as number })),
    );
  return [...attached, ...fleets, ...services];
}
