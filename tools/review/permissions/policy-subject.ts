import { isDeepStrictEqual } from "node:util";
import { compact } from "../../../language/compact.ts";
import type { Json } from "../../reach/terraform/configuration/json.ts";
import { Unknown } from "../../reach/terraform/value.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { identityParts } from "./identity-parts.ts";
import type { PermissionSet, SourcedStatement } from "./permission-set.ts";
import { permissionSetParts } from "./permission-set-parts.ts";
import type { PlansIndex, PolicyOwner } from "./plans-index.ts";
import { parsePolicy } from "./policy-document.ts";
import type { PolicyPart, SubjectKind } from "./policy-part.ts";
import { resourceParts } from "./resource-parts.ts";

/** A policy that cannot be compared, and why. */
export interface PolicyGap {
  /** The change that makes it unknown. */
  readonly change: PlannedResourceChange;
  /** Follows "X is unknown:". */
  readonly why: string;
  /** The name of the policy, if it is one of AWS, which a person can read. @default another one */
  readonly awsManaged?: string;
}

/**
 * An identity or a resource with all its policies, of all plans together.
 */
export interface PolicySubject {
  /** The kind. */
  readonly kind: SubjectKind;
  /** `role app`. */
  readonly name: string;
  /** The identity or resource. */
  readonly owner: PolicyOwner;
  /** Its type. */
  readonly ownerType: string;
  /** True if the identity or resource is created by these plans. */
  readonly isNew: boolean;
  /** The permissions that its policies give before. */
  readonly before: PermissionSet;
  /** The permissions that they give after. */
  readonly after: PermissionSet;
  /** Changed policies that are unknown afterwards. */
  readonly gaps: readonly PolicyGap[];
  /** The changes that statements come from, by {@link SourcedStatement.source}. */
  readonly changes: ReadonlyMap<string, PlannedResourceChange>;
}

/**
 * Collects the identities and resources whose policies change, with all their policies; with
 * `areAll`, also those whose policies stay.
 */
export function policySubjects(index: PlansIndex, areAll = false): readonly PolicySubject[] {
  const groups = new Map<string, PolicyPart[]>();
  for (const part of [...identityParts(index), ...permissionSetParts(index), ...resourceParts(index)]) {
    const key = `${part.kind}\t${part.owner.key}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return [...groups.values()].filter((parts) => areAll || parts.some(isChanged)).map(subjectOf);
}

function isChanged({ before, after }: PolicyPart): boolean {
  if (before === after) return false;
  return after instanceof Unknown || before instanceof Unknown || !isDeepStrictEqual(before, after);
}

function subjectOf(parts: readonly PolicyPart[]): PolicySubject {
  const [first] = parts as readonly [PolicyPart];
  const { kind, owner, ownerType, noun } = first;
  return {
    kind,
    name: `${noun} ${owner.name}`,
    owner,
    ownerType,
    isNew: owner.change?.action === "create",
    before: setOf(parts, "before"),
    after: setOf(parts, "after"),
    gaps: parts.flatMap(gapsOf),
    changes: new Map(parts.map(({ change }) => [sourceOf(change), change])),
  };
}

function setOf(parts: readonly PolicyPart[], side: "before" | "after"): PermissionSet {
  const grants = parts.filter(({ role }) => role === "grant");
  const boundaries = parts.filter((part) => part.role === "boundary" && part[side] !== undefined);
  return {
    statements: grants.flatMap((part) => statementsOf(part, side)),
    ...compact({
      boundary: boundaries.length === 0 ? undefined : boundaries.flatMap((part) => statementsOf(part, side)),
    }),
  };
}

function statementsOf(part: PolicyPart, side: "before" | "after"): SourcedStatement[] {
  const document = part[side];
  if (document === undefined || document instanceof Unknown) return [];
  const statements = parsePolicy(document as Json);
  if (statements instanceof Unknown) return [];
  const source = sourceOf(part.change);
  return statements.map((statement) => ({ statement, source }));
}

function gapsOf(part: PolicyPart): PolicyGap[] {
  if (!isChanged(part)) return [];
  const { after, change, awsManaged } = part;
  const why = after instanceof Unknown ? after.why : malformation(after);
  return why === undefined ? [] : [{ change, why, ...compact({ awsManaged }) }];
}

function malformation(document: Json | undefined): string | undefined {
  const statements = document === undefined ? [] : parsePolicy(document);
  return statements instanceof Unknown ? statements.why : undefined;
}

/** Returns the identity of a change as a source of statements. */
function sourceOf({ stack, address }: PlannedResourceChange): string {
  return `${stack}\t${address}`;
}
