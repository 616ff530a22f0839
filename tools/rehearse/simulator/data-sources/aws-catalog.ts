import { stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import { ComputedValueResolver } from "../computed-values/computed-value-resolver.ts";
import { normalizeToBlock } from "../normalize-to-schema.ts";
import type { SchemaBlock } from "../schema.ts";
import type { CallContext } from "../simulator-types.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";
import { dataSourceValues } from "./from-account.ts";

/**
 * Data sources whose result depends on running systems or on content created outside Terraform,
 * which cannot be simulated.
 */
const UNSUPPORTED_TYPES =
  /^aws_(api_gateway_(export|sdk)|apigatewayv2_export|cloudcontrolapi_resource|cloudformation_export|ecr_images?|ecs_task_execution|iam_principal_policy_simulation|kms_secrets?|lambda_invocation|pricing_product)$/;

/** True if the simulation does not support the data source. */
export function isUnsupportedDataSource(type: string): boolean {
  return UNSUPPORTED_TYPES.test(type);
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

/**
 * Resources that AWS creates in each account, of types that users create too, by the argument that
 * finds them.
 */
const AWS_MANAGED: Readonly<Record<string, { readonly argument: string; readonly names: RegExp }>> = {
  aws_cloudwatch_event_bus: { argument: "name", names: /^default$/ },
  aws_db_parameter_group: { argument: "name", names: /^default\./ },
  aws_rds_cluster_parameter_group: { argument: "name", names: /^default\./ },
  aws_iam_role: { argument: "name", names: /^AWSServiceRoleFor/ },
  aws_imagebuilder_component: { argument: "arn", names: /^arn:[^:]+:imagebuilder:[^:]*:aws:/ },
  aws_imagebuilder_image: { argument: "arn", names: /^arn:[^:]+:imagebuilder:[^:]*:aws:/ },
  aws_ssm_document: { argument: "name", names: /^(AWS|Amazon)/ },
};

/** Reads a resource that AWS creates in every account; `undefined` for any other. */
export function readAwsManaged(
  type: string,
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
): ObjectValue | undefined {
  const managed = AWS_MANAGED[type];
  const name = managed && stringAttribute(config, managed.argument);
  if (managed === undefined || name === undefined || !managed.names.test(name)) return undefined;
  const values = { name, [managed.argument]: name };
  return dataSourceValues(type, config, block, context, { type, id: name, region: context.region, values });
}
