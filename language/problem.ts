/** One thing wrong with a spec, with all a reader needs to mend it. */
export interface Problem {
  /** Where: `networks.main.cidr`. */
  readonly path: string;
  /** What stands there, as JSON; `nothing` where a value is missing. */
  readonly received: string;
  /** What may stand there: `a block from /16 to /28`. */
  readonly allowed: string;
  /** What to do: `use 10.0.0.0/16`. */
  readonly fix: string;
}

/** A spec with at least one problem. Holds all of them, so that one run shows everything to mend. */
export class SpecError extends Error {
  /** Every problem, in the order of the spec. */
  readonly problems: readonly Problem[];

  /** @param subject whose spec it is: `cybershield (prod)`. */
  constructor(subject: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const title = problems.length === 0 ? subject : `${subject}: ${count} in the spec`;
    super([title, ...problems.map(formatProblem)].join("\n"));
    this.name = "SpecError";
    this.problems = problems;
  }

  /** One error that says what several say. */
  static all(errors: readonly SpecError[]): SpecError {
    if (errors.length === 1) return errors[0]!;
    const problems = errors.flatMap((error) => error.problems);
    const joined = new SpecError("the selected platforms", problems);
    joined.message = errors.map((error) => error.message).join("\n");
    return joined;
  }
}

/** The problem on one line. */
export function formatProblem(problem: Problem): string {
  const { path, received, allowed, fix } = problem;
  return `  ${path}: received ${received}; allowed: ${allowed}. Fix: ${fix}${fix.endsWith("?") ? "" : "."}`;
}

/** The path of a key inside an object or list: `stores.db`, `zones[1]`, `stores["a b"]`. */
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

/** A value as a reader meets it in an error: short JSON, never more than a line. */
export function formatReceived(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  const json =
    typeof value === "string" ? JSON.stringify(value.slice(0, RECEIVED_CHARACTERS_MAX)) : toJson(value);
  return json.length > RECEIVED_CHARACTERS_MAX ? `${json.slice(0, RECEIVED_CHARACTERS_MAX - 1)}…` : json;
}

/** An error's message must not be the place where another error starts: cycles and getters have no JSON. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return "an object";
  }
}

/** Names as a reader meets them: `alb, app or db`; `none` when there are none. */
export function formatNameList(names: readonly string[]): string {
  if (names.length === 0) return "none";
  if (names.length === 1) return names[0]!;
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** The known name nearest to a mistyped one, at most two edits away; undefined when none is. */
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

/** The fix for an unknown name: the nearest known one, or the list. */
export function fixUnknownName(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `did you mean "${nearest}"?`;
  return known.length === 0 ? "remove it" : "use one of them";
}

/** Levenshtein's distance, bounded: long names are never near. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2 || a.length > 100) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
