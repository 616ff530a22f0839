import { Unknown } from "../../reach/terraform/value.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { IDENTITY_KINDS, type IdentityKind } from "./identity-kinds.ts";
import { attachmentParts, managedPart } from "./managed-policy-parts.ts";
import { ownerOf, type PlansIndex, textsIn } from "./plans-index.ts";
import type { PolicyPart } from "./policy-part.ts";
import { arnParts, inlineParts } from "./role-parts.ts";

/** Collects the policies of roles, users and groups, and the trust policies of roles. */
export function identityParts(index: PlansIndex): PolicyPart[] {
  const roleResources = resourcesOfRoles(index);
  const parts = index.changes.flatMap((change) =>
    IDENTITY_KINDS.flatMap((kind) => partsOf(index, change, kind, roleResources)),
  );
  return [...parts, ...membershipParts(index, parts)];
}

/** The resources that give policies to roles, by the role's key. */
function resourcesOfRoles(index: PlansIndex): ReadonlyMap<string, readonly PlannedResourceChange[]> {
  const result = new Map<string, PlannedResourceChange[]>();
  for (const change of index.changes) {
    if (!/^aws_iam_role_policy(?:_attachment)?$/.test(change.type)) continue;
    const { key } = index.owner(change, "role", "aws_iam_role");
    const known = result.get(key);
    if (known === undefined) result.set(key, [change]);
    else known.push(change);
  }
  return result;
}

function partsOf(
  index: PlansIndex,
  change: PlannedResourceChange,
  kind: IdentityKind,
  roleResources: ReadonlyMap<string, readonly PlannedResourceChange[]>,
): PolicyPart[] {
  const base = { kind: "identity" as const, ownerType: kind.type, noun: kind.noun };
  switch (change.type) {
    case kind.type:
      return ownParts(index, change, kind, roleResources);
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
    case `${kind.type}_policy_attachments_exclusive`:
      return listedPolicies(index, change, kind);
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

/** The managed policies that a resource attaches to an identity, and no others. */
function listedPolicies(index: PlansIndex, change: PlannedResourceChange, kind: IdentityKind): PolicyPart[] {
  const owner = index.owner(change, `${kind.noun}_name`, kind.type);
  const before = textsIn(change.was("policy_arns"));
  const after = change.action === "forget" ? before : textsIn(change.becomes("policy_arns"));
  const known = [...new Set([...before, ...after])].map((arn) => {
    const [old, now] = [before, after].map((list) => (list.includes(arn) ? arn : undefined));
    return managedPart(index, change, kind, owner, old, now);
  });
  const fresh = index.referredAll(change, "policy_arns");
  return [...known, ...fresh.map((policy) => managedPart(index, change, kind, owner, undefined, policy))];
}

/** The policies that a role, user or group has by its own attributes. */
function ownParts(
  index: PlansIndex,
  change: PlannedResourceChange,
  kind: IdentityKind,
  roleResources: ReadonlyMap<string, readonly PlannedResourceChange[]>,
): PolicyPart[] {
  const owner = ownerOf(change);
  const base = { owner, ownerType: kind.type, noun: kind.noun, change };
  const boundary = attachmentParts(index, change, kind, owner, "permissions_boundary", true)
    .filter((part) => !isUnseenLimit(part))
    .map((part): PolicyPart => ({ ...part, role: "boundary" }));
  if (kind.noun !== "role") return boundary;
  const trust: PolicyPart = {
    ...base,
    kind: "trust",
    role: "grant",
    before: index.policyBefore(change, "assume_role_policy"),
    after: index.policyAfter(change, "assume_role_policy"),
  };
  const role = { change, kind, owner, others: roleResources.get(owner.key) ?? [] };
  return [trust, ...boundary, ...inlineParts(index, role), ...arnParts(index, role)];
}

/**
 * True for a boundary that is unknown, and stays, or is set where there was none: it may only
 * forbid, so that the grants are compared as if it were not there.
 */
function isUnseenLimit({ before, after }: PolicyPart): boolean {
  return after instanceof Unknown && (before === undefined || before === after);
}

/** The policies of a group, as policies of the users that join or leave it. */
function membershipParts(index: PlansIndex, parts: readonly PolicyPart[]): PolicyPart[] {
  return index.changes.flatMap((change) => {
    const pairs = change.action === "no-op" ? [] : membershipsOf(change);
    return pairs.flatMap(({ user, group, isBefore, isAfter }) => {
      const owner = index.ownerNamed(user, "aws_iam_user");
      const { key } = index.ownerNamed(group, "aws_iam_group");
      return parts
        .filter((part) => part.kind === "identity" && part.owner.key === key)
        .map(
          (part): PolicyPart => ({
            ...part,
            owner,
            ownerType: "aws_iam_user",
            noun: "user",
            change,
            before: isBefore ? part.before : undefined,
            after: isAfter ? part.after : undefined,
          }),
        );
    });
  });
}

/** The pairs of a user and a group that a membership resource makes. */
function membershipsOf(change: PlannedResourceChange) {
  const isForGroup = change.type === "aws_iam_group_membership";
  if (!isForGroup && change.type !== "aws_iam_user_group_membership") return [];
  const [single, many] = isForGroup ? ["group", "users"] : ["user", "groups"];
  const before = textsIn(change.was(many ?? ""));
  const after = change.action === "forget" ? before : textsIn(change.becomes(many ?? ""));
  const one = change.becomes(single ?? "") ?? change.was(single ?? "");
  if (typeof one !== "string") return [];
  return [...new Set([...before, ...after])].map((other) => ({
    user: isForGroup ? other : one,
    group: isForGroup ? one : other,
    isBefore: before.includes(other),
    isAfter: after.includes(other),
  }));
}
