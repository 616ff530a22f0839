import { type Json, toList } from "../../reach/terraform/configuration/json.ts";
import { Unknown } from "../../reach/terraform/value.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { PlanValues } from "./plan-values.ts";
import {
  isUnset,
  plannedBlocks,
  plannedPolicy,
  referredAddress,
  referredAddresses,
} from "./planned-policy.ts";
import { IDENTITY_ATTRIBUTES } from "./resource-policy-types.ts";

/** A resource that policies are attached to. */
export interface PolicyOwner {
  /** The same for all references to the resource, of all plans. */
  readonly key: string;
  /** The name for messages. */
  readonly name: string;
  /** The resource's own change. @default it is in none of the plans */
  readonly change?: PlannedResourceChange;
}

/** The resources of all plans under review, by what others call them. */
export class PlansIndex {
  /** All changes, without deposed objects. */
  readonly changes: readonly PlannedResourceChange[];
  readonly #values = new Map<PlannedResourceChange, PlanValues>();
  readonly #byAddress = new Map<string, PlannedResourceChange>();
  readonly #byIdentity = new Map<string, PlannedResourceChange>();

  constructor(plans: readonly PlanDocument[]) {
    const changes: PlannedResourceChange[] = [];
    for (const plan of plans) {
      const values = new PlanValues(plan);
      for (const change of plan.changes.filter(({ deposed }) => deposed === undefined)) {
        changes.push(change);
        this.#values.set(change, values);
        this.#byAddress.set(`${change.stack}\t${change.address}`, change);
        for (const text of identitiesOf(change)) this.#byIdentity.set(`${change.type}\t${text}`, change);
      }
    }
    this.changes = changes;
  }

  /** Returns the owner of a type that an attribute names. */
  owner(change: PlannedResourceChange, attribute: string, type: string): PolicyOwner {
    const referred = this.referred(change, attribute);
    if (referred?.type === type) return ownerOf(referred);
    const text = change.becomes(attribute) ?? change.was(attribute);
    return this.ownerNamed(typeof text === "string" ? text : change.address, type);
  }

  /** Returns the owner of a type with a name, ID or ARN. */
  ownerNamed(text: string, type: string): PolicyOwner {
    const known = this.#byIdentity.get(`${type}\t${text}`);
    return known === undefined ? { key: `${type}\t${text}`, name: text } : ownerOf(known);
  }

  /** Returns the resource that an attribute refers to, if its value is known only after apply. */
  referred(change: PlannedResourceChange, attribute: string): PlannedResourceChange | undefined {
    const values = this.#values.get(change);
    if (values === undefined || !change.isUnknown(attribute)) return undefined;
    const address = referredAddress(values, change.address, attribute);
    return address === undefined ? undefined : this.#byAddress.get(`${change.stack}\t${address}`);
  }

  /** Returns the managed policies of a list that have no ARN before apply. */
  referredAll(change: PlannedResourceChange, attribute: string): readonly PlannedResourceChange[] {
    const values = this.#values.get(change);
    const addresses = values === undefined ? [] : referredAddresses(values, change.address, attribute);
    return addresses.flatMap((address) => {
      const found = this.#byAddress.get(`${change.stack}\t${address}`);
      return found?.type === "aws_iam_policy" && found.isUnknown("arn") ? [found] : [];
    });
  }

  /** True if the configuration sets an attribute, which the provider would choose otherwise. */
  isConfigured(change: PlannedResourceChange, attribute: string): boolean {
    const values = this.#values.get(change);
    return values !== undefined && !isUnset(values, change.address, attribute);
  }

  /**
   * Returns nested blocks as configured, with symbols, or the reason why they are unknown.
   * Undefined if there are none.
   */
  configuredBlocks(change: PlannedResourceChange, attribute: string): Json | Unknown | undefined {
    const values = this.#values.get(change);
    return values === undefined ? undefined : plannedBlocks(values, change.address, attribute);
  }

  /** True if the object is in AWS after the plan. What Terraform forgets stays. */
  stays(change: PlannedResourceChange): boolean {
    return change.isPresentAfter || change.action === "forget";
  }

  /** Returns the change of a resource with an identity. */
  named(text: string, type: string): PlannedResourceChange | undefined {
    return this.#byIdentity.get(`${type}\t${text}`);
  }

  /** Returns the policy before the plan; undefined if there was none. */
  policyBefore(change: PlannedResourceChange, attribute: string): Json | undefined {
    return presentPolicy(change.was(attribute));
  }

  /** Returns the policy after the plan, or the reason why it is unknown. */
  policyAfter(change: PlannedResourceChange, attribute: string): Json | Unknown | undefined {
    // What Terraform forgets stays in AWS.
    if (change.action === "forget") return this.policyBefore(change, attribute);
    if (!change.isPresentAfter) return undefined;
    if (!change.isUnknown(attribute)) return presentPolicy(change.becomes(attribute));
    const values = this.#values.get(change);
    return values === undefined
      ? new Unknown("its policy is known only after apply")
      : plannedPolicy(values, change.address, attribute);
  }
}

/** Returns the owner that a resource is itself. */
export function ownerOf(change: PlannedResourceChange): PolicyOwner {
  const name = ["name", "bucket", "function_name", "domain_name"]
    .map((attribute) => change.becomes(attribute) ?? change.was(attribute))
    .find((value) => typeof value === "string");
  return {
    key: `${change.stack}\t${change.address}`,
    name: typeof name === "string" ? name : change.address,
    change,
  };
}

function presentPolicy(json: Json | undefined): Json | undefined {
  return json === "" ? undefined : json;
}

function identitiesOf({ before, after }: PlannedResourceChange): Set<string> {
  const texts = IDENTITY_ATTRIBUTES.flatMap((name) => [before[name], after[name]]);
  return new Set(texts.filter((text) => typeof text === "string" && text !== "") as string[]);
}

/** Returns the texts of a list; what is unknown is left out. */
export function textsIn(json: Json | undefined): string[] {
  return toList(json).filter((item) => typeof item === "string");
}
