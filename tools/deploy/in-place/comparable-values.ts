import { outputsReadBy, outputValue, stateKeyOf } from "../../../modules/state/outputs-read.ts";
import { type TerraformValue, UNKNOWN } from "../../rehearse/simulator/terraform-value.ts";
import type { TerraformJson } from "../../synthesized/synthesized-stacks.ts";
import { addressesIn, type ResourceBody } from "../forms/resource-address.ts";

/** A stack's form, in which expressions are resolved. */
export interface NamedForm {
  /** The stack's name. */
  readonly name: string;
  /** The form. */
  readonly json: TerraformJson;
}

/** The forms that stacks have at one time, by the S3 key of their states. */
export type FormsByStateKey = ReadonlyMap<string, NamedForm>;

/** The forms of stacks by the S3 key of their states. */
export function formsByStateKey(stacks: readonly NamedForm[]): FormsByStateKey {
  return new Map(
    stacks.flatMap((stack) => {
      const key = stateKeyOf(stack.json);
      return key === undefined ? [] : [[key, stack] as const];
    }),
  );
}

/**
 * The values of a resource's arguments, so far as they can be compared without AWS. An expression
 * becomes the literal that it leads to, in whichever stack, or else the addresses of the resources
 * that it refers to: two values are equal if they lead to the same. One that only AWS knows, such
 * as a data source's, is unknown.
 */
export function comparableValue(value: unknown, stack: NamedForm, forms: FormsByStateKey): TerraformValue {
  if (typeof value === "string") return comparableText(value, stack, forms);
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map((item) => comparableValue(item, stack, forms));
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, comparableValue(item, stack, forms)]),
  );
}

function comparableText(text: string, stack: NamedForm, forms: FormsByStateKey): TerraformValue {
  const parts = splitTemplate(text).map((part) =>
    part.isExpression ? comparableExpression(part.text, stack, forms) : part.text,
  );
  return parts.includes(undefined) ? UNKNOWN : parts.join("");
}

/** A text without a known value has no comparable one: undefined. */
function comparableExpression(
  expression: string,
  stack: NamedForm,
  forms: FormsByStateKey,
): string | undefined {
  const literal = literalOf(expression, stack);
  if (literal !== undefined) return literal;
  const reads = outputsReadBy(stack.json, expression);
  const own = [...addressesIn(expression)].filter((address) => !address.startsWith(REMOTE_STATE));
  if (reads.length + own.length === 0) return undefined;
  const found: string[] = [];
  for (const address of own) {
    if (address.startsWith("data.")) return undefined;
    found.push(`${stack.name} ${address}`);
  }
  for (const read of reads) {
    const producer = forms.get(read.stateKey);
    const value = producer === undefined ? undefined : outputValue(producer.json, read);
    if (producer === undefined || value === undefined) return undefined;
    const resolved = comparableValue(value, producer, forms);
    if (resolved === UNKNOWN) return undefined;
    found.push(typeof resolved === "string" ? resolved : JSON.stringify(resolved));
  }
  return reads.length + own.length === 1 && found.length === 1
    ? (found[0] ?? "")
    : `<${[...new Set(found)].sort().join(", ")}>`;
}

const REMOTE_STATE = "data.terraform_remote_state.";

/** `aws_db_subnet_group.db.name`: one argument of one resource. */
const ARGUMENT = /^([a-z][a-z0-9]*(?:_[a-z0-9]+)+)\.([A-Za-z_][\w-]*)\.(\w+)$/;

/** The literal to which an argument of another resource of the stack is set. */
function literalOf(expression: string, { json }: NamedForm): string | undefined {
  const [, type = "", name = "", argument = ""] = ARGUMENT.exec(expression) ?? [];
  const value = (json.resource?.[type]?.[name] as ResourceBody | undefined)?.[argument];
  return typeof value === "string" && !value.includes("${") ? value : undefined;
}

interface TemplatePart {
  readonly text: string;
  readonly isExpression: boolean;
}

/** The literal parts and the expressions of a template: `${…}`, with braces in it balanced. */
function splitTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let start = 0;
  for (let open = text.indexOf("${"); open >= 0; open = text.indexOf("${", start)) {
    const end = closingBrace(text, open + 2);
    parts.push({ text: text.slice(start, open), isExpression: false });
    parts.push({ text: text.slice(open + 2, end), isExpression: true });
    start = end + 1;
  }
  return [...parts, { text: text.slice(start), isExpression: false }];
}

function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let index = from; index < text.length; index++) {
    if (text[index] === "{") depth += 1;
    if (text[index] === "}") depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}
