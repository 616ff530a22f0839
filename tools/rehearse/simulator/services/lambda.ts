import { formatTimestamp } from "../computed-values/attribute-rules/attributes.ts";
import {
  arnTemplate,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../computed-values/value-context.ts";
import type { ParentReference, ServiceResources } from "./service-resources.ts";

const FUNCTION_PARENT: ParentReference = {
  attribute: "function_name",
  types: ["aws_lambda_function", "aws_lambda_alias"],
  code: "ResourceNotFoundException",
  message: "Function not found: {}",
};

/** The ARN of a function given by name or ARN. */
function lambdaArn(context: ValueContext): string {
  const name = resolveString(context, "function_name");
  return name.startsWith("arn:")
    ? name
    : renderTemplate("arn:{partition}:lambda:{region}:{account}:function:", context) + name;
}

/** Lambda functions. */
export const lambdaResources: ServiceResources = {
  types: {
    aws_lambda_function_url: {
      values: {
        id: "{function_name}",
        url_id: "{base36:32}",
        function_url: "https://{base36:32}.lambda-url.{region}.on.aws/",
        function_arn: (context) => lambdaArn(context),
      },
      parents: [FUNCTION_PARENT],
    },
    aws_lambda_function: {
      dependentOf: ["aws_subnet"],
      values: {
        id: "{function_name}",
        arn: arnTemplate("lambda:{region}:{account}:function:{function_name}"),
        invoke_arn: arnTemplate(
          "apigateway:{region}:lambda:path/2015-03-31/functions/arn:aws:lambda:{region}:{account}:function:{function_name}/invocations",
        ),
        qualified_arn: arnTemplate("lambda:{region}:{account}:function:{function_name}:{version}"),
        qualified_invoke_arn: arnTemplate(
          "apigateway:{region}:lambda:path/2015-03-31/functions/arn:aws:lambda:{region}:{account}:function:{function_name}:{version}/invocations",
        ),
        // Each publication creates a new version.
        version: (context) =>
          context.resolve("publish") === true
            ? String((Number(context.before?.version) || 0) + 1)
            : "$LATEST",
        source_code_size: 1024,
        code_sha256: (context) =>
          Buffer.from(renderTemplate("{hex:64/code}", context), "hex").toString("base64"),
        architectures: ["x86_64"],
        signing_job_arn: "",
        signing_profile_version_arn: "",
        last_modified: (context) => formatTimestamp(context).replace("Z", ".000+0000"),
        ephemeral_storage: [{ size: 512 }],
        logging_config: (context) => [
          {
            application_log_level: "",
            log_format: "Text",
            log_group: `/aws/lambda/${resolveString(context, "function_name")}`,
            system_log_level: "",
          },
        ],
        tracing_config: [{ mode: "PassThrough" }],
      },
      uniqueName: {
        attribute: "function_name",
        code: "ResourceConflictException",
        message: "Function already exist: {}",
      },
      notFound: { code: "ResourceNotFoundException", message: "Function not found: {}" },
      passedRoles: [
        {
          attribute: "role",
          service: "lambda.amazonaws.com",
          code: "InvalidParameterValueException",
          message: "The role defined for the function cannot be assumed by Lambda.",
        },
      ],
    },
    aws_lambda_alias: {
      values: {
        id: "{arn}",
        arn: arnTemplate("lambda:{region}:{account}:function:{last function_name}:{name}"),
      },
      parents: [FUNCTION_PARENT],
    },
    aws_lambda_permission: {
      identity: ["function_name", "id"],
      values: { id: "{statement_id}" },
      parents: [FUNCTION_PARENT],
    },
    aws_lambda_event_source_mapping: {
      values: { id: "{uuid}", uuid: "{uuid}", state: "Enabled" },
      parents: [FUNCTION_PARENT],
    },
    aws_lambda_layer_version: {
      values: {
        id: "{arn}",
        version: "1",
        layer_arn: arnTemplate("lambda:{region}:{account}:layer:{layer_name}"),
        arn: arnTemplate("lambda:{region}:{account}:layer:{layer_name}:1"),
      },
    },
    aws_lambda_function_event_invoke_config: { parents: [FUNCTION_PARENT] },
  },
};
