import type { ReadonlyAccount } from "../simulator-types.ts";
import type { ObjectValue, TerraformValue } from "../terraform-value.ts";
import {
  deterministicNumber,
  deterministicToken,
  deterministicUuid,
  isTokenAlphabet,
} from "./deterministic-values.ts";

/** The resource and its surroundings, as a value generator sees them. */
export interface ValueContext {
  /** The Terraform type: `aws_subnet`. */
  readonly type: string;
  /** The resource's region: `us-east-1`. */
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** The 12-digit account ID. */
  readonly accountId: string;
  /** The account, with the resources that exist. */
  readonly account: ReadonlyAccount;
  /** Milliseconds since the epoch on the simulated clock, the same in each run. */
  readonly nowMs: number;
  /** The resource's previous values; null on create. */
  readonly before: ObjectValue | null;
  /** The object or block that contains the attribute; the resource itself at top level. */
  readonly self: ObjectValue;
  /** The last part of the attribute's name. */
  readonly attributeName: string;
  /** True inside another attribute or block. */
  readonly isNested: boolean;
  /** The number of IDs already found taken; 0 at first. */
  readonly attempt: number;
  /** The seed of every hash of this resource: the same in every run. */
  readonly seed: string;
  /** Returns a top-level attribute, resolved first if AWS computes it. Never unknown. */
  resolve(name: string): TerraformValue;
}

/**
 * Generates one value: a literal, a template (see {@link renderTemplate}), or a function of the
 * value context.
 */
export type ValueGenerator = TerraformValue | ((context: ValueContext) => TerraformValue);

/**
 * Value generators of a resource type, by path: `domain_validation_options.resource_record_name`;
 * list indexes are omitted.
 */
export type ValueGenerators = Readonly<Record<string, ValueGenerator>>;

/** A top-level attribute as a string; empty if null or of another type. */
export function resolveString(context: ValueContext, name: string): string {
  const ownValue = context.self[name];
  const value = typeof ownValue === "string" && ownValue !== "" ? ownValue : context.resolve(name);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The strings of a top-level list or set, resolved first if AWS computes it. */
export function resolveStrings(context: ValueContext, name: string): readonly string[] {
  const value = context.resolve(name);
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === "string") : [];
}

/**
 * The resource name of an ARN or path: the part after the last `/` or, without one, the last `:`.
 */
export function lastSegment(text: string): string {
  return text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf(":")) + 1);
}

function fillPlaceholder(placeholder: string, context: ValueContext): string {
  const [keyword = "", detail] = placeholder.split(":");
  if (keyword === "region") return context.region;
  if (keyword === "account") return context.accountId;
  if (keyword === "partition") return context.partition;
  if (keyword === "uuid") return deterministicUuid(`${context.seed}/${detail ?? "uuid"}`);
  if (keyword === "octet")
    return String(deterministicNumber(`${context.seed}/${detail ?? "octet"}`, 254) + 1);
  if (detail !== undefined && isTokenAlphabet(keyword)) {
    const [length, salt = ""] = detail.split("/");
    return deterministicToken(`${context.seed}/${salt}`, keyword, Number(length));
  }
  for (const name of keyword.split("|")) {
    const text = resolveString(context, name.replace(/^(last|lower) /, ""));
    if (text === "") continue;
    if (name.startsWith("last ")) return lastSegment(text);
    return name.startsWith("lower ") ? text.toLowerCase() : text;
  }
  return "";
}

/**
 * Renders a template: `{region}`, `{account}`, `{partition}`, `{uuid}`, a token of a given length
 * (`{hex:17}`, `{upper:13/salt}`), an attribute (`{name}`), the first attribute that is set
 * (`{name|family}`), the last part of an ARN or path (`{last cluster}`).
 */
export function renderTemplate(template: string, context: ValueContext): string {
  return template.replace(/\{([^{}]+)\}/g, (_, placeholder: string) => fillPlaceholder(placeholder, context));
}

/**
 * Prepends `arn:<partition>:` to a template that starts at the service:
 * `ec2:{region}:{account}:vpc/{id}`.
 */
export function arnTemplate(rest: string): (context: ValueContext) => string {
  return (context) => renderTemplate(`arn:{partition}:${rest}`, context);
}

/** The values of a resource whose ID is its ARN, by a template that starts at the service. */
export const identifiedByArn = (rest: string): ValueGenerators => ({ id: "{arn}", arn: arnTemplate(rest) });
