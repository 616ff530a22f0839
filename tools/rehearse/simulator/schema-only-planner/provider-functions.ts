import { decodeDynamicValue, encodeDynamicValue } from "../protocol/codec.ts";
import type { CallFunction_Request, CallFunction_Response } from "../protocol/tfplugin5.ts";
import type { TerraformValue } from "../terraform-value.ts";

/** An invalid function argument: the message and the argument's index. */
class ArgumentError extends Error {
  readonly argumentIndex: number;

  constructor(message: string, argumentIndex: number) {
    super(message);
    this.argumentIndex = argumentIndex;
  }
}

/**
 * The functions of the AWS provider, none of which calls AWS:
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/functions/arn_build
 */
const PROVIDER_FUNCTIONS: Readonly<Record<string, (...parts: readonly string[]) => TerraformValue>> = {
  arn_build: (...parts) => ["arn", ...parts].join(":"),
  arn_parse: (arn) => parseArn(arn ?? ""),
  trim_iam_role_path: (arn) => {
    const { resource, ...rest } = parseArn(arn ?? "");
    const [kind, ...path] = resource.split("/");
    if (kind !== "role" || path.length === 0)
      throw new ArgumentError(`"${arn}" is not the ARN of an IAM role`, 0);
    return ["arn", rest.partition, rest.service, rest.region, rest.account_id, `role/${path.at(-1)}`].join(
      ":",
    );
  },
};

/** Calls one of the provider's functions. */
export function callProviderFunction(request: CallFunction_Request): CallFunction_Response {
  const providerFunction = PROVIDER_FUNCTIONS[request.name];
  if (providerFunction === undefined) return functionError(`the provider has no function ${request.name}`);
  try {
    const parts = request.arguments.map((each) => String(decodeDynamicValue(each) ?? ""));
    return { result: encodeDynamicValue(providerFunction(...parts)) };
  } catch (error) {
    if (error instanceof ArgumentError) return functionError(error.message, error.argumentIndex);
    throw error;
  }
}

function functionError(text: string, function_argument?: number): CallFunction_Response {
  return { error: { text, function_argument } };
}

/** Parses `arn:partition:service:region:account-id:resource`; the resource may contain colons. */
function parseArn(arn: string) {
  const [prefix, partition, service, region, account, ...resource] = arn.split(":");
  if (prefix !== "arn" || resource.length === 0) throw new ArgumentError(`"${arn}" is not an ARN`, 0);
  return {
    partition: partition ?? "",
    service: service ?? "",
    region: region ?? "",
    account_id: account ?? "",
    resource: resource.join(":"),
  };
}
