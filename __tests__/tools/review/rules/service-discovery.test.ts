import { serviceDiscoveryRules } from "../../../../tools/review/rules/service-discovery.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on Cloud Map and Global Accelerator", () => {
  describeRules(serviceDiscoveryRules, {
    "namespace-removed": [
      removalExample({ name: "internal" }, [
        ["name", "ask"],
        ["outage", "ask"],
      ]),
    ],
    "discovery-service-removed": [removalExample({ name: "api" }, [["outage", "ask"]])],
    "discovery-service-changes": [
      updateExample(
        { dns_config: [{ dns_records: [{ ttl: 10 }] }] },
        { dns_config: [{ dns_records: [{ ttl: 600 }] }] },
        [["outage", "note"]],
      ),
    ],
    "accelerator-removed": [
      removalExample({ name: "web" }, [
        ["name", "ask"],
        ["outage", "ask"],
      ]),
    ],
    "accelerator-off": [updateExample({ enabled: true }, { enabled: false }, [["outage", "ask"]])],
    "accelerator-logs-off": [
      updateExample(
        { attributes: [{ flow_logs_enabled: true }] },
        { attributes: [{ flow_logs_enabled: false }] },
        [["blind", "ask"]],
      ),
    ],
    "accelerator-path-removed": [removalExample({ protocol: "TCP" }, [["outage", "ask"]])],
    "accelerator-traffic-lower": [
      updateExample({ traffic_dial_percentage: 100 }, { traffic_dial_percentage: 0 }, [["thinner", "note"]]),
    ],
    "accelerator-endpoints-removed": [
      updateExample({ endpoint_configuration: [{ endpoint_id: "arn:a" }] }, { endpoint_configuration: [] }, [
        ["outage", "ask"],
      ]),
    ],
  });
});
