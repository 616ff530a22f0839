import type * as z from "zod";
import {
  fixUnknownName,
  formatNameList,
  formatReceived,
  joinPath,
  nearestName,
  type Problem,
} from "./problem.ts";

type ZodIssue = z.core.$ZodIssue;

/** Converts a schema's issues to problems, for the data that was parsed. */
export function schemaProblems(issues: readonly ZodIssue[], data: unknown): Problem[] {
  return issues.flatMap((issue) => issueProblems(issue, data, []));
}

function issueProblems(issue: ZodIssue, data: unknown, above: readonly PropertyKey[]): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, path, issue, data));
  if (issue.code === "invalid_key") {
    return issue.issues.flatMap((inner) => [
      { ...parseIssueMessage(inner), path: joinPath(path), received: formatReceived(path.at(-1)) },
    ]);
  }
  if (issue.code === "invalid_union") {
    const nearest = nearestBranch(issue.errors, data, path);
    if (nearest !== undefined) return nearest.flatMap((inner) => issueProblems(inner, data, path));
  }
  return [
    { ...parseIssueMessage(issue), path: joinPath(path), received: formatReceived(valueAt(data, path)) },
  ];
}

/**
 * Returns the issues of the union branch that the author meant: the only one that has all required
 * settings, and fails on a nested value or an unknown key. Undefined when no branch stands out,
 * since the union's own message is clearer then.
 */
function nearestBranch(
  branches: readonly (readonly ZodIssue[])[],
  data: unknown,
  path: readonly PropertyKey[],
) {
  const value = valueAt(data, path);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const complete = branches.filter((issues) =>
    issues.every((issue) =>
      issue.path.length > 0
        ? valueAt(value, issue.path) !== undefined
        : issue.code === "custom" || issue.code === "unrecognized_keys",
    ),
  );
  return complete.length === 1 ? complete[0] : undefined;
}

/** Parses a message of `formatIssue`; returns a plain sentence for zod's own messages. */
function parseIssueMessage(issue: ZodIssue): Pick<Problem, "allowed" | "fix"> {
  const [allowed, fix] = issue.message.split("\n");
  if (allowed !== undefined && fix !== undefined) return { allowed, fix };
  if (issue.code === "invalid_type") {
    return issue.expected === "object"
      ? { allowed: "an object with settings", fix: "write { … }" }
      : { allowed: `a ${issue.expected}`, fix: `write a ${issue.expected} here` };
  }
  if (issue.code === "too_small") return { allowed: `at least ${issue.minimum}`, fix: "add what is missing" };
  if (issue.code === "too_big") return { allowed: `at most ${issue.maximum}`, fix: "shorten it" };
  return { allowed: issue.message.toLowerCase(), fix: "correct the value" };
}

function unknownKey(key: string, path: readonly PropertyKey[], issue: ZodIssue, data: unknown): Problem {
  const known = issue.message.split(",").filter((name) => name !== "");
  return {
    path: joinPath([...path, key]),
    received: formatReceived(valueAt(data, [...path, key])),
    allowed: known.length === 0 ? "no settings" : `one of the settings ${formatNameList(known)}`,
    fix: nearestName(key, known) === undefined ? "remove it" : fixUnknownName(key, known),
  };
}

/**
 * Passes an object's known settings to {@link schemaProblems}, as the `error` option of
 * `safeParse`.
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== "unrecognized_keys") return undefined;
  const shape: unknown = Reflect.get(issue.inst?._zod.def ?? {}, "shape");
  return typeof shape === "object" && shape !== null ? Object.keys(shape).join(",") : "";
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
