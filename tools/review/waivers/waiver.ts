import * as z from "zod";
import { formatIssue, patternText } from "../../../language/fields.ts";
import { formatProblem, joinPath, type Problem } from "../../../language/problem.ts";
import { describeIssue, schemaProblems } from "../../../language/schema-problems.ts";
import { ReviewError } from "../review-error.ts";

/** The name of the committed file, in the project's folder. */
export const WAIVERS_FILE = "review-waivers.json";

const RULE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** Instance keys in brackets may hold anything. */
const ADDRESS =
  /^[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?(?:\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?)+(?: \(deposed \w+\))?$/;
const DIGEST = /^[0-9a-f]{64}$/;

const text = (allowed: string, fix: string) =>
  z.string({ error: formatIssue(allowed, fix) }).refine((value) => value.trim() !== "", {
    error: formatIssue(allowed, fix),
  });

const schema = z.array(
  z.strictObject({
    rule: patternText(
      RULE,
      "one rule's ID, without wildcards",
      "copy it from the review: rds-storage-shrinks",
    ),
    address: patternText(
      ADDRESS,
      "one resource's address, without wildcards",
      "copy it from the review: aws_db_instance.main",
    ),
    stack: text("a stack's name", "copy it from the review, or leave it out").optional(),
    reason: text("the reason, as text", "say why the risk is taken"),
    who: text("the person who answers for it", "name a person, or a team"),
    until: z
      .string({ error: formatIssue("a date", 'write the last day as "2027-01-31"') })
      .refine(isDate, { error: formatIssue("a date of the calendar", 'write the last day as "2027-01-31"') }),
    digest: patternText(
      DIGEST,
      "a plan's digest: 64 hexadecimal digits",
      "copy it from the review",
    ).optional(),
  }),
  { error: formatIssue("a list of waivers", "write [] for none") },
);

/** A decision to accept one finding for a time. */
export interface Waiver {
  /** The ID of the rule. */
  readonly rule: string;
  /** The address as findings show it. */
  readonly address: string;
  /** The stack. @default the only one that has such a finding */
  readonly stack?: string | undefined;
  /** The reason. */
  readonly reason: string;
  /** The person or team who answers for it. */
  readonly who: string;
  /** The last day that it holds: `2027-01-31`. */
  readonly until: string;
  /** The digest of the plan, which a waiver of a `block` finding needs. @default any plan */
  readonly digest?: string | undefined;
}

/**
 * Reads the file of waivers.
 *
 * @param path the file's path, for messages
 * @throws ReviewError if it is no JSON, or not a list of waivers; the message has every problem
 */
export function parseWaivers(json: string, path = WAIVERS_FILE): readonly Waiver[] {
  const data = parseJson(json, path);
  const parsed = schema.safeParse(data, { error: describeIssue });
  if (parsed.success) return parsed.data;
  const problems = schemaProblems(parsed.error.issues, data).map((problem) => inFile(problem, path));
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  throw new ReviewError([`${path}: ${count} in the waivers`, ...problems.map(formatProblem)].join("\n"));
}

/** Returns the path of a waiver's setting: `review-waivers.json[0].until`. */
export function waiverPath(index: number, setting: keyof Waiver, path = WAIVERS_FILE): string {
  return `${path}${joinPath([index, setting])}`;
}

function inFile(problem: Problem, path: string): Problem {
  return { ...problem, path: problem.path.startsWith("[") ? `${path}${problem.path}` : path };
}

/** The parser's own message quotes the file, and says too little. */
function parseJson(json: string, path: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new ReviewError(`${path} is no JSON. Fix: write a list of waivers, or [] for none.`);
  }
}

function isDate(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
