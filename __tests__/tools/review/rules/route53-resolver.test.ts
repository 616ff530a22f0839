import { route53ResolverRules } from "../../../../tools/review/rules/route53-resolver.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on Route 53 Resolver and registered domains", () => {
  describeRules(route53ResolverRules, {
    "resolver-path-removed": [removalExample({ direction: "OUTBOUND" }, [["cut", "ask"]])],
    "resolver-targets-change": [
      updateExample(
        { target_ip: [{ ip: "10.0.0.2" }, { ip: "10.0.1.2" }] },
        { target_ip: [{ ip: "10.0.0.2" }] },
        [["cut", "ask"]],
      ),
    ],
    "dns-firewall-removed": [removalExample({ priority: 100 }, [["exposure", "ask"]])],
    "dns-firewall-weaker": [
      updateExample({ action: "BLOCK" }, { action: "ALERT" }, [["disarmed", "ask"]]),
      updateExample({ firewall_fail_open: "DISABLED" }, { firewall_fail_open: "ENABLED" }, [
        ["disarmed", "ask"],
      ]),
    ],
    "dns-query-logs-removed": [removalExample({ zone_id: "Z1" }, [["blind", "ask"]])],
    "dnssec-validation-removed": [removalExample({ resource_id: "vpc-1" }, [["disarmed", "ask"]])],
    "domain-name-servers-change": [
      updateExample(
        { name_server: [{ name: "ns-1.example" }] },
        { name_server: [{ name: "ns-9.example" }] },
        [["outage", "ask"]],
      ),
    ],
    "domain-lock-off": [
      updateExample({ transfer_lock: true }, { transfer_lock: false }, [["disarmed", "ask"]]),
    ],
    "domain-removed": [removalExample({ domain_name: "example.com" }, [["name", "ask"]])],
  });
});
