import type { Value } from "../../value.ts";
import { type Facts, render, textFact } from "../facts.ts";
import { token, uuid } from "../token.ts";
import { COLON_SERVICES, GLOBAL_SERVICES, serviceOf } from "./services.ts";

/** Attributes that name a resource, the plainest first. */
const NAMING = ["name", "identifier", "domain_name", "bucket"] as const;

/** Attributes that say which resource a setting, policy or attachment belongs to. */
const OWNER =
  /^(arn|name|id|.*_(arn|name|id|identifier)|bucket|repository|cluster|role|user|group|function|domain|table)$/;

/** The resource's own name, or undefined when it has none. */
export function nameOf(facts: Facts): string | undefined {
  const words = facts.type.replace(/^aws_/, "").split("_");
  const own = [words.at(-1), words.slice(-2).join("_"), words.slice(1).join("_")];
  for (const name of [...NAMING, ...own.flatMap((word) => [`${word}_name`, `${word}_identifier`])]) {
    const text = textFact(facts, name);
    if (text !== "") return text;
  }
  return undefined;
}

/** The attribute in which the type repeats its own id: `key_id` of `aws_kms_key`. */
function ownId(facts: Facts): string | undefined {
  const words = facts.type.replace(/^aws_/, "").split("_");
  for (let start = 0; start < words.length; start++) {
    const text = textFact(facts, `${words.slice(start).join("_")}_id`);
    if (text !== "") return text;
  }
  return undefined;
}

/** What a setting without a name or an ARN of its own is known by: the ids of what it belongs to. */
function owners(facts: Facts): string {
  return Object.entries(facts.self)
    .filter(([name, value]) => OWNER.test(name) && name !== "id" && typeof value === "string" && value !== "")
    .map(([, value]) => String(value))
    .slice(0, 3)
    .join("/");
}

/** EC2's ids: a short prefix and 17 hexadecimal digits. */
function ec2Id(facts: Facts, rest: string): string {
  const short = rest.split("_").map((word) => word.slice(0, word.length > 4 ? 3 : word.length));
  return `${short.join("-")}-0${token(facts.seed, "hex", 16)}`;
}

/** The `id` of a type that no table knows; one that is taken gets a suffix, so that nothing is overwritten. */
export function idOf(facts: Facts): Value {
  const id = firstId(facts);
  return facts.attempt > 0 ? `${id}-${token(facts.seed, "hex", 8)}` : id;
}

function firstId(facts: Facts): string {
  const { service, rest } = serviceOf(facts.type);
  const own = ownId(facts);
  if (own !== undefined) return own;
  const name = nameOf(facts);
  if (service === "ec2") return ec2Id(facts, rest);
  if (name !== undefined) return name;
  const arn = textFact(facts, "arn");
  if (arn !== "") return arn;
  const belongs = owners(facts);
  return belongs === "" ? uuid(facts.seed) : belongs;
}

/** The ARN of a type that no table knows. */
export function arnOf(facts: Facts): Value {
  const { service, rest } = serviceOf(facts.type);
  const region = GLOBAL_SERVICES.has(service) ? "" : "{region}";
  const kind = rest.replaceAll("_", "-");
  const name = service === "ec2" ? textFact(facts, "id") : (nameOf(facts) ?? shortId(facts));
  const separator = COLON_SERVICES.has(service) ? ":" : "/";
  const resource = kind === "" ? name : `${kind}${separator}${name}`;
  return render(`arn:{partition}:${service}:${region}:{account}:`, facts) + resource;
}

/** An id for the ARN of a resource without a name; never the ARN itself. */
function shortId(facts: Facts): string {
  return ownId(facts) ?? uuid(facts.seed);
}
