import { canonicalType } from "../../../aws/resource-types.ts";
import { normalizeToSchema } from "../../rehearse/simulator/normalize-to-schema.ts";
import type { SchemaBlock } from "../../rehearse/simulator/schema.ts";
import { planFromSchema } from "../../rehearse/simulator/schema-only-planner/plan-from-schema.ts";
import { typeDefinition } from "../../rehearse/simulator/services/type-definitions.ts";
import {
  isObjectValue,
  type ObjectValue,
  type TerraformValue,
  UNKNOWN,
} from "../../rehearse/simulator/terraform-value.ts";
import { committedSnapshot } from "../../rehearse/snapshot/committed-snapshot.ts";
import { attributeNamesOnPath } from "../../rehearse/snapshot/provider-probe.ts";

/**
 * The arguments whose change makes the AWS provider replace a resource: `cidr_block`,
 * `root_block_device.encrypted`. The provider itself was asked about each argument of each type
 * (`tools/rehearse/snapshot/`); what it decides by the values is in the types' definitions. What is
 * unknown on either side counts as unchanged.
 *
 * @param before the arguments of the deployed form; expressions as comparable texts
 * @param after those of the wanted form
 * @param type `aws_vpc`; of a type that the provider does not have, nothing is known
 */
export function replacedArguments(type: string, before: ObjectValue, after: ObjectValue): readonly string[] {
  const known = committedSnapshot().resources.get(canonicalType(type));
  if (known === undefined) return [];
  const { block, behavior } = known;
  const [deployed, wanted] = withoutUnknowns(inSchema(before, block), inSchema(after, block));
  if (!isObjectValue(deployed) || !isObjectValue(wanted)) return [];
  const { customizeDiff } = typeDefinition(type);
  const plan = (prior: ObjectValue | null, config: ObjectValue) =>
    planFromSchema(
      block,
      behavior,
      { prior, proposed: config, config },
      { defaultTags: null },
      customizeDiff,
    );
  const [prior] = withoutUnknowns(plan(null, deployed).planned ?? {}, {});
  if (!isObjectValue(prior)) return [];
  return [
    ...new Set(plan(prior, wanted).requiresReplace.map((path) => attributeNamesOnPath(path).join("."))),
  ].sort();
}

/** The arguments in the schema's shape; one text that stands for a collection is its only item. */
function inSchema(body: ObjectValue, block: SchemaBlock): ObjectValue {
  const items = Object.entries(body).map(([name, value]) => {
    const type = block.attributes[name]?.type;
    const isCollection = typeof type === "object" && (type[0] === "list" || type[0] === "set");
    return [name, isCollection && typeof value === "string" ? [value] : value];
  });
  return normalizeToSchema(Object.fromEntries(items), block);
}

/** Both values with null for whatever is unknown in either. */
function withoutUnknowns(
  one: TerraformValue,
  other: TerraformValue,
): readonly [TerraformValue, TerraformValue] {
  if (one === UNKNOWN || other === UNKNOWN) return [null, null];
  if (Array.isArray(one) && Array.isArray(other)) {
    const pairs = Array.from({ length: Math.max(one.length, other.length) }, (_, index) =>
      withoutUnknowns(one[index] ?? null, other[index] ?? null),
    );
    return [
      pairs.slice(0, one.length).map(([item]) => item),
      pairs.slice(0, other.length).map(([, item]) => item),
    ];
  }
  if (!isObjectValue(one) && !isObjectValue(other)) return [one, other];
  const left = isObjectValue(one) ? one : {};
  const right = isObjectValue(other) ? other : {};
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  const pairs = names.map(
    (name) => [name, withoutUnknowns(left[name] ?? null, right[name] ?? null)] as const,
  );
  return [
    isObjectValue(one) ? Object.fromEntries(pairs.map(([name, [item]]) => [name, item])) : one,
    isObjectValue(other) ? Object.fromEntries(pairs.map(([name, [, item]]) => [name, item])) : other,
  ];
}
