import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { Lb, type LbConfig } from "@cdktf/provider-aws/lib/lb/index.js";
import { LbListener, type LbListenerConfig } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import { Construct } from "constructs";
import type { Listener, LoadBalancerSettings as LoadBalancerSpec } from "../../language/edge.ts";
import { required } from "../../language/required.ts";
import { writesAccessLogs } from "./load-balancer-plan.ts";
import { TLS_POLICY } from "./tls-policy.ts";

/** Inputs of {@link LoadBalancer}. */
export interface LoadBalancerProps {
  /** Its name in AWS. */
  readonly name: string;
  /** Its name in the spec, also the folder of its logs. */
  readonly key: string;
  /** Its settings in the spec. */
  readonly settings: LoadBalancerSpec;
  /** True for an internet-facing load balancer, false for an internal one. */
  readonly isPublic: boolean;
  /** The network's availability zones: `us-east-1a`. */
  readonly zones: readonly string[];
  /** Subnet IDs, one per zone, in zone order. */
  readonly subnetIds: readonly string[];
  /** The security group of the load balancer. */
  readonly groupId: string;
  /** Certificate for TLS listeners. @default none: it has no such listener */
  readonly certificateArn?: string;
  /** The access log bucket. @default none: it writes no logs */
  readonly logBucket?: string;
  /** The response to requests that match no workload's rule. */
  readonly defaultResponse: { readonly status: string; readonly text: string };
  /** Makes AWS refuse to delete it. */
  readonly protected: boolean;
}

/**
 * A load balancer and its listeners. An application load balancer's listeners reject everything by
 * default, and workloads add rules to the forwarding ones. A network load balancer's listener needs
 * a default target, so the published workload creates it.
 */
export class LoadBalancer extends Construct {
  /** The load balancer's ARN. */
  readonly arn: string;
  /** The end of the ARN, CloudWatch's dimension `LoadBalancer`: `app/shop/50dc6c495c0c9188`. */
  readonly arnSuffix: string;
  /** The DNS name, which resolves to one address per zone. */
  readonly dnsName: string;
  /** The hosted zone ID of its DNS name. */
  readonly zoneId: string;
  /** ARNs of the forwarding listeners by port. */
  readonly listenerArns: ReadonlyMap<number, string>;
  /** Elastic IP addresses in zone order; empty without. */
  readonly fixedAddresses: readonly string[];
  /** Allocation IDs of these addresses, in the same order. */
  readonly allocationIds: readonly string[];
  readonly #props: LoadBalancerProps;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    this.#props = props;
    const addresses = props.settings.fixedAddresses
      ? props.zones.map((zone) => this.#createAddress(zone))
      : [];
    this.fixedAddresses = addresses.map(({ publicIp }) => publicIp);
    this.allocationIds = addresses.map(({ id }) => id);
    const balancer = new Lb(this, "balancer", {
      name: props.name,
      internal: !props.isPublic,
      securityGroups: [props.groupId],
      enableDeletionProtection: props.protected,
      ...this.#placement(),
      ...this.#logging(),
      ...kindSettings(props.settings),
      ...reservation(props.settings),
    });
    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.listenerArns = this.#createListeners();
  }

  #createAddress(zone: string): Eip {
    const tags = { Name: `${this.#props.name}-${zone}` };
    return new Eip(this, `address-${zone}`, { domain: "vpc", tags });
  }

  #placement(): Pick<LbConfig, "subnets" | "subnetMapping"> {
    const subnets = [...this.#props.subnetIds];
    if (this.allocationIds.length === 0) return { subnets };
    return {
      subnetMapping: this.allocationIds.map((allocationId, index) => ({
        subnetId: required(subnets, index),
        allocationId,
      })),
    };
  }

  #logging(): Pick<LbConfig, "accessLogs" | "connectionLogs"> {
    const { logBucket: bucket, key: prefix, settings } = this.#props;
    if (bucket === undefined || !writesAccessLogs(settings)) return {};
    const logs = { bucket, prefix, enabled: true };
    return settings.kind === "application"
      ? { accessLogs: logs, connectionLogs: logs }
      : { accessLogs: logs };
  }

  #createListeners(): Map<number, string> {
    const arns = new Map<number, string>();
    if (this.#props.settings.kind === "network") return arns;
    for (const settings of this.#props.settings.listeners) {
      const listener = new LbListener(this, `listener-${settings.port}`, {
        loadBalancerArn: this.arn,
        port: settings.port,
        protocol: settings.protocol,
        ...this.#tls(settings),
        defaultAction: [this.#defaultAction(settings)],
      });
      if (settings.action === "forward") arns.set(settings.port, listener.arn);
    }
    return arns;
  }

  #tls({ protocol }: Listener): Pick<LbListenerConfig, "sslPolicy" | "certificateArn"> {
    if (protocol !== "HTTPS") return {};
    if (this.#props.certificateArn === undefined) throw new RangeError("an HTTPS listener needs edge.domain");
    return { sslPolicy: TLS_POLICY, certificateArn: this.#props.certificateArn };
  }

  #defaultAction({ action }: Listener) {
    if (action === "redirect") {
      const https = this.#props.settings.listeners.find(({ protocol }) => protocol === "HTTPS");
      const port = String(https?.port ?? 443);
      return { type: "redirect", redirect: { protocol: "HTTPS", port, statusCode: "HTTP_301" } };
    }
    const { status, text } = this.#props.defaultResponse;
    return {
      type: "fixed-response",
      fixedResponse: { contentType: "text/plain", messageBody: text, statusCode: status },
    };
  }
}

/** Capacity that is kept at all times. */
function reservation({
  reservedCapacityUnits: capacityUnits,
}: LoadBalancerSpec): Pick<LbConfig, "minimumLoadBalancerCapacity"> {
  return capacityUnits === undefined ? {} : { minimumLoadBalancerCapacity: { capacityUnits } };
}

function kindSettings(settings: LoadBalancerSpec): Partial<LbConfig> {
  // Application load balancers always use cross-zone balancing; network ones only if enabled.
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
