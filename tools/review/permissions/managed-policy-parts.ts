import { isDeepStrictEqual } from "node:util";
import { compact } from "../../../language/compact.ts";
import type { Json } from "../../reach/terraform/configuration/json.ts";
import { Unknown } from "../../reach/terraform/value.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { awsManagedPolicy } from "./aws-managed-policies.ts";
import type { AttachedKind } from "./identity-kinds.ts";
import type { PlansIndex, PolicyOwner } from "./plans-index.ts";
import type { PolicyPart } from "./policy-part.ts";

/**
 * Collects the managed policy whose ARN an attribute has: none, if it is unset before and after.
 */
export function attachmentParts(
  index: PlansIndex,
  change: PlannedResourceChange,
  kind: AttachedKind,
  owner: PolicyOwner,
  attribute: string,
  isAfter: boolean,
  isBefore = true,
): PolicyPart[] {
  const isForgotten = change.action === "forget";
  const stays = isAfter && (change.isPresentAfter || isForgotten);
  const before = isBefore ? presentText(change.was(attribute)) : undefined;
  const known = stays
    ? presentText(isForgotten ? change.was(attribute) : change.becomes(attribute))
    : undefined;
  const isUnknown = stays && change.isUnknown(attribute);
  const after = isUnknown ? (index.referred(change, attribute) ?? UNKNOWN_ARN) : known;
  return before === undefined && after === undefined
    ? []
    : [managedPart(index, change, kind, owner, before, after)];
}

/** Returns a text; undefined for an empty one, which is unset. */
function presentText(json: Json | undefined): string | undefined {
  return typeof json === "string" && json !== "" ? json : undefined;
}

/** The policy behind an ARN that is known only after apply, and that nothing tells. */
export const UNKNOWN_ARN = new Unknown("it attaches a policy whose ARN is known only after apply");

/** Makes the part of a managed policy, given by its ARN or by the resource that makes it. */
export function managedPart(
  index: PlansIndex,
  change: PlannedResourceChange,
  kind: AttachedKind,
  owner: PolicyOwner,
  before: string | undefined,
  after: string | PlannedResourceChange | Unknown | undefined,
): PolicyPart {
  const old = before === undefined ? undefined : managedPolicy(index, before, "before");
  const now = after === undefined ? undefined : managedPolicy(index, after, "after");
  // One document on both sides: what is unknown, and stays, allows nothing new.
  const stays = before !== undefined && isDeepStrictEqual(before, after);
  const policyChange = now?.change ?? old?.change;
  return {
    kind: "identity",
    owner,
    ownerType: kind.type,
    noun: kind.noun,
    role: "grant",
    change: change.action === "no-op" && policyChange !== undefined ? policyChange : change,
    before: stays && now?.document instanceof Unknown ? now.document : old?.document,
    after: now?.document,
    ...compact({ awsManaged: now?.awsManaged }),
  };
}

interface ManagedPolicy {
  readonly document: Json | Unknown | undefined;
  readonly change?: PlannedResourceChange;
  /** The name of an AWS managed policy that is not known here. */
  readonly awsManaged?: string;
}

function managedPolicy(
  index: PlansIndex,
  policy: string | PlannedResourceChange | Unknown,
  side: "before" | "after",
): ManagedPolicy {
  if (policy instanceof Unknown) return { document: policy };
  const change = typeof policy === "string" ? index.named(policy, "aws_iam_policy") : policy;
  if (change !== undefined) {
    const document =
      side === "before" ? index.policyBefore(change, "policy") : index.policyAfter(change, "policy");
    return { document, change };
  }
  const arn = String(policy);
  const name = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  if (name === undefined)
    return { document: new Unknown("the document of the policy that it attaches is in none of the plans") };
  const statements = awsManagedPolicy(name);
  return statements === undefined
    ? {
        document: new Unknown(`what the AWS managed policy ${name} allows is not known here`),
        awsManaged: name,
      }
    : { document: { Statement: statements } };
}
