import { describeAction, formatPattern, matchesAction } from "./action-catalog.ts";
import { ESCALATION_SETS, type EscalationSet } from "./escalation-sets.ts";
import { comparePermissions, NO_PERMISSIONS, type PermissionSet } from "./permission-set.ts";
import { matching, type TextConstraint } from "./text-search.ts";

/** A name that no policy names, so that only a policy for all names matches it. */
const ANY_NAME = "drydock-any-name";

/** Returns the escalation sets that are allowed after, and of which a part was not before. */
export function gainedEscalations(before: PermissionSet, after: PermissionSet): readonly EscalationSet[] {
  const allowed = new Map<string, boolean>();
  const gained = new Map<string, boolean>();
  const grants = after.statements.filter(({ statement }) => statement.effect === "Allow");
  const isGranted = (action: string) =>
    grants.some(({ statement }) => matchesAction(statement.actions, action));
  return ESCALATION_SETS.filter(({ actions, onAnyResource = false }) => {
    if (!actions.every(isGranted)) return false;
    const ask = (known: Map<string, boolean>, from: PermissionSet) => (action: string) => {
      const key = `${action} ${onAnyResource}`;
      const result = known.get(key) ?? isWider(from, after, action, onAnyResource);
      known.set(key, result);
      return result;
    };
    return actions.every(ask(allowed, NO_PERMISSIONS)) && actions.some(ask(gained, before));
  });
}

function isWider(
  before: PermissionSet,
  after: PermissionSet,
  action: string,
  onAnyResource: boolean,
): boolean {
  const resources = onAnyResource ? undefined : anyResource(action);
  const scope = resources === undefined ? { actions: [action] } : { actions: [action], resources };
  return comparePermissions(before, after, scope).verdict === "wider";
}

/** Resources whose name is not named: a policy that allows them allows all of the type. */
function anyResource(action: string): TextConstraint | undefined {
  const { formats } = describeAction(action);
  if (formats.length === 0) return undefined;
  const named = formats.map((format) => {
    const parts = format.split(":");
    const name = parts.slice(5).join(":").replaceAll("*", ANY_NAME);
    return format === "*" ? format : [...parts.slice(0, 5), name].join(":");
  });
  return matching(...named.map(formatPattern));
}
