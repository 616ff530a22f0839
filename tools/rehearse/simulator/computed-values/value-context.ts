import type { ReadonlyAccount } from "../simulator-types.ts";
import type { ObjectValue, TerraformValue } from "../terraform-value.ts";
import {
  deterministicNumber,
  deterministicToken,
  deterministicUuid,
  isTokenAlphabet,
} from "./deterministic-values.ts";

/** What a value maker may ask about the resource it makes a value for. */
export interface ValueContext {
  /** Terraform's type: `aws_subnet`. */
  readonly type: string;
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly accountId: string;
  readonly account: ReadonlyAccount;
  readonly nowMs: number;
  /** The resource as it was; null on create. */
  readonly before: ObjectValue | null;
  /** The object or block the attribute stands in; the resource itself at top level. */
  readonly self: ObjectValue;
  /** The last part of the attribute's name. */
  readonly attributeName: string;
  /** Whether the value stands inside another attribute or block. */
  readonly isNested: boolean;
  /** 0, or how many ids were already taken when this answer was tried. */
  readonly attempt: number;
  /** What every hash of this resource starts from: the same resource has the same seed in every run. */
  readonly seed: string;
  /** A top-level attribute, itself answered first where AWS answers it. Never unknown. */
  resolve(name: string): TerraformValue;
}

/** Makes one value: a literal, a template text (see {@link renderTemplate}), or a function of the facts. */
export type ValueGenerator = TerraformValue | ((context: ValueContext) => TerraformValue);

/**
 * What is known of resource types beyond the rules by attribute name: for each type, makers by path
 * (`domain_validation_options.resource_record_name`; list positions are left out).
 */
export type ResourceDefinitions = Readonly<Record<string, Readonly<Record<string, ValueGenerator>>>>;

/** A top-level attribute as text: empty when it is null or no text. */
export function resolveString(context: ValueContext, name: string): string {
  const ownValue = context.self[name];
  const value = typeof ownValue === "string" && ownValue !== "" ? ownValue : context.resolve(name);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The texts of a top-level list or set of strings, itself answered first where AWS answers it. */
export function resolveStrings(context: ValueContext, name: string): readonly string[] {
  const value = context.resolve(name);
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === "string") : [];
}

/** The resource name part of an ARN or path: what follows the last `/` or, without one, the last `:`. */
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
 * Fills a template: `{region}`, `{account}`, `{partition}`, `{uuid}`, a token of so many characters
 * (`{hex:17}`, `{upper:13/salt}`), an attribute (`{name}`), the first one that is set (`{name|family}`),
 * the last part of an ARN or path (`{last cluster}`).
 */
export function renderTemplate(template: string, context: ValueContext): string {
  return template.replace(/\{([^{}]+)\}/g, (_, placeholder: string) => fillPlaceholder(placeholder, context));
}

/** `arn:<partition>:` before a template that starts at the service: `ec2:{region}:{account}:vpc/{id}`. */
export function arnTemplate(rest: string): (context: ValueContext) => string {
  return (context) => renderTemplate(`arn:{partition}:${rest}`, context);
}
