import { apiGatewayRules } from "../../../../tools/review/rules/apigateway.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on API Gateway", () => {
  describeRules(apiGatewayRules, {
    "api-removed": [
      removalExample({ name: "api" }, [
        ["name", "ask"],
        ["outage", "ask"],
      ]),
    ],
    "api-stage-removed": [removalExample({ stage_name: "v1" }, [["outage", "ask"]])],
    "api-domain-removed": [
      removalExample({ domain_name: "api.example.com" }, [
        ["outage", "ask"],
        ["name", "ask"],
      ]),
    ],
    "api-mapping-removed": [removalExample({ base_path: "v1" }, [["cut", "ask"]])],
    "api-access-removed": [removalExample({ name: "partner" }, [["outage", "ask"]])],
    "api-authorizer-removed": [removalExample({ name: "jwt" }, [["refused", "ask"]])],
    "api-deployment-replaced": [
      {
        dangerous: { actions: ["delete", "create"], before: { rest_api_id: "a" } },
        risks: [["refused", "ask"]],
        harmless: { actions: ["create", "delete"], before: { rest_api_id: "a" } },
        harmlessRisks: [["later", "note"]],
      },
    ],
    "api-method-public": [
      updateExample({ authorization: "AWS_IAM" }, { authorization: "NONE" }, [["public", "block"]], {
        authorization: "CUSTOM",
      }),
      updateExample(
        { authorization_type: "JWT" },
        { authorization_type: "NONE" },
        [["public", "block"]],
        {},
        {
          type: "aws_apigatewayv2_route",
        },
      ),
    ],
    "api-key-not-required": [
      updateExample({ api_key_required: true }, { api_key_required: false }, [["exposure", "ask"]]),
    ],
    "api-default-endpoint-off": [
      updateExample({ disable_execute_api_endpoint: false }, { disable_execute_api_endpoint: true }, [
        ["cut", "note"],
      ]),
    ],
    "api-default-endpoint-on": [
      updateExample({ disable_execute_api_endpoint: true }, { disable_execute_api_endpoint: false }, [
        ["exposure", "ask"],
      ]),
    ],
    "api-endpoint-type-changes": [
      updateExample(
        { endpoint_configuration: [{ types: ["PRIVATE"] }] },
        { endpoint_configuration: [{ types: ["REGIONAL"] }] },
        [["exposure", "ask"]],
      ),
    ],
    "api-domain-tls-changes": [
      {
        dangerous: { before: { security_policy: "TLS_1_2" }, after: { security_policy: "TLS_1_0" } },
        risks: [["disarmed", "ask"]],
        harmless: { before: { security_policy: "TLS_1_0" }, after: { security_policy: "TLS_1_2" } },
        harmlessRisks: [["outage", "note"]],
      },
    ],
    "api-client-certificates-off": [
      updateExample(
        { mutual_tls_authentication: [{ truststore_uri: "s3://a/b" }] },
        { mutual_tls_authentication: [] },
        [["exposure", "ask"]],
      ),
    ],
    "api-logs-off": [
      updateExample({ access_log_settings: [{ destination_arn: "arn:g" }] }, { access_log_settings: [] }, [
        ["blind", "ask"],
      ]),
    ],
    "api-logs-less": [
      updateExample({ settings: [{ logging_level: "INFO" }] }, { settings: [{ logging_level: "OFF" }] }, [
        ["blind", "ask"],
      ]),
      updateExample(
        { settings: [{ logging_level: "ERROR" }] },
        { settings: [{ logging_level: "OFF" }] },
        [["blind", "ask"]],
        {
          settings: [{ logging_level: "INFO" }],
        },
      ),
    ],
    "api-throttling-lower": [
      updateExample(
        { settings: [{ throttling_rate_limit: 100 }] },
        { settings: [{ throttling_rate_limit: 10 }] },
        [["thinner", "note"]],
        { settings: [{ throttling_rate_limit: 200 }] },
      ),
    ],
    "api-cache-off": [
      updateExample({ cache_cluster_enabled: true }, { cache_cluster_enabled: false }, [["thinner", "note"]]),
    ],
    "api-settings-removed": [removalExample({ method_path: "*/*" }, [["blind", "note"]])],
  });
});
