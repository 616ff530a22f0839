import {
  ACCESS_LEVELS,
  type ActionsByService,
  describeAction,
  isUniformFor,
  matchesAction,
} from "./action-catalog.ts";
import type { PolicyStatement } from "./policy-document.ts";

/** An action, in the order of its danger. */
export interface RankedAction {
  /** In lower case. */
  readonly action: string;
  /** AWS's spelling. */
  readonly name: string;
  /** The forms of the ARNs that it acts on; empty if unknown. */
  readonly formats: readonly string[];
  /** A text that actions on the same resources share. */
  readonly key: string;
}

/** Groups actions that the same of some statements apply to: a proof for one is one for all. */
export function actionClasses(
  actions: ActionsByService,
  statements: readonly PolicyStatement[],
): readonly (readonly string[])[] {
  const classes = new Map<string, (readonly string[])[]>();
  const keyOf = (action: string) =>
    statements.map((each) => (matchesAction(each.actions, action) ? "1" : "0")).join("");
  const isNamed = servicesNamedBy(statements);
  const add = (list: readonly string[], key = keyOf(list[0] ?? "")) => {
    const known = classes.get(key);
    if (known === undefined) classes.set(key, [list]);
    else known.push(list);
  };
  let unnamedKey: string | undefined;
  for (const [service, list] of actions) {
    if (!isNamed(service)) {
      unnamedKey ??= keyOf(list[0] ?? "");
      add(list, unnamedKey);
    } else if (statements.every((each) => isUniformFor(service, each.actions))) add(list);
    else for (const action of list) add([action]);
  }
  return [...classes.values()].map((lists) => lists.flat());
}

/** Tells the services that some statements treat differently from those that none of them names. */
function servicesNamedBy(statements: readonly PolicyStatement[]): (service: string) => boolean {
  const prefixes = new Set(
    statements.flatMap(({ actions }) => actions.values.map((text) => text.split(":")[0])),
  );
  prefixes.delete("*");
  const isPattern = [...prefixes].some((prefix) => prefix === undefined || /[*?]/.test(prefix));
  const isPartial = statements.some(({ actions }) =>
    actions.values.some((text) => /^\*:./.test(text) && text !== "*:*"),
  );
  return (service) => isPattern || isPartial || prefixes.has(service);
}

/** Returns those of some actions that a statement applies to. */
export function actionsWithin(
  all: ActionsByService,
  { actions }: Pick<PolicyStatement, "actions">,
): ActionsByService {
  const result = new Map<string, readonly string[]>();
  for (const [service, list] of all) {
    const kept = isUniformFor(service, actions)
      ? list.slice(0, matchesAction(actions, list[0] ?? "") ? undefined : 0)
      : list.filter((action) => matchesAction(actions, action));
    if (kept.length > 0) result.set(service, kept);
  }
  return result;
}

/** Lists actions by their access level, those that change permissions first. */
export function* dangerousFirst(actions: readonly string[]): Generator<RankedAction> {
  for (let rank = 0; rank <= ACCESS_LEVELS.length; rank++) {
    for (const action of actions) {
      const { name, formats, resourceKey, rank: own } = describeAction(action);
      if (own === rank) yield { action, name, formats, key: resourceKey };
    }
  }
}
