import type { Diagnostic } from "../simulator/protocol/tfplugin5.ts";

/** The parsed parts of a validation error. */
export interface ParsedValidationError {
  /** The path of the attribute: names with dots, without indexes. */
  readonly path: string;
  /** The rejected value; undefined if the error does not contain it. */
  readonly value: string | undefined;
  /** The allowed values, if the error lists them. */
  readonly allowedValues: readonly string[] | undefined;
  /** The minimum allowed number; undefined if it is 1 or less. */
  readonly minimum: number | undefined;
}

/**
 * Parses the allowed strings from a validation error. Each validation library has its own format:
 * `expected type to be one of ["A" "B"], got a`, `value must be one of: ["A" "B"], got: "a"`, and
 * `Path: x[0].type … Valid Values: [A B ]`.
 */
export function parseAllowedValues(
  validationError: Diagnostic,
): { readonly path: string; readonly allowedValues: readonly string[] } | undefined {
  const text = `${validationError.summary}\n${validationError.detail}`;
  const [, sdkName, sdkValues] = /expected (\S+) to be one of \[("[^\]]*)\], got /.exec(text) ?? [];
  if (sdkName !== undefined && sdkValues !== undefined)
    return {
      path: attributePath(diagnosticPath(validationError), sdkName),
      allowedValues: quotedStrings(sdkValues),
    };
  const frameworkValues = /value must be one of: \[("[^\]]*)\], got: "/.exec(text)?.[1];
  if (frameworkValues !== undefined)
    return { path: diagnosticPath(validationError), allowedValues: quotedStrings(frameworkValues) };
  const [, enumPath, enumValues] =
    /Path: (.*)\n[\s\S]*Valid Values: \[([^\]]*)\]/.exec(text) ??
    /at attribute (\S+) is not a valid enum value. Valid values are: \[([^\]]*)\]/.exec(text) ??
    [];
  if (enumPath === undefined || enumValues === undefined) return undefined;
  const path = enumPath.replace(/\[Value\(.*?\)\]|\[\d+\]/g, "");
  return { path, allowedValues: enumValues.split(" ").filter((item) => item !== "") };
}

/**
 * Returns the full path of an attribute: an error within a set has only the set's path, and the
 * attribute's name is in its text.
 */
function attributePath(path: string, name: string): string {
  const attribute = name.split(".").findLast((part) => !/^\d+$/.test(part)) ?? "";
  return path.split(".").at(-1) === attribute ? path : `${path}.${attribute}`;
}

/** Parses the minimum allowed number from an error; undefined if 1 is allowed. */
export function parseMinimum({ summary, detail }: Diagnostic): number | undefined {
  const text = `${summary}\n${detail}`;
  const list = /expected \S+ to be one of \[(-?\d[-\d ]*)\]/.exec(text);
  const match =
    list ??
    /expected \S+ to be in the range \((-?\d+) - /.exec(text) ??
    /expected \S+ to be at least \((-?\d+)\)/.exec(text) ??
    /value must be (?:between|at least) (-?\d+)/.exec(text);
  const numbers = match?.[1]?.split(" ").map(Number) ?? [];
  if (list === null) return numbers.find((number) => number > 1);
  return numbers.includes(1) ? undefined : numbers[0];
}

function quotedStrings(list: string): string[] {
  return [...list.matchAll(/"([^"]*)"/g)].map(([, text = ""]) => text);
}

/**
 * Parses the rejected value from an error, if it has one: `got a`, `Given Value: a`, `Value [a]
 * at`.
 */
export function rejectedValue({ summary, detail }: Diagnostic): string | undefined {
  const text = `${summary}\n${detail}`;
  const match =
    /\], got (.*)/.exec(text) ??
    /got: "(.*)"/.exec(text) ??
    /Given Value: (.*)/.exec(text) ??
    /Value \[(.*?)\] at attribute/.exec(text) ??
    /got:? (-?\d+)/.exec(text);
  return match?.[1];
}

/**
 * Returns the path of the attribute that an error names in full, `"rule.0.arn" (a) is …`, otherwise
 * of the attribute that it points to.
 */
export function errorPath(diagnostic: Diagnostic): string {
  const named = /(?:^|[\s"])([a-z]\w*(?:\.\w+)*\.\d+\.[a-z]\w*(?:\.\w+)*)(?=["\s:]|$)/.exec(
    diagnostic.summary,
  )?.[1];
  return named?.replace(/\.\d+/g, "") ?? diagnosticPath(diagnostic);
}

function diagnosticPath({ attribute }: Diagnostic): string {
  return (attribute?.steps ?? []).flatMap((step) => step.attribute_name || []).join(".");
}
