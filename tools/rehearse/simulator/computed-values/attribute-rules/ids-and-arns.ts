import { arnSeparator, hasRegionlessArns, serviceOfType } from "../../../../../aws/services.ts";
import type { TerraformValue } from "../../terraform-value.ts";
import { deterministicToken, deterministicUuid } from "../deterministic-values.ts";
import { renderTemplate, resolveString, type ValueContext } from "../value-context.ts";

/** Attributes that name a resource, in order of preference. */
const NAME_ATTRIBUTES = ["name", "identifier", "domain_name", "bucket"] as const;

/** Attributes that reference the parent resource of a setting, policy or attachment. */
const PARENT_ATTRIBUTES =
  /^(arn|name|id|.*_(arn|name|id|identifier)|bucket|repository|cluster|role|user|group|function|domain|table)$/;

/** The resource's name; undefined if it has none. */
function resourceNameOf(context: ValueContext): string | undefined {
  const words = context.type.replace(/^aws_/, "").split("_");
  const ownNames = [words.at(-1), words.slice(-2).join("_"), words.slice(1).join("_")];
  for (const name of [
    ...NAME_ATTRIBUTES,
    ...ownNames.flatMap((word) => [`${word}_name`, `${word}_identifier`]),
  ]) {
    const text = resolveString(context, name);
    if (text !== "") return text;
  }
  return undefined;
}

/** The type-specific copy of the ID: `key_id` of `aws_kms_key`. */
function typeSpecificId(context: ValueContext): string | undefined {
  const words = context.type.replace(/^aws_/, "").split("_");
  for (let start = 0; start < words.length; start++) {
    const text = resolveString(context, `${words.slice(start).join("_")}_id`);
    if (text !== "") return text;
  }
  return undefined;
}

/** The identity of a setting without a name or ARN: the IDs of its parents. */
function parentIds(context: ValueContext): string {
  return Object.entries(context.self)
    .filter(
      ([name, value]) =>
        PARENT_ATTRIBUTES.test(name) && name !== "id" && typeof value === "string" && value !== "",
    )
    .map(([, value]) => String(value))
    .slice(0, 3)
    .join("/");
}

/** An EC2 ID: a short prefix and 17 hexadecimal digits. */
function ec2Id(context: ValueContext, resourceType: string): string {
  const shortWords = resourceType.split("_").map((word) => word.slice(0, word.length > 4 ? 3 : word.length));
  return `${shortWords.join("-")}-0${deterministicToken(context.seed, "hex", 16)}`;
}

/**
 * The `id` of a type without a definition; a taken one gets a suffix, so that nothing is
 * overwritten.
 */
export function fallbackId(context: ValueContext): TerraformValue {
  const id = preferredId(context);
  return context.attempt > 0 ? `${id}-${deterministicToken(context.seed, "hex", 8)}` : id;
}

function preferredId(context: ValueContext): string {
  const { arn: service, resource: resourceType } = serviceOfType(context.type);
  const ownNames = typeSpecificId(context);
  if (ownNames !== undefined) return ownNames;
  const name = resourceNameOf(context);
  if (service === "ec2") return ec2Id(context, resourceType);
  if (name !== undefined) return name;
  const arn = resolveString(context, "arn");
  if (arn !== "") return arn;
  const parents = parentIds(context);
  return parents === "" ? deterministicUuid(context.seed) : parents;
}

/** The ARN of a type without a definition. */
export function fallbackArn(context: ValueContext): TerraformValue {
  const { arn: service, resource: resourceType } = serviceOfType(context.type);
  const region = hasRegionlessArns(service) ? "" : "{region}";
  const kind = resourceType.replaceAll("_", "-");
  const name =
    service === "ec2" ? resolveString(context, "id") : (resourceNameOf(context) ?? idForArn(context));
  const separator = arnSeparator(service);
  const resource = kind === "" ? name : `${kind}${separator}${name}`;
  return renderTemplate(`arn:{partition}:${service}:${region}:{account}:`, context) + resource;
}

/** An ID for the ARN of a resource without a name; never the ARN itself. */
function idForArn(context: ValueContext): string {
  return typeSpecificId(context) ?? deterministicUuid(context.seed);
}
