import { formatTimestamp } from "../computed-values/attribute-rules/attributes.ts";
import { arnTemplate, resolveString, type ValueContext } from "../computed-values/value-context.ts";
import type { ParentReference, ServiceResources } from "./service-resources.ts";

const REST_API_PARENT: ParentReference = {
  attribute: "rest_api_id",
  types: ["aws_api_gateway_rest_api"],
  code: "NotFoundException",
  message: "Invalid API identifier specified",
};

const HTTP_API_PARENT: ParentReference = {
  attribute: "api_id",
  types: ["aws_apigatewayv2_api"],
  code: "NotFoundException",
  message: "Invalid API identifier specified {}",
};

/** The public URL of an API stage; the default stage has no path. */
function stageUrl(context: ValueContext): string {
  const stage = resolveString(context, "name");
  const path = stage === "$default" ? "" : encodeURIComponent(stage);
  return `https://${resolveString(context, "api_id")}.execute-api.${context.region}.amazonaws.com/${path}`;
}

/** API Gateway's APIs, stages and routes. */
export const apigatewayResources: ServiceResources = {
  types: {
    aws_apigatewayv2_stage: { values: { id: "{name}", invoke_url: stageUrl }, parents: [HTTP_API_PARENT] },
    aws_api_gateway_stage: {
      values: {
        id: "ags-{rest_api_id}-{stage_name}",
        invoke_url: "https://{rest_api_id}.execute-api.{region}.amazonaws.com/{stage_name}",
        execution_arn: arnTemplate("execute-api:{region}:{account}:{rest_api_id}/{stage_name}"),
        arn: arnTemplate("apigateway:{region}::/restapis/{rest_api_id}/stages/{stage_name}"),
      },
      parents: [REST_API_PARENT],
    },
    aws_api_gateway_resource: { values: { id: "{base36:6}" }, parents: [REST_API_PARENT] },
    aws_api_gateway_deployment: { values: { id: "{base36:6}" }, parents: [REST_API_PARENT] },
    aws_api_gateway_api_key: { values: { id: "{base36:10}", value: "{mixed:40/value}" } },
    aws_api_gateway_rest_api: {
      values: {
        id: "{base36:10}",
        arn: arnTemplate("apigateway:{region}::/restapis/{id}"),
        root_resource_id: "{base36:10/root}",
        execution_arn: arnTemplate("execute-api:{region}:{account}:{id}"),
        created_date: (context) => formatTimestamp(context),
        api_key_source: "HEADER",
        minimum_compression_size: "",
        binary_media_types: [],
        policy: "",
      },
    },
    aws_apigatewayv2_api: {
      values: {
        id: "{base36:10}",
        arn: arnTemplate("apigateway:{region}::/apis/{id}"),
        api_endpoint: "https://{id}.execute-api.{region}.amazonaws.com",
        execution_arn: arnTemplate("execute-api:{region}:{account}:{id}"),
      },
    },
    aws_apigatewayv2_route: { values: { id: "{base36:7}" }, parents: [HTTP_API_PARENT] },
    aws_apigatewayv2_integration: {
      values: { id: "{base36:7}", integration_response_selection_expression: "" },
      parents: [HTTP_API_PARENT],
    },
    aws_api_gateway_authorizer: { parents: [REST_API_PARENT] },
    aws_api_gateway_integration: { parents: [REST_API_PARENT] },
    aws_api_gateway_method: { parents: [REST_API_PARENT] },
    aws_api_gateway_model: { parents: [REST_API_PARENT] },
    aws_api_gateway_request_validator: { parents: [REST_API_PARENT] },
    aws_apigatewayv2_api_mapping: { parents: [HTTP_API_PARENT] },
    aws_apigatewayv2_authorizer: { parents: [HTTP_API_PARENT] },
    aws_apigatewayv2_deployment: { parents: [HTTP_API_PARENT] },
    aws_apigatewayv2_model: { parents: [HTTP_API_PARENT] },
  },
};
