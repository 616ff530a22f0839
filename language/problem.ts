import { required } from "./required.ts";

/** A problem in a spec, with everything that a reader needs to fix it. */
export interface Problem {
  /** The path in the spec: `networks.main.cidr`. */
  readonly path: string;
  /** The value found, as JSON; `nothing` for a missing value. */
  readonly received: string;
  /** The allowed values: `a CIDR block from /16 to /28`. */
  readonly allowed: string;
  /** The fix: `use 10.0.0.0/16`. */
  readonly fix: string;
}

/** An invalid spec. It carries all problems, so that one run shows everything to fix. */
export class SpecError extends Error {
  /** Every problem, in the order of the spec. */
  readonly problems: readonly Problem[];

  /** @param subject platform and environment: `cybershield (prod)`. */
  constructor(subject: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const title = problems.length === 0 ? subject : `${subject}: ${count} in the spec`;
    super([title, ...problems.map(formatProblem)].join("\n"));
    this.name = "SpecError";
    this.problems = problems;
  }

  /** Combines several errors into one. */
  static all(errors: readonly SpecError[]): SpecError {
    if (errors.length === 1) return required(errors, 0);
    const problems = errors.flatMap((error) => error.problems);
    const joined = new SpecError("the selected platforms", problems);
    joined.message = errors.map((error) => error.message).join("\n");
    return joined;
  }
}

/** Formats a problem on one line. */
export function formatProblem(problem: Problem): string {
  const { path, received, allowed, fix } = problem;
  return `  ${path}: received ${received}; allowed: ${allowed}. Fix: ${fix}${fix.endsWith("?") ? "" : "."}`;
}

/** Formats a path inside a spec: `stores.db`, `zones[1]`, `stores["a b"]`. */
export function joinPath(parts: readonly PropertyKey[]): string {
  let path = "";
  for (const part of parts) {
    if (typeof part === "number") path += `[${part}]`;
    else if (/^[\w-]+$/.test(String(part))) path += path === "" ? String(part) : `.${String(part)}`;
    else path += `[${JSON.stringify(String(part))}]`;
  }
  return path === "" ? "(the spec)" : path;
}

const RECEIVED_CHARACTERS_MAX = 80;

/** Formats a value for a message: short JSON, at most one line. */
export function formatReceived(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  const json =
    typeof value === "string" ? JSON.stringify(value.slice(0, RECEIVED_CHARACTERS_MAX)) : toJson(value);
  return json.length > RECEIVED_CHARACTERS_MAX ? `${json.slice(0, RECEIVED_CHARACTERS_MAX - 1)}…` : json;
}

/**
 * Serializes a value. Cycles and getters have no JSON, and a message must not raise another error.
 */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return "an object";
  }
}

/** Formats a list of names: `alb, app or db`; `none` for an empty list. */
export function formatNameList(names: readonly string[]): string {
  if (names.length === 0) return "none";
  if (names.length === 1) return required(names, 0);
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/**
 * Returns the known name nearest to a misspelled one, at most two edits away; undefined when there
 * is none.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let best: { name: string; edits: number } | undefined;
  for (const candidate of known) {
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (edits <= 2 && edits < candidate.length && (best === undefined || edits < best.edits)) {
      best = { name: candidate, edits };
    }
  }
  return best?.name;
}

/** Returns the fix for an unknown name: the nearest known one, the only one, or the list. */
export function fixUnknownName(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? fixByList(known) : `did you mean "${nearest}"?`;
}

/** Returns the fix for a value outside a fixed set, without a guess at the nearest one. */
export function fixByList(known: readonly string[]): string {
  const [only, ...others] = known;
  if (only === undefined) return "remove it";
  return others.length === 0 ? `use "${only}"` : "use one of them";
}

/** Returns the Levenshtein distance; long or very different names count as 3. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2 || a.length > 100) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = required(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, required(row, j) + 1, required(next, j - 1) + 1));
    }
    row = next;
  }
  return required(row, b.length);
}
