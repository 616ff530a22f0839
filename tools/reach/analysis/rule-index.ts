import { isDeepStrictEqual } from "node:util";
import type { NetworkModel, RouteTarget, SecurityGroupPeer } from "../network/network-model.ts";
import { formatAddresses } from "../packets/addresses.ts";
import type { TransportSet } from "../packets/transport-set.ts";
import type { Inventory } from "../terraform/inventory.ts";
import { isList, isMap, Reference, type Value } from "../terraform/value.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";

/** The effect of a rule, an entry or a route as text: equal texts mean equal effects. */
interface RuleSummary {
  /** The security group, network ACL or route table that contains it. */
  readonly owner: string;
  readonly summary: string;
  /** The ports of a security group rule; undefined otherwise. */
  readonly transport: TransportSet | undefined;
}

/** A change of a resource or of a rule in it. */
export interface RuleChange {
  /** The address of the resource or rule. */
  readonly address: string;
  /** `same`: unchanged, but it takes part. */
  readonly change: "added" | "removed" | "changed" | "same";
}

/** The rules, entries and routes of a network, by the resource that creates them. */
export class RuleIndex {
  readonly #inventory: Inventory;
  readonly #rules = new Map<string, RuleSummary[]>();
  readonly #byOrigin = new Set<string>();
  readonly #byOwner = new Set<string>();

  constructor({ context, model }: NetworkAnalysis) {
    this.#inventory = context.inventory;
    for (const [origin, effect] of summarizeRules(model)) {
      this.#rules.set(origin, [...(this.#rules.get(origin) ?? []), effect]);
      this.#byOrigin.add(effect.summary);
      this.#byOwner.add(effect.owner);
    }
  }

  /**
   * Reports that a rule, an entry, a route or a resource has an effect that the other network
   * lacks.
   */
  isNewTo(other: RuleIndex, origin: string, transport: TransportSet): boolean {
    const effects = this.#rules.get(origin);
    if (effects === undefined) return !this.#isAlike(other, origin);
    return effects.some((effect) => {
      if (effect.transport?.overlaps(transport) === false) return false;
      // A table without a subnet is not in the network model: compare the resource itself.
      return other.#byOwner.has(effect.owner)
        ? !other.#byOrigin.has(effect.summary)
        : !this.#isAlike(other, origin);
    });
  }

  /** Reports that a resource, or the resource that contains a rule, exists. */
  has(origin: string): boolean {
    return this.#inventory.at(resourceOf(origin)) !== undefined;
  }

  /**
   * Returns the resources that are new or changed compared with `other` and reference any of
   * `addresses`.
   */
  newAbout(other: RuleIndex, addresses: readonly string[]): string[] {
    return this.#inventory.resources
      .filter(({ address, mode }) => mode === "managed" && !this.#isAlike(other, address))
      .filter(({ values }) => Object.values(values).some((value) => references(value, addresses)))
      .map(({ address }) => address);
  }

  #isAlike(other: RuleIndex, origin: string): boolean {
    const [here, there] = [this, other].map((index) => index.#inventory.at(resourceOf(origin)));
    return isDeepStrictEqual(here?.values, there?.values);
  }
}

function references(value: Value, addresses: readonly string[]): boolean {
  if (value instanceof Reference) return addresses.includes(value.address);
  if (isList(value)) return value.some((item) => references(item, addresses));
  return isMap(value) && Object.values(value).some((item) => references(item, addresses));
}

function resourceOf(origin: string): string {
  return origin.replace(/#.*$/, "");
}

function* summarizeRules(model: NetworkModel): Generator<readonly [origin: string, effect: RuleSummary]> {
  for (const group of model.securityGroups.values()) {
    for (const direction of ["ingress", "egress"] as const) {
      for (const { peer, transport, origin } of group[direction]) {
        const summary = `${group.address} ${direction} ${describePeer(peer)} ${transport.format()}`;
        yield [origin, { owner: group.address, summary, transport }];
      }
    }
  }
  const subnets = [...model.subnets.values()];
  for (const acl of new Set(subnets.map((subnet) => subnet.acl))) {
    for (const direction of ["ingress", "egress"] as const) {
      for (const { number, action, peer, transport, origin } of acl[direction]) {
        const summary = `${acl.address} ${direction} ${number} ${action} ${formatAddresses(peer)} ${transport.format()}`;
        // The entry may be for return traffic, whose ports are not those of the connection.
        yield [origin, { owner: acl.address, summary, transport: undefined }];
      }
    }
  }
  for (const table of new Set(subnets.map((subnet) => subnet.table))) {
    for (const { text, target, origin } of table.routes) {
      const summary = `${table.address} ${text} ${describeTarget(target)}`;
      yield [origin, { owner: table.address, summary, transport: undefined }];
    }
  }
  for (const { tables } of model.transitGateways.values()) {
    for (const { address, routes } of tables.values()) {
      for (const { text, attachment, origin } of routes) {
        const summary = `${address} ${text} ${attachment}`;
        yield [origin, { owner: address, summary, transport: undefined }];
      }
    }
  }
}

function describePeer(peer: SecurityGroupPeer): string {
  if (peer.kind === "addresses") return `${peer.text} ${formatAddresses(peer.addresses)}`;
  return peer.kind === "group" ? peer.group : peer.why;
}

function describeTarget(target: RouteTarget): string {
  return "address" in target ? `${target.kind} ${target.address}` : target.kind;
}
