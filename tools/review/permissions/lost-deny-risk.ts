import { comparePermissions, type PermissionSet } from "./permission-set.ts";
import type { PolicySubject } from "./policy-subject.ts";
import type { WideningRisk } from "./widening-risk.ts";
import { witnessText } from "./witness-text.ts";

/** A Deny of a resource's policy that is gone. */
export interface LostDeny {
  /** The source of the statement, as in {@link PolicySubject.changes}. */
  readonly source: string;
  /** The risk of it. */
  readonly risk: WideningRisk;
}

/**
 * Finds what a resource's policy forbade and no longer forbids, where it allows nothing new itself:
 * identities whose own policies allow it are not stopped any more.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @returns undefined if there is nothing, or if the resource goes with its policy
 */
export function lostDeny({ kind, before, after, owner, name, gaps }: PolicySubject): LostDeny | undefined {
  if (kind !== "resource" || gaps.length > 0 || owner.change?.isDestroyed === true) return undefined;
  const comparison = comparePermissions(forbidden(after), forbidden(before));
  if (comparison.verdict !== "wider") return undefined;
  const [first] = comparison.widenings;
  if (first === undefined) return undefined;
  return {
    source: first.allow.source,
    risk: {
      rule: "resource-policy-deny-removed",
      level: "ask",
      text: `The policy of ${name} no longer denies ${witnessText(first)}: identities whose own policies allow it are not stopped`,
      documentation: [
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
      ],
    },
  };
}

/** The requests that statements deny, as if they were allowed. */
function forbidden({ statements }: PermissionSet): PermissionSet {
  return {
    statements: statements
      .filter(({ statement }) => statement.effect === "Deny")
      .map(({ statement, source }) => ({ statement: { ...statement, effect: "Allow" }, source })),
  };
}
