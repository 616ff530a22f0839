import { stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import { ComputedValueResolver } from "../computed-values/computed-value-resolver.ts";
import { normalizeToBlock } from "../normalize-to-schema.ts";
import type { SchemaBlock } from "../schema.ts";
import { typeDefinition } from "../services/type-definitions.ts";
import type { CallContext } from "../simulator-types.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";
import { dataSourceValues } from "./from-account.ts";

/**
 * Data sources whose result depends on running systems or on content created outside Terraform,
 * which cannot be simulated.
 */
const UNSUPPORTED_TYPES: ReadonlySet<string> = new Set([
  "aws_api_gateway_export",
  "aws_api_gateway_sdk",
  "aws_apigatewayv2_export",
  "aws_cloudcontrolapi_resource",
  "aws_cloudformation_export",
  "aws_ecr_image",
  "aws_ecr_images",
  "aws_ecs_task_execution",
  "aws_iam_principal_policy_simulation",
  "aws_kms_secret",
  "aws_kms_secrets",
  "aws_lambda_invocation",
  "aws_pricing_product",
]);

/** True if the simulation does not support the data source. */
export function isUnsupportedDataSource(type: string): boolean {
  return UNSUPPORTED_TYPES.has(type);
}

/**
 * Simulates data sources about AWS's own offerings: instance types, versions, endpoints. A
 * requested value exists, the first of preferred values is chosen, and other attributes follow the
 * rules for their names.
 */
export function readAwsCatalog(
  type: string,
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
): ObjectValue {
  const after: Record<string, TerraformValue> = {};
  for (const [name, { computed }] of Object.entries(block.attributes)) {
    after[name] = config[name] ?? preferredValue(config, name) ?? (computed ? UNKNOWN : null);
  }
  for (const name of Object.keys(block.blocks)) after[name] = config[name] ?? null;
  return normalizeToBlock(
    new ComputedValueResolver({ type, before: null, after }, block, context, 0).resolveAll(),
    block,
  );
}

/**
 * The first of `preferred_versions` for `version`, of `preferred_instance_classes` for
 * `instance_class`.
 */
function preferredValue(config: ObjectValue, name: string): string | undefined {
  return ["s", "es"].flatMap((ending) => stringListAttribute(config, `preferred_${name}${ending}`))[0];
}

/** Reads a resource that AWS creates in every account; `undefined` for any other. */
export function readAwsManaged(
  type: string,
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
): ObjectValue | undefined {
  const managed = typeDefinition(type).awsManaged;
  const name = managed && stringAttribute(config, managed.argument);
  if (managed === undefined || name === undefined || !managed.names.test(name)) return undefined;
  const values = { name, [managed.argument]: name };
  return dataSourceValues(type, config, block, context, { type, id: name, region: context.region, values });
}
