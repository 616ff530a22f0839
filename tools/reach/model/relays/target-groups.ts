import type { Resource } from "../../input/inventory.ts";
import { Services } from "../../packets/services.ts";
import { carried } from "../endpoints/ports.ts";
import { blocksOf, flagOf, isGiven, numberOf, textOf } from "../endpoints/values.ts";
import type { RelayTarget } from "../fabric.ts";
import { type Member, type Members, membersByGroup } from "./members.ts";
import type { Place } from "./place.ts";

/** A target group as a listener uses it. */
export interface TargetGroup {
  readonly name: string;
  readonly targets: readonly Omit<RelayTarget, "via">[];
  /** Why it may have more targets, or others; undefined when they are known. */
  readonly unknown: string | undefined;
  readonly keepsClientAddress: boolean;
}

/** Every target group, with what is registered with it. */
export class TargetGroups {
  readonly #members: Members;
  readonly #read = new Map<string, TargetGroup>();

  constructor(place: Place) {
    this.#members = membersByGroup(place);
  }

  of(group: Resource): TargetGroup {
    const { byGroup, unknown } = this.#members;
    const known =
      this.#read.get(group.address) ?? readGroup(group, byGroup.get(group.address) ?? [], unknown);
    this.#read.set(group.address, known);
    return known;
  }
}

function readGroup(group: Resource, members: readonly Member[], more: string | undefined): TargetGroup {
  const common = { name: nameOf(group), keepsClientAddress: keepsClientAddress(group) };
  // A function is invoked: nothing is sent to an address of it.
  if (textOf(group.values.target_type) === "lambda") return { ...common, targets: [], unknown: undefined };
  const read = members.map((member) => targetOf(group, member));
  const reasons = read.filter((target) => typeof target === "string");
  const none =
    members.length === 0 ? `nothing in these files is registered with ${group.address}` : undefined;
  return {
    ...common,
    targets: read.filter((target) => typeof target !== "string"),
    unknown: reasons[0] ?? more ?? none,
  };
}

/** A target with the services that it gets, or why they are not known. */
function targetOf(group: Resource, { endpoint, ports, unknown }: Member): Omit<RelayTarget, "via"> | string {
  if (endpoint === undefined || unknown !== undefined) return unknown ?? "a target is not known";
  const port = numberOf(group.values.port);
  const own = ports ?? (port === undefined ? undefined : ([port, port] as const));
  const protocol = textOf(group.values.protocol);
  const services = own && protocol ? carried(protocol, ...own) : undefined;
  if (own === undefined || services === undefined)
    return `the port or protocol of ${group.address} is not known`;
  return { endpoint, services, healthCheck: healthCheckOf(group, own) };
}

/**
 * What the load balancer checks: the port of the target unless another is given, always over TCP.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
function healthCheckOf({ values }: Resource, own: readonly [from: number, to: number]): Services {
  const block = blocksOf(values, "health_check").found[0] ?? {};
  const port = numberOf(block.port);
  return port === undefined ? Services.named("tcp", ...own) : Services.named("tcp", port);
}

/**
 * Whether its targets see the client's address: by default all but those that are registered by address and
 * spoken to over TCP or TLS; behind an application load balancer none do.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
function keepsClientAddress({ values }: Resource): boolean {
  const protocol = textOf(values.protocol) ?? "HTTP";
  if (["HTTP", "HTTPS"].includes(protocol)) return false;
  const byDefault = textOf(values.target_type) !== "ip" || !["TCP", "TLS"].includes(protocol);
  const flag = flagOf(values.preserve_client_ip, byDefault);
  return flag === "unknown" ? byDefault : flag;
}

function nameOf({ address, values }: Resource): string {
  return isGiven(values.name) ? (textOf(values.name) ?? address) : address;
}
