import type { CallContext } from "../../contracts.ts";
import type { Block } from "../../schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "../../value.ts";
import { Answer } from "../answer.ts";
import { conformBlock } from "../defaults.ts";
import { textOf, textsOf } from "../read.ts";
import { describe } from "./from-account.ts";

/**
 * Data sources whose answer depends on what runs or was put there by others than Terraform: nothing can be made up for
 * them.
 */
const UNKNOWABLE =
  /^aws_(api_gateway_(export|sdk)|apigatewayv2_export|cloudcontrolapi_resource|cloudformation_export|ecr_images?|ecs_task_execution|iam_principal_policy_simulation|kms_secrets?|lambda_invocation|pricing_product)$/;

/** Whether the simulation must leave a data source unanswered. */
export function isUnknowable(type: string): boolean {
  return UNKNOWABLE.test(type);
}

/**
 * What AWS answers about its own things, of which an account makes none: instance types, versions, endpoints. What is
 * asked for is there; of what is preferred, the first; all else follows the rules for its name.
 */
export function fromCatalogue(
  type: string,
  config: ObjectValue,
  block: Block,
  context: CallContext,
): ObjectValue {
  const after: Record<string, Value> = {};
  for (const [name, { computed }] of Object.entries(block.attributes)) {
    after[name] = config[name] ?? preferred(config, name) ?? (computed ? UNKNOWN : null);
  }
  for (const name of Object.keys(block.blocks)) after[name] = config[name] ?? null;
  return conformBlock(new Answer({ type, before: null, after }, block, context, 0).values(), block);
}

/** `version` of `preferred_versions`, `instance_class` of `preferred_instance_classes`. */
function preferred(config: ObjectValue, name: string): string | undefined {
  return ["s", "es"].flatMap((ending) => textsOf(config, `preferred_${name}${ending}`))[0];
}

/** Things of types that accounts make too, and that AWS puts into each account, by the name that asks for them. */
const OWN: Readonly<Record<string, { readonly asked: string; readonly names: RegExp }>> = {
  aws_cloudwatch_event_bus: { asked: "name", names: /^default$/ },
  aws_db_parameter_group: { asked: "name", names: /^default\./ },
  aws_rds_cluster_parameter_group: { asked: "name", names: /^default\./ },
  aws_iam_role: { asked: "name", names: /^AWSServiceRoleFor/ },
  aws_imagebuilder_component: { asked: "arn", names: /^arn:[^:]+:imagebuilder:[^:]*:aws:/ },
  aws_imagebuilder_image: { asked: "arn", names: /^arn:[^:]+:imagebuilder:[^:]*:aws:/ },
  aws_ssm_document: { asked: "name", names: /^(AWS|Amazon)/ },
};

/** A thing that AWS itself puts into every account; `undefined` when it is none of those. */
export function awsOwn(
  type: string,
  config: ObjectValue,
  block: Block,
  context: CallContext,
): ObjectValue | undefined {
  const own = OWN[type];
  const name = own && textOf(config, own.asked);
  if (own === undefined || name === undefined || !own.names.test(name)) return undefined;
  const values = { name, [own.asked]: name };
  return describe(type, config, block, context, { type, id: name, region: context.region, values });
}
