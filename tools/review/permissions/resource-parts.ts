import type { Json, JsonObject } from "../../reach/terraform/configuration/json.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { kmsGrantPolicy, lambdaPermissionPolicy } from "./grant-statements.ts";
import { ownerOf, type PlansIndex } from "./plans-index.ts";
import type { PolicyPart } from "./policy-part.ts";
import { RESOURCE_POLICY_TYPES } from "./resource-policy-types.ts";

/** The policy of a resource that has none and lets everything through. */
const OPEN: Json = { Statement: { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" } };

/** Resources that each grant one thing, as a policy. */
const GRANTS: Readonly<
  Record<string, { owner: string; ownerType: string; noun: string; policy: (values: JsonObject) => Json }>
> = {
  aws_lambda_permission: {
    owner: "function_name",
    ownerType: "aws_lambda_function",
    noun: "function",
    policy: lambdaPermissionPolicy,
  },
  aws_kms_grant: { owner: "key_id", ownerType: "aws_kms_key", noun: "key", policy: kmsGrantPolicy },
};

/** Collects the policies of resources. */
export function resourceParts(index: PlansIndex): PolicyPart[] {
  const parts = index.changes.flatMap((change) => [
    ...policyParts(index, change),
    ...grantParts(index, change),
  ]);
  // The provider repeats in the resource what a policy resource of its own sets.
  const dedicated = new Set(
    parts
      .filter(({ change }) => RESOURCE_POLICY_TYPES[change.type]?.owner !== undefined)
      .map(({ owner }) => owner.key),
  );
  return parts.filter(
    ({ change, owner }) =>
      RESOURCE_POLICY_TYPES[change.type] === undefined ||
      RESOURCE_POLICY_TYPES[change.type]?.owner !== undefined ||
      !dedicated.has(owner.key),
  );
}

function policyParts(index: PlansIndex, change: PlannedResourceChange): PolicyPart[] {
  const row = Object.hasOwn(RESOURCE_POLICY_TYPES, change.type)
    ? RESOURCE_POLICY_TYPES[change.type]
    : undefined;
  if (row === undefined) return [];
  const { attribute, owner, ownerType, noun, isOpenWithout = false } = row;
  const existed = change.action !== "create";
  const stays = change.isPresentAfter || change.action === "forget" || owner !== undefined;
  const otherwise = isOpenWithout ? OPEN : undefined;
  const before =
    index.policyBefore(change, attribute) ?? (existed || owner !== undefined ? otherwise : undefined);
  const after = index.policyAfter(change, attribute) ?? (stays ? otherwise : undefined);
  if (before === undefined && after === undefined) return [];
  return [
    {
      kind: "resource",
      owner: owner === undefined ? ownerOf(change) : index.owner(change, owner, ownerType),
      ownerType,
      noun,
      role: "grant",
      change,
      before,
      after,
    },
  ];
}

function grantParts(index: PlansIndex, change: PlannedResourceChange): PolicyPart[] {
  const row = Object.hasOwn(GRANTS, change.type) ? GRANTS[change.type] : undefined;
  if (row === undefined) return [];
  const { owner, ownerType, noun, policy } = row;
  const existed = Object.keys(change.before).length > 0;
  const before = existed ? policy(change.before) : undefined;
  const after =
    change.action === "forget" ? before : change.isPresentAfter ? policy(change.after) : undefined;
  return [
    {
      kind: "resource",
      owner: index.owner(change, owner, ownerType),
      ownerType,
      noun,
      role: "grant",
      change,
      before,
      after,
    },
  ];
}
