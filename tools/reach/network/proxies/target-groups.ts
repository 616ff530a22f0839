import { TransportSet } from "../../packets/transport-set.ts";
import {
  attributeBlocks,
  attributeFlag,
  attributeNumber,
  attributeText,
  isGiven,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { ProxyTarget } from "../endpoint-model.ts";
import { transportOfProtocol } from "../endpoints/ports.ts";
import type { ModelContext } from "../model-context.ts";
import {
  type RegisteredTarget,
  type RegisteredTargets,
  registeredTargetsByGroup,
} from "./registered-targets.ts";

/** A target group as a listener uses it. */
export interface TargetGroup {
  /** Its name in AWS, or the resource's name. */
  readonly name: string;
  /** The known targets. */
  readonly targets: readonly Omit<ProxyTarget, "via">[];
  /** Why it may have more or different targets; undefined if they are known. */
  readonly unknown: string | undefined;
  /** True if targets see the client's address, not the load balancer's. */
  readonly keepsClientAddress: boolean;
}

/** All target groups, with their registered targets. */
export class TargetGroups {
  readonly #targets: RegisteredTargets;
  readonly #read = new Map<string, TargetGroup>();

  constructor(context: ModelContext) {
    this.#targets = registeredTargetsByGroup(context);
  }

  /** Returns the targets of a target group; each group is read once. */
  forValue(group: Resource): TargetGroup {
    const { byGroup, unknown } = this.#targets;
    const known =
      this.#read.get(group.address) ?? readGroup(group, byGroup.get(group.address) ?? [], unknown);
    this.#read.set(group.address, known);
    return known;
  }
}

function readGroup(
  group: Resource,
  targets: readonly RegisteredTarget[],
  more: string | undefined,
): TargetGroup {
  const common = { name: nameOf(group), keepsClientAddress: keepsClientAddress(group) };
  // A Lambda function is invoked; no traffic is sent to an address.
  if (attributeText(group.values.target_type) === "lambda")
    return { ...common, targets: [], unknown: undefined };
  const read = targets.map((member) => targetOf(group, member));
  const reasons = read.filter((target) => typeof target === "string");
  const none =
    targets.length === 0 ? `nothing in these files is registered with ${group.address}` : undefined;
  return {
    ...common,
    targets: read.filter((target) => typeof target !== "string"),
    unknown: reasons[0] ?? more ?? none,
  };
}

/** A target with the transport it receives, or why it is unknown. */
function targetOf(
  group: Resource,
  { endpoint, ports, unknown }: RegisteredTarget,
): Omit<ProxyTarget, "via"> | string {
  if (endpoint === undefined || unknown !== undefined) return unknown ?? "a target is unknown";
  const port = attributeNumber(group.values.port);
  const own = ports ?? (port === undefined ? undefined : ([port, port] as const));
  const protocol = attributeText(group.values.protocol);
  const transport = own && protocol ? transportOfProtocol(protocol, ...own) : undefined;
  if (own === undefined || transport === undefined)
    return `the port or protocol of ${group.address} is unknown`;
  return { endpoint, transport, healthCheck: healthCheckOf(group, own) };
}

/**
 * The health check port: the target's port unless another is set; always TCP.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
function healthCheckOf({ values }: Resource, own: readonly [from: number, to: number]): TransportSet {
  const block = attributeBlocks(values, "health_check").items[0] ?? {};
  const port = attributeNumber(block.port);
  return port === undefined ? TransportSet.named("tcp", ...own) : TransportSet.named("tcp", port);
}

/**
 * True if its targets see the client's address: by default all except those registered by IP
 * address with TCP or TLS. Behind an Application Load Balancer, none do.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
function keepsClientAddress({ values }: Resource): boolean {
  const protocol = attributeText(values.protocol) ?? "HTTP";
  if (["HTTP", "HTTPS"].includes(protocol)) return false;
  const byDefault = attributeText(values.target_type) !== "ip" || !["TCP", "TLS"].includes(protocol);
  const flag = attributeFlag(values.preserve_client_ip, byDefault);
  return flag === "unknown" ? byDefault : flag;
}

function nameOf({ address, values }: Resource): string {
  return isGiven(values.name) ? (attributeText(values.name) ?? address) : address;
}
