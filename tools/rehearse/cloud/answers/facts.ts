import type { AccountView } from "../contracts.ts";
import type { ObjectValue, Value } from "../value.ts";
import { isTokenKind, numberBelow, token, uuid } from "./token.ts";

/** What a value maker may ask about the resource it makes a value for. */
export interface Facts {
  /** Terraform's type: `aws_subnet`. */
  readonly type: string;
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly accountId: string;
  readonly account: AccountView;
  readonly nowMs: number;
  /** The resource as it was; null on create. */
  readonly before: ObjectValue | null;
  /** The object or block the attribute stands in; the resource itself at top level. */
  readonly self: ObjectValue;
  /** The last part of the attribute's name. */
  readonly leaf: string;
  /** Whether the value stands inside another attribute or block. */
  readonly nested: boolean;
  /** 0, or how many ids were already taken when this answer was tried. */
  readonly attempt: number;
  /** What every hash of this resource starts from: the same resource has the same seed in every run. */
  readonly seed: string;
  /** A top-level attribute, itself answered first where AWS answers it. Never unknown. */
  get(name: string): Value;
}

/** Makes one value: a literal, a template text (see {@link render}), or a function of the facts. */
export type Maker = Value | ((facts: Facts) => Value);

/**
 * What is known of resource types beyond the rules by attribute name: for each type, makers by path
 * (`domain_validation_options.resource_record_name`; list positions are left out).
 */
export type Knowledge = Readonly<Record<string, Readonly<Record<string, Maker>>>>;

/** A top-level attribute as text: empty when it is null or no text. */
export function textFact(facts: Facts, name: string): string {
  const own = facts.self[name];
  const value = typeof own === "string" && own !== "" ? own : facts.get(name);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The texts of a top-level list or set of strings, itself answered first where AWS answers it. */
export function textsFact(facts: Facts, name: string): readonly string[] {
  const value = facts.get(name);
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === "string") : [];
}

/** The resource name part of an ARN or path: what follows the last `/` or, without one, the last `:`. */
export function lastPart(text: string): string {
  return text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf(":")) + 1);
}

function fill(placeholder: string, facts: Facts): string {
  const [head = "", detail] = placeholder.split(":");
  if (head === "region") return facts.region;
  if (head === "account") return facts.accountId;
  if (head === "partition") return facts.partition;
  if (head === "uuid") return uuid(`${facts.seed}/${detail ?? "uuid"}`);
  if (head === "octet") return String(numberBelow(`${facts.seed}/${detail ?? "octet"}`, 254) + 1);
  if (detail !== undefined && isTokenKind(head)) {
    const [length, salt = ""] = detail.split("/");
    return token(`${facts.seed}/${salt}`, head, Number(length));
  }
  for (const name of head.split("|")) {
    const text = textFact(facts, name.replace(/^(last|lower) /, ""));
    if (text === "") continue;
    if (name.startsWith("last ")) return lastPart(text);
    return name.startsWith("lower ") ? text.toLowerCase() : text;
  }
  return "";
}

/**
 * Fills a template: `{region}`, `{account}`, `{partition}`, `{uuid}`, a token of so many characters
 * (`{hex:17}`, `{upper:13/salt}`), an attribute (`{name}`), the first one that is set (`{name|family}`),
 * the last part of an ARN or path (`{last cluster}`).
 */
export function render(template: string, facts: Facts): string {
  return template.replace(/\{([^{}]+)\}/g, (_, placeholder: string) => fill(placeholder, facts));
}

/** `arn:<partition>:` before a template that starts at the service: `ec2:{region}:{account}:vpc/{id}`. */
export function arn(rest: string): (facts: Facts) => string {
  return (facts) => render(`arn:{partition}:${rest}`, facts);
}
