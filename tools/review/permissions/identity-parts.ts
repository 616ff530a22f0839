import { isDeepStrictEqual } from "node:util";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { Unknown } from "../../reach/terraform/value.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { AWS_MANAGED_POLICIES } from "./aws-managed-policies.ts";
import { ownerOf, type PlansIndex, type PolicyOwner, textsIn } from "./plans-index.ts";
import type { PolicyPart } from "./policy-part.ts";

/** A kind of identity, with the types that give policies to it. */
interface IdentityKind {
  readonly noun: "role" | "user" | "group";
  readonly type: string;
  /** The argument of `aws_iam_policy_attachment` that lists such identities. */
  readonly listed: string;
}

const KINDS: readonly IdentityKind[] = [
  { noun: "role", type: "aws_iam_role", listed: "roles" },
  { noun: "user", type: "aws_iam_user", listed: "users" },
  { noun: "group", type: "aws_iam_group", listed: "groups" },
];

/** Collects the policies of roles, users and groups, and the trust policies of roles. */
export function identityParts(index: PlansIndex): PolicyPart[] {
  return index.changes.flatMap((change) => KINDS.flatMap((kind) => partsOf(index, change, kind)));
}

function partsOf(index: PlansIndex, change: PlannedResourceChange, kind: IdentityKind): PolicyPart[] {
  const base = { kind: "identity" as const, ownerType: kind.type, noun: kind.noun };
  switch (change.type) {
    case kind.type:
      return ownParts(index, change, kind);
    case `${kind.type}_policy`:
      return [
        {
          ...base,
          owner: index.owner(change, kind.noun, kind.type),
          role: "grant",
          change,
          before: index.policyBefore(change, "policy"),
          after: index.policyAfter(change, "policy"),
        },
      ];
    case `${kind.type}_policy_attachment`:
      return attachmentParts(
        index,
        change,
        kind,
        index.owner(change, kind.noun, kind.type),
        "policy_arn",
        true,
      );
    case "aws_iam_policy_attachment":
      return listedOwners(index, change, kind).flatMap(({ owner, isBefore, isAfter }) =>
        attachmentParts(index, change, kind, owner, "policy_arn", isAfter, isBefore),
      );
    default:
      return [];
  }
}

function listedOwners(index: PlansIndex, change: PlannedResourceChange, { listed, type }: IdentityKind) {
  const before = textsIn(change.was(listed));
  const after = change.action === "forget" ? before : textsIn(change.becomes(listed));
  return [...new Set([...before, ...after])].map((name) => ({
    owner: index.ownerNamed(name, type),
    isBefore: before.includes(name),
    isAfter: after.includes(name),
  }));
}

/** The policies that a role, user or group has by its own attributes. */
function ownParts(index: PlansIndex, change: PlannedResourceChange, kind: IdentityKind): PolicyPart[] {
  const owner = ownerOf(change);
  const base = { owner, ownerType: kind.type, noun: kind.noun, change };
  const boundary = attachmentParts(index, change, kind, owner, "permissions_boundary", true).map(
    (part): PolicyPart => ({ ...part, role: "boundary", change }),
  );
  if (kind.noun !== "role") return boundary;
  const trust: PolicyPart = {
    ...base,
    kind: "trust",
    role: "grant",
    before: index.policyBefore(change, "assume_role_policy"),
    after: index.policyAfter(change, "assume_role_policy"),
  };
  return [
    trust,
    ...boundary,
    ...inlineParts(index, change, kind, owner),
    ...arnParts(index, change, kind, owner),
  ];
}

/**
 * The `inline_policy` blocks of a role. The provider lists there also those of other resources,
 * which are read from these resources.
 */
function inlineParts(
  index: PlansIndex,
  change: PlannedResourceChange,
  kind: IdentityKind,
  owner: PolicyOwner,
): PolicyPart[] {
  const others = new Set(
    index.changes
      .filter(({ type }) => type === `${kind.type}_policy`)
      .filter((each) => index.owner(each, kind.noun, kind.type).key === owner.key)
      .map((each) => each.becomes("name") ?? each.was("name")),
  );
  const before = blocksByName(change.before.inline_policy);
  const isKept = change.action === "forget" || change.isUnknown("inline_policy");
  const after = isKept ? before : blocksByName(change.after.inline_policy);
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => !others.has(name));
  return names.map((name) => ({
    kind: "identity",
    owner,
    ownerType: kind.type,
    noun: kind.noun,
    role: "grant",
    change,
    before: before.get(name),
    after: change.isPresentAfter || change.action === "forget" ? after.get(name) : undefined,
  }));
}

function blocksByName(blocks: Json | undefined): Map<string, Json> {
  const named = toList(blocks)
    .filter(isJsonObject)
    .filter(({ policy }) => typeof policy === "string" && policy !== "");
  return new Map(named.map(({ name, policy }: JsonObject) => [String(name), policy ?? null]));
}

/** The `managed_policy_arns` of a role, without those that attachments list. */
function arnParts(
  index: PlansIndex,
  change: PlannedResourceChange,
  kind: IdentityKind,
  owner: PolicyOwner,
): PolicyPart[] {
  const attached = new Set(
    index.changes
      .filter(({ type }) => type === `${kind.type}_policy_attachment`)
      .filter((each) => index.owner(each, kind.noun, kind.type).key === owner.key)
      .map((each) => each.was("policy_arn") ?? each.becomes("policy_arn")),
  );
  const before = textsIn(change.was("managed_policy_arns"));
  const isKept = change.action === "forget" || change.isUnknown("managed_policy_arns");
  const after = isKept ? before : textsIn(change.becomes("managed_policy_arns"));
  const arns = [...new Set([...before, ...after])].filter((arn) => !attached.has(arn));
  return arns.map((arn) =>
    managedPart(
      index,
      change,
      kind,
      owner,
      before.includes(arn) ? arn : undefined,
      after.includes(arn) ? arn : undefined,
    ),
  );
}

/** The managed policy that an attribute with an ARN attaches. */
function attachmentParts(
  index: PlansIndex,
  change: PlannedResourceChange,
  kind: IdentityKind,
  owner: PolicyOwner,
  attribute: string,
  isAfter: boolean,
  isBefore = true,
): PolicyPart[] {
  const before = isBefore ? change.was(attribute) : undefined;
  const stays = isAfter && (change.isPresentAfter || change.action === "forget");
  const after = !stays
    ? undefined
    : change.action === "forget"
      ? change.was(attribute)
      : change.becomes(attribute);
  const isUnknown = stays && change.isUnknown(attribute);
  if (before === undefined && after === undefined && !isUnknown) return [];
  return [
    managedPart(
      index,
      change,
      kind,
      owner,
      typeof before === "string" ? before : undefined,
      isUnknown
        ? (index.referred(change, attribute) ?? UNKNOWN_ARN)
        : typeof after === "string"
          ? after
          : undefined,
    ),
  ];
}

const UNKNOWN_ARN = new Unknown("it attaches a policy whose ARN is known only after apply");

function managedPart(
  index: PlansIndex,
  change: PlannedResourceChange,
  kind: IdentityKind,
  owner: PolicyOwner,
  before: string | undefined,
  after: string | PlannedResourceChange | Unknown | undefined,
): PolicyPart {
  const old = before === undefined ? undefined : managedPolicy(index, before, "before");
  const now = after === undefined ? undefined : managedPolicy(index, after, "after");
  // What is unknown on both sides, and stays, allows nothing new.
  const stays = before !== undefined && isDeepStrictEqual(before, after) && now?.document instanceof Unknown;
  const policyChange = now?.change ?? old?.change;
  return {
    kind: "identity",
    owner,
    ownerType: kind.type,
    noun: kind.noun,
    role: "grant",
    change: change.action === "no-op" && policyChange !== undefined ? policyChange : change,
    before: stays ? undefined : old?.document,
    after: stays ? undefined : now?.document,
    isWhole: before === after || (now?.isWhole ?? true),
  };
}

interface ManagedPolicy {
  readonly document: Json | Unknown | undefined;
  readonly change?: PlannedResourceChange;
  readonly isWhole?: boolean;
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
  const known = name === undefined ? undefined : AWS_MANAGED_POLICIES.get(name);
  if (known !== undefined)
    return { document: { Statement: known.statements as unknown as Json }, isWhole: known.isWhole };
  const why =
    name === undefined
      ? "the document of the policy that it attaches is in none of the plans"
      : `what the AWS managed policy ${name} allows is not known here`;
  return { document: new Unknown(why) };
}
