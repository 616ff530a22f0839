import { elbRules } from "../../../../tools/review/rules/elb.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const CREATE_FIRST = ["create", "delete"];

describe("rules on load balancers", () => {
  describeRules(elbRules, {
    "lb-deletion-refused": [
      {
        dangerous: { actions: ["delete"], before: { enable_deletion_protection: true } },
        risks: [["refused", "block"]],
        harmless: { actions: ["delete"], before: { enable_deletion_protection: false } },
      },
    ],
    "lb-host-name-changes": [
      removalExample({ name: "web" }, [
        ["name", "ask"],
        ["outage", "ask"],
      ]),
      {
        dangerous: { actions: ["delete", "create"], before: { internal: false }, after: { internal: true } },
        risks: [
          ["name", "ask"],
          ["outage", "ask"],
        ],
        harmless: { actions: CREATE_FIRST, before: { internal: false }, after: { internal: true } },
        harmlessRisks: [["name", "ask"]],
      },
      {
        dangerous: { actions: ["delete"], before: { name: "web" } },
        risks: [
          ["name", "ask"],
          ["outage", "ask"],
        ],
        harmless: { actions: ["delete"], before: { name: "web" }, deposed: "ab12cd34" },
        harmlessRisks: [
          ["name", "note"],
          ["outage", "note"],
        ],
      },
    ],
    "lb-deletion-protection-off": [
      updateExample({ enable_deletion_protection: true }, { enable_deletion_protection: false }, [
        ["disarmed", "ask"],
      ]),
    ],
    "lb-subnets-removed": [
      updateExample({ subnets: ["subnet-a", "subnet-b"] }, { subnets: ["subnet-a"] }, [["outage", "ask"]], {
        subnets: ["subnet-a", "subnet-b", "subnet-c"],
      }),
    ],
    "lb-address-family-lost": [
      updateExample({ ip_address_type: "dualstack" }, { ip_address_type: "ipv4" }, [["cut", "ask"]]),
      updateExample(
        { ip_address_type: "ipv4" },
        { ip_address_type: "dualstack-without-public-ipv4" },
        [["cut", "ask"]],
        {
          ip_address_type: "dualstack",
        },
      ),
    ],
    "lb-access-logs-off": [
      updateExample(
        { access_logs: [{ bucket: "logs", enabled: true }] },
        { access_logs: [{ bucket: "logs", enabled: false }] },
        [["blind", "ask"]],
        { access_logs: [{ bucket: "logs", enabled: true, prefix: "web" }] },
      ),
    ],
    "lb-request-checks-weaker": [
      updateExample(
        { desync_mitigation_mode: "defensive" },
        { desync_mitigation_mode: "monitor" },
        [["disarmed", "ask"]],
        {
          desync_mitigation_mode: "strictest",
        },
      ),
      updateExample({ drop_invalid_header_fields: true }, { drop_invalid_header_fields: false }, [
        ["disarmed", "ask"],
      ]),
      updateExample({ enable_waf_fail_open: false }, { enable_waf_fail_open: true }, [["disarmed", "ask"]]),
    ],
    "lb-private-link-rules-change": [
      updateExample(
        { enforce_security_group_inbound_rules_on_private_link_traffic: "on" },
        { enforce_security_group_inbound_rules_on_private_link_traffic: "off" },
        [["exposure", "ask"]],
      ),
    ],
    "lb-backend-requests-change": [
      updateExample({ preserve_host_header: false }, { preserve_host_header: true }, [["outage", "note"]]),
    ],
    "lb-idle-timeout-lower": [
      updateExample({ idle_timeout: 60 }, { idle_timeout: 10 }, [["outage", "note"]], { idle_timeout: 120 }),
    ],
    "lb-resilience-lower": [
      updateExample({ enable_cross_zone_load_balancing: true }, { enable_cross_zone_load_balancing: false }, [
        ["thinner", "note"],
      ]),
    ],
    "classic-lb-listeners-change": [
      updateExample({ listener: [{ lb_port: 80 }] }, { listener: [{ lb_port: 81 }] }, [["outage", "ask"]], {
        listener: [{ lb_port: 80 }, { lb_port: 443 }],
      }),
    ],
    "classic-lb-instances-removed": [
      updateExample({ instances: ["i-1", "i-2"] }, { instances: ["i-1"] }, [["thinner", "note"]], {
        instances: ["i-1", "i-3"],
      }),
      updateExample({ connection_draining: true }, { connection_draining: false }, [["thinner", "note"]]),
    ],
    "classic-lb-part-removed": [removalExample({ elb: "web" }, [["outage", "ask"]])],
    "lb-trust-store-removed": [removalExample({ name: "clients" }, [["refused", "ask"]])],
  });
});
