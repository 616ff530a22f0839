import { riskOf } from "./builders.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";
import { tlsPolicyRisks } from "./tls-policies.ts";
import { deletionRule, leaves, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide";
const APIS = ["aws_api_gateway_rest_api", "aws_apigatewayv2_api"];
const STAGES = ["aws_api_gateway_stage", "aws_apigatewayv2_stage"];
const DOMAINS = ["aws_api_gateway_domain_name", "aws_apigatewayv2_domain_name"];

/** Rules on API Gateway: REST, HTTP and WebSocket APIs. */
export const apiGatewayRules: readonly ReviewRule[] = [
  deletionRule({
    id: "api-removed",
    types: APIS,
    finds: "an API that is deleted or replaced",
    pages: [`${GUIDE}/how-to-call-api.html`],
    consequences: [
      ["name", "its ID, and its execute-api host name, go for good"],
      ["outage", "its clients fail until a custom domain name leads to another API"],
    ],
  }),
  deletionRule({
    id: "api-stage-removed",
    types: STAGES,
    finds: "a stage that is deleted or replaced",
    pages: [`${GUIDE}/set-up-stages.html`],
    consequences: [
      ["outage", "its URL answers 403 or 404, and its usage plans, mappings and web ACL lose it"],
    ],
  }),
  deletionRule({
    id: "api-domain-removed",
    types: DOMAINS,
    finds: "a custom domain name that is deleted or replaced",
    pages: [`${GUIDE}/how-to-custom-domains.html`],
    consequences: [
      ["outage", "its host name is not served until it is there again, with its mappings"],
      ["name", "its target domain name goes, and DNS that points at it dangles"],
    ],
  }),
  deletionRule({
    id: "api-mapping-removed",
    types: [
      "aws_api_gateway_base_path_mapping",
      "aws_apigatewayv2_api_mapping",
      "aws_api_gateway_integration",
      "aws_api_gateway_integration_response",
      "aws_api_gateway_method",
      "aws_api_gateway_method_response",
      "aws_api_gateway_resource",
      "aws_api_gateway_gateway_response",
      "aws_apigatewayv2_integration",
      "aws_apigatewayv2_integration_response",
      "aws_apigatewayv2_route",
      "aws_apigatewayv2_route_response",
    ],
    finds: "a path, method, route or integration that an API loses",
    pages: [`${GUIDE}/how-to-deploy-api.html`],
    consequences: [["cut", "its requests fail, once the API is deployed"]],
  }),
  deletionRule({
    id: "api-access-removed",
    types: [
      "aws_api_gateway_api_key",
      "aws_api_gateway_usage_plan",
      "aws_api_gateway_usage_plan_key",
      "aws_api_gateway_vpc_link",
      "aws_apigatewayv2_vpc_link",
      "aws_api_gateway_client_certificate",
      "aws_api_gateway_domain_name_access_association",
    ],
    finds: "a key, usage plan, VPC link or client certificate that is removed",
    pages: [`${GUIDE}/api-gateway-api-usage-plans.html`],
    consequences: [
      ["outage", "clients that use the key are refused, or the backend behind the link is out of reach"],
    ],
  }),
  deletionRule({
    id: "api-authorizer-removed",
    types: [
      "aws_api_gateway_authorizer",
      "aws_apigatewayv2_authorizer",
      "aws_api_gateway_request_validator",
      "aws_api_gateway_model",
      "aws_apigatewayv2_model",
    ],
    finds: "an authorizer, validator or model that is removed while a method may use it",
    pages: [`${GUIDE}/apigateway-control-access-to-api.html`],
    consequences: [["refused", "AWS refuses it while a method or route uses it (ConflictException)"]],
    whenCreatedFirst: [["exposure", "methods use its successor before it goes", "note"]],
  }),
  pagedRule({
    id: "api-deployment-replaced",
    types: ["aws_api_gateway_deployment", "aws_apigatewayv2_deployment"],
    finds: "a deployment that is deleted first while a stage has it",
    pages: [`${GUIDE}/how-to-deploy-api.html`],
    judge: (change) => {
      if (!change.isDestroyed || change.deposed !== undefined) return [];
      if (change.action === "replace-create-first") {
        return [riskOf("later", "The API's present definition is deployed: its methods change at once.")];
      }
      const text = `${replacementText(change)}: AWS refuses it while a stage has it (Active stages pointing to this deployment). Fix: create_before_destroy.`;
      return [riskOf("refused", text)];
    },
  }),
  settingRule({
    id: "api-method-public",
    types: ["aws_api_gateway_method", "aws_apigatewayv2_route"],
    attributes: ["authorization", "authorization_type"],
    on: (change, attribute) =>
      change.was(attribute) !== undefined &&
      leaves(change, attribute, "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS", "JWT") &&
      [undefined, "NONE"].includes(change.becomes(attribute) as string | undefined),
    risk: "public",
    finds: "a method or route that everybody may call",
    text: "The method asks for no authorization any more: everybody who reaches the API may call it.",
    pages: [`${GUIDE}/apigateway-control-access-to-api.html`],
  }),
  settingRule({
    id: "api-key-not-required",
    types: ["aws_api_gateway_method", "aws_apigatewayv2_route"],
    attributes: ["api_key_required"],
    on: "turnsOff",
    risk: "exposure",
    finds: "a method that is called without an API key",
    text: "No API key is required any more: its usage plan neither limits nor identifies callers.",
    pages: [`${GUIDE}/api-gateway-api-usage-plans.html`],
  }),
  settingRule({
    id: "api-default-endpoint-off",
    types: APIS,
    attributes: ["disable_execute_api_endpoint"],
    on: "turnsOn",
    risk: "cut",
    level: "note",
    finds: "an API that its execute-api host name no longer reaches",
    text: "The execute-api host name is turned off: only custom domain names reach the API.",
    pages: [`${GUIDE}/rest-api-disable-default-endpoint.html`],
  }),
  settingRule({
    id: "api-default-endpoint-on",
    types: APIS,
    attributes: ["disable_execute_api_endpoint"],
    on: "turnsOff",
    risk: "exposure",
    finds: "an API that its execute-api host name reaches again",
    text: "The execute-api host name is turned on: requests by it pass the custom domain name's checks and its CDN by.",
    pages: [`${GUIDE}/rest-api-disable-default-endpoint.html`],
  }),
  settingRule({
    id: "api-endpoint-type-changes",
    types: ["aws_api_gateway_rest_api", "aws_api_gateway_domain_name"],
    attributes: ["endpoint_configuration.0.types"],
    on: "changes",
    risk: "exposure",
    finds: "an API that is private, regional or edge-optimized in place of another",
    text: "The endpoint type changes: a private API may become public, host names resolve elsewhere, and clients of the old kind fail.",
    pages: [`${GUIDE}/apigateway-api-migration.html`],
  }),
  pagedRule({
    id: "api-domain-tls-changes",
    types: DOMAINS,
    guards: ["security_policy"],
    finds: "a custom domain name that allows older TLS, or shuts older clients out",
    pages: [`${GUIDE}/apigateway-custom-domain-tls-version.html`],
    judge: (change) =>
      change.isUpdated
        ? ["security_policy", "domain_name_configuration.0.security_policy"].flatMap((name) =>
            tlsPolicyRisks(change, name),
          )
        : [],
  }),
  settingRule({
    id: "api-client-certificates-off",
    types: DOMAINS,
    attributes: ["mutual_tls_authentication"],
    on: "unsets",
    risk: "exposure",
    finds: "a custom domain name without client certificates",
    text: "Client certificates are no longer required: clients without one get through.",
    pages: [`${GUIDE}/rest-api-mutual-tls.html`],
    guards: [],
  }),
  settingRule({
    id: "api-logs-off",
    types: STAGES,
    attributes: ["access_log_settings"],
    on: "unsets",
    risk: "blind",
    finds: "a stage that no longer logs requests",
    text: "Access logs are turned off: requests from then on leave no record.",
    pages: [`${GUIDE}/set-up-logging.html`],
    guards: [],
  }),
  settingRule({
    id: "api-logs-less",
    types: ["aws_api_gateway_method_settings", "aws_apigatewayv2_stage", "aws_api_gateway_stage"],
    attributes: [
      "settings.0.logging_level",
      "settings.0.metrics_enabled",
      "default_route_settings.0.logging_level",
      "default_route_settings.0.detailed_metrics_enabled",
      "xray_tracing_enabled",
    ],
    on: (change, attribute) =>
      attribute.endsWith("logging_level")
        ? leaves(change, attribute, "INFO", "ERROR") && change.becomes(attribute) !== "INFO"
        : change.turnsOff(attribute),
    risk: "blind",
    finds: "a stage with fewer logs, metrics or traces",
    text: (_, attributes) => `The stage logs or measures less (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/set-up-logging.html`],
  }),
  settingRule({
    id: "api-throttling-lower",
    types: ["aws_api_gateway_method_settings", "aws_apigatewayv2_stage", "aws_api_gateway_usage_plan"],
    attributes: [
      "settings.0.throttling_rate_limit",
      "settings.0.throttling_burst_limit",
      "default_route_settings.0.throttling_rate_limit",
      "default_route_settings.0.throttling_burst_limit",
      "throttle_settings.0.rate_limit",
      "throttle_settings.0.burst_limit",
      "quota_settings.0.limit",
    ],
    on: "lowers",
    risk: "thinner",
    finds: "clients who may send fewer requests",
    text: (_, attributes) => `Clients may send fewer requests (${attributes.join(", ")}): the rest get 429.`,
    pages: [`${GUIDE}/api-gateway-request-throttling.html`],
  }),
  settingRule({
    id: "api-cache-off",
    types: ["aws_api_gateway_stage"],
    attributes: ["cache_cluster_enabled"],
    on: "turnsOff",
    risk: "thinner",
    finds: "a stage without its cache",
    text: "The cache is turned off: the backend gets all requests.",
    pages: [`${GUIDE}/api-gateway-caching.html`],
  }),
  pagedRule({
    id: "api-settings-removed",
    types: [
      "aws_api_gateway_method_settings",
      "aws_api_gateway_account",
      "aws_api_gateway_documentation_part",
      "aws_api_gateway_documentation_version",
      "aws_api_gateway_rest_api_policy",
    ],
    finds: "settings, documentation or a policy of an API that are removed",
    pages: [`${GUIDE}/set-up-logging.html`],
    judge: (change) =>
      change.isDestroyed
        ? [
            riskOf(
              "blind",
              `${replacementText(change)}: logs, limits or documentation fall back to API Gateway's default.`,
              "note",
            ),
          ]
        : [],
  }),
];
