import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { Unknown } from "../../reach/terraform/value.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import type { IdentityKind } from "./identity-kinds.ts";
import { managedPart, UNKNOWN_ARN } from "./managed-policy-parts.ts";
import { type PlansIndex, type PolicyOwner, textsIn } from "./plans-index.ts";
import type { PolicyPart } from "./policy-part.ts";

/** A role, with the resources that give policies to it. */
export interface RoleWithPolicies {
  /** The role's own change. */
  readonly change: PlannedResourceChange;
  /** The kind that a role is. */
  readonly kind: IdentityKind;
  /** The role. */
  readonly owner: PolicyOwner;
  /** The `aws_iam_role_policy` and `aws_iam_role_policy_attachment` resources of the role. */
  readonly others: readonly PlannedResourceChange[];
}

/**
 * Collects the `inline_policy` blocks of a role. The provider lists there also those of other
 * resources, which are read from these resources.
 */
export function inlineParts(
  index: PlansIndex,
  { change, kind, owner, others }: RoleWithPolicies,
): PolicyPart[] {
  const elsewhere = new Set(others.map((each) => each.becomes("name") ?? each.was("name")));
  const before = blocksByName(change.before.inline_policy);
  const after = index.stays(change) ? inlineAfter(index, change, before) : new Map<string, Json | Unknown>();
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => !elsewhere.has(name));
  return names.map((name) => ({
    kind: "identity",
    owner,
    ownerType: kind.type,
    noun: kind.noun,
    role: "grant",
    change,
    before: before.get(name),
    after: after.get(name),
  }));
}

function inlineAfter(
  index: PlansIndex,
  change: PlannedResourceChange,
  before: ReadonlyMap<string, Json | Unknown>,
): ReadonlyMap<string, Json | Unknown> {
  if (change.action === "forget") return before;
  if (!change.isUnknown("inline_policy")) return blocksByName(change.after.inline_policy);
  const blocks = index.configuredBlocks(change, "inline_policy");
  if (blocks === undefined) return before;
  if (blocks instanceof Unknown) return new Map([...before, ["(unknown)", blocks]]);
  return blocksByName(blocks);
}

function blocksByName(blocks: Json | undefined): ReadonlyMap<string, Json | Unknown> {
  const named = toList(blocks)
    .filter(isJsonObject)
    .filter(({ policy }) => typeof policy === "string" && policy !== "");
  return new Map(named.map(({ name, policy }: JsonObject) => [String(name), policy ?? null]));
}

/** Collects the `managed_policy_arns` of a role, without those that attachments list. */
export function arnParts(index: PlansIndex, { change, kind, owner, others }: RoleWithPolicies): PolicyPart[] {
  const attached = new Set(others.map((each) => each.was("policy_arn") ?? each.becomes("policy_arn")));
  const before = textsIn(change.was("managed_policy_arns"));
  const isUnknown = change.action !== "forget" && change.isUnknown("managed_policy_arns");
  const isKept =
    change.action === "forget" || (isUnknown && !index.isConfigured(change, "managed_policy_arns"));
  const after = !index.stays(change) ? [] : isKept ? before : textsIn(change.becomes("managed_policy_arns"));
  const arns = [...new Set([...before, ...after])].filter((arn) => !attached.has(arn));
  const known = arns.map((arn) => {
    const [old, now] = [before, after].map((list) => (list.includes(arn) ? arn : undefined));
    return managedPart(index, change, kind, owner, old, now);
  });
  if (!isUnknown || isKept) return known;
  const referred = index.referredAll(change, "managed_policy_arns");
  const fresh = referred.length > 0 ? referred : [UNKNOWN_ARN];
  return [...known, ...fresh.map((policy) => managedPart(index, change, kind, owner, undefined, policy))];
}
