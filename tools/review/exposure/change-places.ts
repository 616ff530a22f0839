import type { NetworkAnalysis } from "../../reach/analysis/network-analysis.ts";
import { allTexts } from "../plan/json-values.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";

/** The changed resources of plans, by the origins of network rules and the names of endpoints. */
export class ChangePlaces {
  readonly #changes: ReadonlyMap<string, PlannedResourceChange>;
  /** All resources of the plans, unchanged ones included. */
  readonly #resources: ReadonlyMap<string, PlannedResourceChange>;
  readonly #networks: readonly NetworkAnalysis[];

  constructor(plans: readonly PlanDocument[], networks: readonly NetworkAnalysis[]) {
    this.#networks = networks;
    const current = plans
      .flatMap(({ changes }) => changes)
      .filter(({ deposed }) => deposed === undefined)
      .map((change) => [`${change.stack}/${change.address}`, change] as const);
    this.#resources = new Map(current);
    this.#changes = new Map(current.filter(([, { isChanged }]) => isChanged));
  }

  /** The addresses of an endpoint that a platform names, or of one named by its address. */
  addressesOf(endpoint: string): readonly string[] {
    const named = this.#networks.flatMap(({ names }) => names.endpointsOf(endpoint));
    return named.length > 0 ? [...new Set(named)] : [endpoint];
  }

  /**
   * The changed resources that refer to any of some resources, or that these refer to: a prefix
   * list of a rule, an address that is associated with a server. What AWS creates along with a VPC
   * is left out: everything in the VPC refers to it.
   */
  around(origins: readonly string[]): readonly PlannedResourceChange[] {
    const resources = origins.flatMap((origin) => this.#resources.get(origin) ?? []);
    const own = new Set(resources.flatMap(identityTexts));
    const used = new Set(resources.flatMap(textsOf));
    return [...this.#changes.values()].filter(
      (change) =>
        identityTexts(change).some((text) => used.has(text)) || textsOf(change).some((text) => own.has(text)),
    );
  }

  /** Every changed resource that may open or close a way. */
  get opening(): readonly PlannedResourceChange[] {
    return [...this.#changes.values()].filter(opensTraffic);
  }

  /** The changes of an endpoint itself. */
  ofEndpoint(endpoint: string): readonly PlannedResourceChange[] {
    return this.addressesOf(endpoint).flatMap((address) => this.at(address));
  }

  /** The change of the resource that an origin such as `net/aws_security_group.a.ingress` is in. */
  at(origin: string): readonly PlannedResourceChange[] {
    let name = origin.replace(/#.*$/, "");
    for (;;) {
      const found = this.#changes.get(name);
      if (found !== undefined) return [found];
      const end = name.lastIndexOf(".");
      if (end < 0) return [];
      name = name.slice(0, end);
    }
  }
}

/** Types whose instances open or close a way between others. */
const OPENING_TYPES =
  /_rule$|_route$|route_table|_acl|association|attachment|security_group|_eip$|propagation|prefix_list|gateway|peering|listener/;

/** True for a resource that opens or closes a way between others. */
export function opensTraffic({ type }: PlannedResourceChange): boolean {
  return OPENING_TYPES.test(type);
}

/** The texts by which other resources refer to one. */
function identityTexts({ before, after }: PlannedResourceChange): string[] {
  return [before, after].flatMap(({ id, arn }) => [id, arn]).filter((text) => typeof text === "string");
}

/** All texts in a resource's attributes. */
function textsOf({ before, after }: PlannedResourceChange): string[] {
  return [...allTexts(before), ...allTexts(after)];
}
