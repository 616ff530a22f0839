import { required } from "../../../../../language/required.ts";
import { type Plain, toText } from "../known.ts";
import { integerArgument, numberArgument, textArgument } from "./arguments.ts";
import { CallProblem, NotEvaluated } from "./registry.ts";

/** A verb such as `%[1]05.2f`: argument, flags, width, precision, verb. */
const VERB = /%(?:(%)|(?:\[(\d+)\])?([-+ 0]*)(\d*)(?:\.(\d*))?([a-zA-Z]))/g;
const MAX_WIDTH = 1000;

/**
 * Formats values like Terraform's `format`, with its verbs %v %s %q %d %b %o %x %X %t %f %e.
 * https://developer.hashicorp.com/terraform/language/functions/format
 *
 * @throws CallProblem, NotEvaluated
 */
export function terraformFormat(pattern: string, values: readonly Plain[]): string {
  let next = 0;
  return pattern.replace(
    VERB,
    (
      _,
      percent: string | undefined,
      place: string | undefined,
      flags: string,
      width: string,
      precision: string | undefined,
      verb: string,
    ) => {
      if (percent !== undefined) return "%";
      const at = place === undefined ? next : Number(place) - 1;
      next = at + 1;
      const value = values[at];
      if (value === undefined) throw new CallProblem(`its argument ${at + 1} is missing`);
      return pad(written(verb, value, precision, flags), flags, Number(width));
    },
  );
}

/**
 * Formats like `formatlist`: once per list index; non-list values are the same each time.
 *
 * @throws CallProblem if the lists differ in length.
 */
export function terraformFormatList(pattern: string, values: readonly Plain[]): string[] {
  const lists = values.filter((value) => Array.isArray(value));
  const length = lists.length === 0 ? 1 : required(lists, 0).length;
  if (lists.some((list) => list.length !== length)) throw new CallProblem("its lists have different lengths");
  return Array.from({ length }, (_, i) =>
    terraformFormat(
      pattern,
      values.map((value) => (Array.isArray(value) ? required(value, i) : value)),
    ),
  );
}

function written(verb: string, value: Plain, precision: string | undefined, flags: string): string {
  switch (verb) {
    case "v":
      return toText(value) ?? JSON.stringify(value);
    case "s":
      return precision === undefined
        ? textArgument(value)
        : [...textArgument(value)].slice(0, Number(precision)).join("");
    case "q":
      return JSON.stringify(textArgument(value));
    case "t":
      return textArgument(value);
    case "d":
      return signed(integerArgument(value), flags, 10);
    case "b":
      return signed(integerArgument(value), flags, 2);
    case "o":
      return signed(integerArgument(value), flags, 8);
    case "x":
      return signed(integerArgument(value), flags, 16);
    case "X":
      return signed(integerArgument(value), flags, 16).toUpperCase();
    case "f":
      return numberArgument(value).toFixed(Math.min(Number(precision ?? 6), 100));
    default:
      throw new NotEvaluated(`%${verb}`);
  }
}

function signed(value: number, flags: string, base: number): string {
  return `${flags.includes("+") && value >= 0 ? "+" : ""}${value.toString(base)}`;
}

function pad(value: string, flags: string, width: number): string {
  if (width > MAX_WIDTH) throw new CallProblem("its field width is too large");
  if (flags.includes("-")) return value.padEnd(width);
  if (!flags.includes("0")) return value.padStart(width);
  const sign = /^[+-]/.exec(value)?.[0] ?? "";
  return sign + value.slice(sign.length).padStart(width - sign.length, "0");
}
