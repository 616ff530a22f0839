import { matchesAction } from "./action-catalog.ts";
import { findContext, type RequestContext, type WantedTest } from "./condition-context.ts";
import { Pattern } from "./pattern.ts";
import type { PolicyStatement } from "./policy-document.ts";
import { requesterConstraint } from "./principal-pattern.ts";
import { findText, matching, negated, type TextConstraint, Undecided } from "./text-search.ts";

/** A request to AWS, as far as policies judge it. */
export interface PolicyRequest {
  /** `KIND:NAME`; arbitrary where the policy is attached to the requester. */
  readonly requester: string;
  /** AWS's spelling: `s3:GetObject`. */
  readonly action: string;
  /** The ARN; arbitrary where the policy is attached to the resource and names none. */
  readonly resource: string;
  /** The condition keys. */
  readonly context: RequestContext;
}

/**
 * Requests for one action: those that meet the constraints on the requester, on the resource and
 * on the condition keys.
 */
export interface RequestBox {
  /** The constraints on the requester, all of which hold. */
  readonly requesters: readonly TextConstraint[];
  /** The constraints on the ARN of the resource. */
  readonly resources: readonly TextConstraint[];
  /** The tests of condition keys that pass or fail. */
  readonly tests: readonly WantedTest[];
}

/** All requests for an action. */
export const ALL_REQUESTS: RequestBox = { requesters: [], resources: [], tests: [] };

/** The most boxes that one question may make. */
const MAX_BOXES = 4_000;
const ANYTHING = matching(Pattern.glob("*"));

/** Returns the constraint of a statement on the requester; undefined if it names none. */
function requestersOf({ principals }: PolicyStatement): TextConstraint | undefined {
  return principals === undefined ? undefined : requesterConstraint(principals);
}

const RESOURCES = new Map<string, TextConstraint>();

function resourcesOf({ resources }: PolicyStatement): TextConstraint | undefined {
  if (resources === undefined) return undefined;
  const key = JSON.stringify(resources);
  const known = RESOURCES.get(key);
  if (known !== undefined) return known;
  const made = {
    patterns: resources.values.map((value) => Pattern.glob(value)),
    isNegated: resources.isNegated,
  };
  RESOURCES.set(key, made);
  return made;
}

/** Returns the requests of a box that a statement applies to. */
export function within(box: RequestBox, statement: PolicyStatement): RequestBox {
  return {
    requesters: [...box.requesters, ...listOf(requestersOf(statement))],
    resources: [...box.resources, ...listOf(resourcesOf(statement))],
    tests: [...box.tests, ...statement.conditions.map((test) => ({ test, passes: true }))],
  };
}

/** Returns the requests of a box that a statement does not apply to, as boxes without overlap. */
function outside(box: RequestBox, statement: PolicyStatement): RequestBox[] {
  const pieces: RequestBox[] = [];
  let rest = box;
  for (const requesters of listOf(requestersOf(statement))) {
    pieces.push({ ...rest, requesters: [...rest.requesters, negated(requesters)] });
    rest = { ...rest, requesters: [...rest.requesters, requesters] };
  }
  for (const resources of listOf(resourcesOf(statement))) {
    pieces.push({ ...rest, resources: [...rest.resources, negated(resources)] });
    rest = { ...rest, resources: [...rest.resources, resources] };
  }
  for (const test of statement.conditions) {
    pieces.push({ ...rest, tests: [...rest.tests, { test, passes: false }] });
    rest = { ...rest, tests: [...rest.tests, { test, passes: true }] };
  }
  return pieces;
}

function listOf<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}

/** A search for a request of a box that none of some statements applies to. */
export class BoxSearch {
  /** The first thing that could not be decided, which may hide a request. */
  undecided: Undecided | undefined;
  #boxes = 0;

  /**
   * Returns a request for an action; undefined if there is none, which is a proof unless something
   * is {@link undecided}.
   */
  find(
    box: RequestBox,
    action: string,
    statements: readonly PolicyStatement[],
  ): Omit<PolicyRequest, "action"> | undefined {
    this.#boxes = 0;
    const own = statements.filter(({ actions }) => matchesAction(actions, action));
    try {
      return this.#search(box, own, 0);
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      this.undecided ??= error;
      return undefined;
    }
  }

  #search(
    box: RequestBox,
    statements: readonly PolicyStatement[],
    at: number,
  ): Omit<PolicyRequest, "action"> | undefined {
    if (++this.#boxes > MAX_BOXES) throw new Undecided("its statements are too many to compare");
    if (!isPossible(box)) return undefined;
    const statement = statements[at];
    if (statement === undefined) return this.#example(box);
    if (!isPossible(within(box, statement))) return this.#search(box, statements, at + 1);
    for (const piece of outside(box, statement)) {
      const found = this.#search(piece, statements, at + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #example({ requesters, resources, tests }: RequestBox): Omit<PolicyRequest, "action"> | undefined {
    try {
      const context = findContext(tests);
      const requester = findText([ANYTHING, ...requesters]);
      const resource = findText([ANYTHING, ...resources]);
      if (context === undefined || requester === undefined || resource === undefined) return undefined;
      return { requester, resource, context };
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      this.undecided ??= error;
      return undefined;
    }
  }
}

/** True unless a box is proven to have no request. */
function isPossible({ requesters, resources, tests }: RequestBox): boolean {
  return (
    isPossibly(() => findText([ANYTHING, ...requesters])) &&
    isPossibly(() => findText([ANYTHING, ...resources])) &&
    isPossibly(() => findContext(tests))
  );
}

function isPossibly(find: () => unknown): boolean {
  try {
    return find() !== undefined;
  } catch (error) {
    if (error instanceof Undecided) return true;
    throw error;
  }
}
