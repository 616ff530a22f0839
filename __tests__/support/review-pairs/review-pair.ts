import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import type { RiskClass } from "../../../tools/review/finding.ts";
import type { Level } from "../../../tools/review/level.ts";

/** Terraform's address of a resource in the root module, without an instance key. */
type ResourceAddress = `${string}.${string}`;

/** The arguments of some resources by address; null removes a resource. */
export type ResourcePatch = Readonly<Record<ResourceAddress, JsonObject | null>>;

/** An edit of a group's state before it is planned. */
export interface StateEdit {
  /** Instances to mark as tainted: `aws_sqs_queue.jobs`. */
  readonly tainted?: readonly string[];
  /** Resources to leave out: they are in the account only. */
  readonly absent?: readonly string[];
  /** Resources to which a copy is added that a failed replacement left. */
  readonly deposed?: readonly string[];
  /** Attributes to record otherwise than they are in the account: drift. */
  readonly drifted?: Readonly<Record<string, JsonObject>>;
}

/** An edit of a group's configuration, and the way in which it is planned. */
export interface PlanEdit {
  /** JSON merge patches of the resources' arguments. @default {} */
  readonly resources?: ResourcePatch;
  /** A JSON merge patch of the root module: `moved`, `removed`, `output`. @default {} */
  readonly blocks?: JsonObject;
  /** Further arguments of `terraform plan`. @default [] */
  readonly options?: readonly string[];
  /** @default the state as it was applied */
  readonly state?: StateEdit;
  /** True to read the account again, as a plan without `-refresh=false`. @default false */
  readonly refreshes?: boolean;
}

/** The finding that a dangerous plan must have. */
export interface ExpectedRisk {
  /** The class, or several that describe the risk equally well. */
  readonly class: RiskClass | readonly RiskClass[];
  /** The least severe level that is right. */
  readonly level: Level;
  readonly address: string;
}

/** A dangerous and a harmless plan of one configuration, which differ in one thing. */
export interface ReviewPair {
  /** Unique among all groups: `rds-storage-shrinks`. */
  readonly id: string;
  readonly expects: ExpectedRisk;
  /** A patch of resources, or a whole edit. */
  readonly dangerous: PlanEdit;
  /** An edit of the same kind, of which a review has notes at most. */
  readonly harmless: PlanEdit;
}

/** Pairs that share a configuration, which is applied once. */
export interface PairGroup {
  /** The name of the fixture's file: `rds`. */
  readonly name: string;
  /** The resources before, by address. */
  readonly base: ResourcePatch;
  /** Other blocks of the root module before: `output`, `check`, `module`. @default {} */
  readonly blocks?: JsonObject;
  /** Further files, by path in the root module's folder. @default {} */
  readonly files?: Readonly<Record<string, JsonObject>>;
  readonly pairs: readonly ReviewPair[];
}

/** Returns an edit of some resources' arguments. */
export function patched(resources: ResourcePatch): PlanEdit {
  return { resources };
}

/** Returns an edit of a resource's tags, which no workload notices. */
export function retag(address: ResourceAddress): PlanEdit {
  return patched({ [address]: { tags: { team: "platform" } } });
}

/** Returns an edit that removes some resources from the configuration. */
export function drop(...addresses: readonly ResourceAddress[]): PlanEdit {
  return patched(Object.fromEntries(addresses.map((address) => [address, null])));
}

/** Returns a policy document as an argument's value. */
export function policy(...statements: readonly JsonObject[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
