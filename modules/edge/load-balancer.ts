import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { Lb, type LbConfig } from "@cdktf/provider-aws/lib/lb/index.js";
import { LbListener, type LbListenerConfig } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Listener, LoadBalancerSettings as LoadBalancerSpec } from "../../language/edge.ts";
import { writesAccessLogs } from "./load-balancer-plan.ts";
import { TLS_POLICY } from "./tls-policy.ts";

/** What a load balancer stands on. */
export interface LoadBalancerProps {
  /** Its name in AWS. */
  readonly name: string;
  /** Its name in the spec: the folder of its logs. */
  readonly key: string;
  readonly settings: LoadBalancerSpec;
  readonly isPublic: boolean;
  readonly zones: readonly string[];
  /** One subnet in each zone, in their order. */
  readonly subnetIds: readonly string[];
  readonly groupId: string;
  /** For listeners that end TLS. @default none: it has no such listener */
  readonly certificateArn?: string;
  /** The bucket of the access logs. @default none: it writes none */
  readonly logBucket?: string;
  /** What a request gets that no workload's rule takes. */
  readonly defaultResponse: { readonly status: string; readonly text: string };
  /** Whether AWS refuses to delete it. */
  readonly protected: boolean;
}

/**
 * A load balancer and its listeners. An application load balancer's listeners refuse everything: workloads
 * add rules to those that forward. A network load balancer's listener cannot stand without a target, so the
 * workload that is published on it brings the listener along.
 */
export class LoadBalancer extends Construct {
  readonly arn: string;
  readonly arnSuffix: string;
  readonly dnsName: string;
  /** The zone that AWS keeps its name in. */
  readonly zoneId: string;
  /** The listeners that forward, by port. */
  readonly listenerArns: ReadonlyMap<number, string>;
  /** Its fixed addresses, in the order of the zones, and their allocations; none without. */
  readonly fixedAddresses: readonly string[];
  readonly allocationIds: readonly string[];
  private readonly props: LoadBalancerProps;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    this.props = props;
    const addresses = props.settings.fixedAddresses
      ? props.zones.map((zone) => this.createAddress(zone))
      : [];
    this.fixedAddresses = addresses.map(({ publicIp }) => publicIp);
    this.allocationIds = addresses.map(({ id }) => id);
    const balancer = new Lb(this, "balancer", {
      name: props.name,
      internal: !props.isPublic,
      securityGroups: [props.groupId],
      enableDeletionProtection: props.protected,
      ...this.placement(),
      ...this.logging(),
      ...kindSettings(props.settings),
    });
    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.listenerArns = this.createListeners();
  }

  private createAddress(zone: string): Eip {
    const tags = { Name: `${this.props.name}-${zone}` };
    return new Eip(this, `address-${zone}`, { domain: "vpc", tags });
  }

  private placement(): Pick<LbConfig, "subnets" | "subnetMapping"> {
    const subnets = [...this.props.subnetIds];
    if (this.allocationIds.length === 0) return { subnets };
    return {
      subnetMapping: this.allocationIds.map((allocationId, index) => ({
        subnetId: Fn.element(subnets, index) as string,
        allocationId,
      })),
    };
  }

  private logging(): Pick<LbConfig, "accessLogs" | "connectionLogs"> {
    const { logBucket: bucket, key: prefix, settings } = this.props;
    if (bucket === undefined || !writesAccessLogs(settings)) return {};
    const logs = { bucket, prefix, enabled: true };
    return settings.kind === "application"
      ? { accessLogs: logs, connectionLogs: logs }
      : { accessLogs: logs };
  }

  private createListeners(): Map<number, string> {
    const arns = new Map<number, string>();
    if (this.props.settings.kind === "network") return arns;
    for (const settings of this.props.settings.listeners) {
      const listener = new LbListener(this, `listener-${settings.port}`, {
        loadBalancerArn: this.arn,
        port: settings.port,
        protocol: settings.protocol,
        ...this.tls(settings),
        defaultAction: [this.defaultAction(settings)],
      });
      if (settings.action === "forward") arns.set(settings.port, listener.arn);
    }
    return arns;
  }

  private tls({ protocol }: Listener): Pick<LbListenerConfig, "sslPolicy" | "certificateArn"> {
    if (protocol !== "HTTPS") return {};
    if (this.props.certificateArn === undefined) throw new RangeError("an HTTPS listener needs edge.domain");
    return { sslPolicy: TLS_POLICY, certificateArn: this.props.certificateArn };
  }

  private defaultAction({ action }: Listener) {
    if (action === "redirect") {
      const https = this.props.settings.listeners.find(({ protocol }) => protocol === "HTTPS");
      const port = String(https?.port ?? 443);
      return { type: "redirect", redirect: { protocol: "HTTPS", port, statusCode: "HTTP_301" } };
    }
    const { status, text } = this.props.defaultResponse;
    return {
      type: "fixed-response",
      fixedResponse: { contentType: "text/plain", messageBody: text, statusCode: status },
    };
  }
}

function kindSettings(settings: LoadBalancerSpec): Partial<LbConfig> {
  // An application load balancer always crosses zones; a network one only when told to.
  if (settings.kind === "network") {
    return { loadBalancerType: "network", enableCrossZoneLoadBalancing: true };
  }
  return {
    loadBalancerType: "application",
    idleTimeout: settings.idleTimeoutSeconds,
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#desync-mitigation-mode
    dropInvalidHeaderFields: true,
    desyncMitigationMode: "defensive",
  };
}
