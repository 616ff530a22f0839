import { vpcEndpointRules } from "../../../../tools/review/rules/vpc-endpoints.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on VPC endpoints, endpoint services and flow logs", () => {
  describeRules(vpcEndpointRules, {
    "endpoint-removed": [removalExample({ service_name: "s3" }, [["cut", "ask"]])],
    "endpoint-private-dns-off": [
      updateExample({ private_dns_enabled: true }, { private_dns_enabled: false }, [["cut", "ask"]]),
    ],
    "endpoint-policy-changes": [
      updateExample({ policy: "{}" }, { policy: '{"Statement":[]}' }, [["cut", "note"]]),
    ],
    "endpoint-leaves-network": [
      updateExample({ route_table_ids: ["rtb-1", "rtb-2"] }, { route_table_ids: ["rtb-1"] }, [
        ["cut", "ask"],
      ]),
      updateExample({ subnet_ids: ["subnet-1"] }, { subnet_ids: ["subnet-2"] }, [["cut", "ask"]], {
        subnet_ids: ["subnet-1", "subnet-2"],
      }),
    ],
    "endpoint-addresses-change": [
      updateExample({ ip_address_type: "ipv4" }, { ip_address_type: "ipv6" }, [["cut", "note"]]),
    ],
    "endpoint-association-removed": [removalExample({ vpc_endpoint_id: "vpce-1" }, [["cut", "ask"]])],
    "endpoint-policy-removed": [removalExample({ policy: "{}" }, [["permission", "ask"]])],
    "endpoint-service-removed": [
      removalExample({ service_name: "vpce-svc-1" }, [
        ["name", "ask"],
        ["outage", "ask"],
      ]),
    ],
    "endpoint-service-backend-removed": [
      updateExample(
        { network_load_balancer_arns: ["arn:a", "arn:b"] },
        { network_load_balancer_arns: ["arn:a"] },
        [["outage", "ask"]],
      ),
    ],
    "endpoint-service-opens": [
      updateExample({ acceptance_required: true }, { acceptance_required: false }, [["exposure", "ask"]]),
      updateExample(
        { allowed_principals: ["arn:a"] },
        { allowed_principals: ["arn:a", "*"] },
        [["exposure", "ask"]],
        {
          allowed_principals: [],
        },
      ),
    ],
    "endpoint-service-closes": [
      updateExample(
        { allowed_principals: ["arn:a", "arn:b"] },
        { allowed_principals: ["arn:a"] },
        [["cut", "ask"]],
        {
          allowed_principals: ["arn:a", "arn:b", "arn:c"],
        },
      ),
      updateExample({ private_dns_name: "a.example.com" }, { private_dns_name: "b.example.com" }, [
        ["cut", "ask"],
      ]),
    ],
    "endpoint-service-principal-removed": [removalExample({ principal_arn: "arn:a" }, [["cut", "ask"]])],
    "endpoint-notification-removed": [removalExample({ connection_events: ["Accept"] }, [["blind", "ask"]])],
    "flow-log-removed": [
      {
        dangerous: {
          actions: ["delete", "create"],
          before: { traffic_type: "ALL" },
          after: { traffic_type: "REJECT" },
        },
        risks: [["blind", "ask"]],
        harmless: {
          actions: ["create", "delete"],
          before: { traffic_type: "ALL" },
          after: { traffic_type: "REJECT" },
        },
        harmlessRisks: [["blind", "note"]],
      },
    ],
  });
});
