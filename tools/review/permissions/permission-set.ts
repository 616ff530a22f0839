import { defined } from "../../../language/required.ts";
import { type ActionsByService, expandActions, formatPattern } from "./action-catalog.ts";
import { actionClasses, actionsWithin, dangerousFirst } from "./action-classes.ts";
import { hasSymbol, Pattern } from "./pattern.ts";
import type { PolicyStatement, StatementClause } from "./policy-document.ts";
import { ALL_REQUESTS, BoxSearch, type PolicyRequest, type RequestBox, within } from "./request-box.ts";
import { intersects, matching, type TextConstraint, Undecided } from "./text-search.ts";

/** A statement, and the resource whose attribute it comes from. */
export interface SourcedStatement {
  /** The statement. */
  readonly statement: PolicyStatement;
  /** An identity of the source, which findings are attributed to. */
  readonly source: string;
}

/**
 * Requests that policies allow: those that an Allow applies to, no Deny does, and the permissions
 * boundary allows too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export interface PermissionSet {
  /** The statements of all policies. */
  readonly statements: readonly SourcedStatement[];
  /** The statements of the permissions boundary. @default no boundary */
  readonly boundary?: readonly SourcedStatement[];
}

/** No permissions at all. */
export const NO_PERMISSIONS: PermissionSet = { statements: [] };

/** Every action on every resource. */
export const ALL_PERMISSIONS: PermissionSet = {
  statements: [
    {
      statement: {
        effect: "Allow",
        actions: { values: ["*"], isNegated: false },
        resources: { values: ["*"], isNegated: false },
        conditions: [],
        identity: "everything",
      },
      source: "everything",
    },
  ],
};

/** A request that becomes allowed. */
export interface Widening {
  /** The witness: allowed after, and not before. */
  readonly request: PolicyRequest;
  /** The statement that allows it after. */
  readonly allow: SourcedStatement;
  /** The Deny that is gone, if that is why. @default it was not allowed, or outside the boundary */
  readonly lostDeny?: SourcedStatement;
  /** True if the permissions boundary kept it away before. @default false */
  readonly leavesBoundary?: boolean;
}

/** The comparison of two sets of permissions. */
export type PermissionComparison =
  | { readonly verdict: "no wider" }
  | { readonly verdict: "wider"; readonly widenings: readonly Widening[] }
  | { readonly verdict: "unknown"; readonly why: string };

/** The requests that a comparison is about. */
export interface ComparisonScope {
  /** Patterns of actions, in lower case. @default all */
  readonly actions?: readonly string[];
  /** The resources. @default all */
  readonly resources?: TextConstraint;
}

/** Finds out if a set of permissions allows a request that another does not. */
export function comparePermissions(
  before: PermissionSet,
  after: PermissionSet,
  scope: ComparisonScope = {},
): PermissionComparison {
  const comparer = new PermissionComparer(before, after, scope);
  const widenings = comparer.widenings();
  if (widenings.length > 0) return { verdict: "wider", widenings };
  const why = comparer.undecided;
  return why === undefined ? { verdict: "no wider" } : { verdict: "unknown", why };
}

class PermissionComparer {
  readonly #before: PermissionSet;
  readonly #after: PermissionSet;
  readonly #scope: ComparisonScope;
  readonly #search = new BoxSearch();
  readonly #deniesAfter: readonly PolicyStatement[];
  readonly #lostDenies: readonly SourcedStatement[];
  #symbolDoubt: string | undefined;

  constructor(before: PermissionSet, after: PermissionSet, scope: ComparisonScope) {
    this.#before = before;
    this.#after = after;
    this.#scope = scope;
    this.#deniesAfter = denies(after).map(({ statement }) => statement);
    this.#lostDenies = denies(before).filter(({ statement }) => !includes(this.#deniesAfter, statement));
  }

  /** The reason why "no wider" would be no proof. */
  get undecided(): string | undefined {
    return this.#search.undecided?.message ?? this.#symbolDoubt;
  }

  widenings(): Widening[] {
    return allows(this.#after.statements).flatMap((allow) => {
      const limits = this.#after.boundary === undefined ? [undefined] : allows(this.#after.boundary);
      return limits.flatMap((limit) => this.#widen(allow, limit));
    });
  }

  /** The first witness of each cause, of one Allow and one Allow of the boundary. */
  #widen(allow: SourcedStatement, limit: SourcedStatement | undefined): Widening[] {
    const { statement } = allow;
    const inside = within(ALL_REQUESTS, statement);
    const box = limit === undefined ? inside : within(inside, limit.statement);
    const actions = this.#actionsOf(statement, limit?.statement);
    const found: Widening[] = [];
    const add = (request: PolicyRequest | undefined, rest: Omit<Widening, "request" | "allow">) => {
      if (request !== undefined) found.push({ request, allow, ...rest });
    };
    const allowed = allows(this.#before.statements).map((each) => each.statement);
    if (!includes(allowed, statement)) add(this.#witness(box, actions, allowed, statement), {});
    for (const lostDeny of this.#lostDenies) {
      const denied = actionsWithin(actions, lostDeny.statement);
      add(this.#witness(within(box, lostDeny.statement), denied, [], statement), { lostDeny });
    }
    const { boundary } = this.#before;
    if (boundary !== undefined) {
      const bounds = allows(boundary).map((each) => each.statement);
      if (limit === undefined || !includes(bounds, limit.statement))
        add(this.#witness(box, actions, bounds, statement), { leavesBoundary: true });
    }
    this.#doubtSymbols(statement, includes(allowed, statement));
    return found;
  }

  #actionsOf(allow: PolicyStatement, limit: PolicyStatement | undefined): ActionsByService {
    const wanted = this.#scope.actions;
    const inAllow =
      wanted === undefined
        ? expandActions(allow.actions)
        : actionsWithin(expandActions({ values: wanted, isNegated: false }), allow);
    return limit === undefined ? inAllow : actionsWithin(inAllow, limit);
  }

  /** A request of the box that is neither denied afterwards nor in some other statements. */
  #witness(
    box: RequestBox,
    actions: ActionsByService,
    others: readonly PolicyStatement[],
    allow: PolicyStatement,
  ): PolicyRequest | undefined {
    const excluded = [...others, ...this.#deniesAfter];
    const scoped = withResources(box, this.#scope.resources);
    for (const alike of actionClasses(actions, excluded)) {
      const any = this.#search.find(scoped, defined(alike[0], "an action"), excluded);
      if (any === undefined) continue;
      const request = this.#realWitness(scoped, alike, excluded, allow, any);
      if (request !== undefined) return request;
    }
    return undefined;
  }

  /**
   * A witness whose action takes such a resource. `s3:ListBucket` on the ARN of an object is never
   * asked for, so that joining two statements widens nothing.
   */
  #realWitness(
    box: RequestBox,
    alike: readonly string[],
    excluded: readonly PolicyStatement[],
    { resources }: PolicyStatement,
    any: Omit<PolicyRequest, "action">,
  ): PolicyRequest | undefined {
    const refuted = new Set<string>();
    for (const { action, name, formats, key } of dangerousFirst(alike)) {
      if (resources === undefined || formats.length === 0) return { ...any, action: name };
      if (refuted.has(key)) continue;
      const typed = withResources(box, matching(...formats.map(formatPattern), Pattern.withSymbol()));
      const found = this.#search.find(typed, action, excluded);
      if (found !== undefined) return { ...found, action: name };
      refuted.add(key);
    }
    return undefined;
  }

  /**
   * Notes a doubt if a symbol may stand for something that a Deny forbade, or that a `Not…` list
   * names: symbols are compared as if they were equal to nothing else.
   */
  #doubtSymbols({ resources, actions }: PolicyStatement, isUnchanged: boolean): void {
    const symbolic = (resources?.isNegated === false ? resources.values : []).filter(hasSymbol);
    if (symbolic.length === 0 || this.#symbolDoubt !== undefined) return;
    const negative = [...allows(this.#before.statements), ...denies(this.#after)].filter(
      ({ statement }) => statement.resources?.isNegated === true,
    );
    const named = [...this.#lostDenies, ...(isUnchanged ? [] : negative)]
      .filter(({ statement }) => mayShareAction(statement.actions, actions))
      .flatMap(({ statement }) => statement.resources?.values ?? []);
    const open = symbolic.map((text) => Pattern.glob(text.replace(/\$\{[^{}]*\}/g, "*")));
    const meetsNamed = named.some((text) =>
      open.some((pattern) => mayIntersect(pattern, Pattern.glob(text))),
    );
    if (meetsNamed)
      this.#symbolDoubt = "a resource that is known only after apply may be one that was denied";
  }
}

function mayShareAction(one: StatementClause<string>, other: StatementClause<string>): boolean {
  return actionsWithin(expandActions(other), { actions: one }).size > 0;
}

function mayIntersect(one: Pattern, other: Pattern): boolean {
  try {
    return intersects(one, other);
  } catch (error) {
    if (error instanceof Undecided) return true;
    throw error;
  }
}

function withResources(box: RequestBox, constraint: TextConstraint | undefined): RequestBox {
  return constraint === undefined ? box : { ...box, resources: [...box.resources, constraint] };
}

function includes(statements: readonly PolicyStatement[], statement: PolicyStatement): boolean {
  return statements.some(({ identity }) => identity === statement.identity);
}

/** Allow statements, in an order that does not depend on the documents'. */
function allows(statements: readonly SourcedStatement[]): readonly SourcedStatement[] {
  return inOrder(statements.filter(({ statement }) => statement.effect === "Allow"));
}

/** The Deny statements of a set, those of its boundary included. */
function denies({ statements, boundary = [] }: PermissionSet): readonly SourcedStatement[] {
  return inOrder([...statements, ...boundary].filter(({ statement }) => statement.effect === "Deny"));
}

function inOrder(statements: readonly SourcedStatement[]): readonly SourcedStatement[] {
  const byIdentity = new Map(statements.map((each) => [each.statement.identity, each]));
  return [...byIdentity].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}
