import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { isNamedBy, riskOf } from "./builders.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

/** A rule on groups that AWS does not delete while something uses them. */
interface GroupInUseProps extends Omit<ReviewRule, "judge" | "guards"> {
  /** Prefixes of the types that use such a group. */
  readonly users: readonly string[];
  /** Attributes of the users that name a group. */
  readonly attributes: readonly string[];
}

/**
 * Builds a rule on groups that are deleted while a resource of these plans still uses them. With
 * `create_before_destroy` the users move first.
 */
export function groupInUseRule({ users, attributes, ...head }: GroupInUseProps): ReviewRule {
  return {
    ...head,
    judge: (change, { changes }) => {
      if (!change.isDestroyed || change.action === "replace-create-first") return [];
      const using = changes.filter(
        (user) =>
          !user.isDestroyed &&
          users.some((prefix) => user.type.startsWith(prefix)) &&
          attributes.some((attribute) => usesGroup(user, attribute, change)),
      );
      if (using.length === 0) return [];
      const text =
        `${replacementText(change)} while ${using.length} of these resources still use it: AWS refuses. ` +
        "With create_before_destroy and another name, they would move first.";
      return [riskOf("refused", text, "block")];
    },
  };
}

/** True if a resource uses a group at the time that the group is deleted. */
function usesGroup(user: PlannedResourceChange, attribute: string, group: PlannedResourceChange): boolean {
  const name = user.was(attribute);
  if (typeof name !== "string" || !isNamedBy(group, name)) return false;
  // A replacement deletes the group before its users change; a deletion comes after them.
  return group.isReplaced || user.becomes(attribute) === name;
}
