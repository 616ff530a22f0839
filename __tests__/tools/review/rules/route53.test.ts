import { route53Rules } from "../../../../tools/review/rules/route53.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on hosted zones and records", () => {
  describeRules(route53Rules, {
    "zone-removed": [
      removalExample({ name: "example.com" }, [
        ["name", "ask"],
        ["outage", "ask"],
      ]),
    ],
    "zone-force-destroy-on": [
      updateExample({ force_destroy: false }, { force_destroy: true }, [["disarmed", "ask"]]),
    ],
    "zone-leaves-vpc": [
      updateExample({ vpc: [{ vpc_id: "vpc-1" }, { vpc_id: "vpc-2" }] }, { vpc: [{ vpc_id: "vpc-1" }] }, [
        ["cut", "ask"],
      ]),
    ],
    "zone-association-removed": [removalExample({ zone_id: "Z1" }, [["cut", "ask"]])],
    "delegation-set-removed": [removalExample({ id: "N1" }, [["name", "ask"]])],
    "health-check-removed": [removalExample({ fqdn: "www.example.com" }, [["disarmed", "ask"]])],
    "health-check-off": [updateExample({ disabled: false }, { disabled: true }, [["blind", "ask"]])],
    "health-check-changes": [
      updateExample({ resource_path: "/health" }, { resource_path: "/" }, [["outage", "ask"]]),
    ],
    "health-check-slower": [
      updateExample({ failure_threshold: 3 }, { failure_threshold: 10 }, [["thinner", "note"]], {
        failure_threshold: 1,
      }),
    ],
    "dnssec-removed": [removalExample({ hosted_zone_id: "Z1" }, [["outage", "ask"]])],
    "dnssec-off": [
      updateExample({ signing_status: "SIGNING" }, { signing_status: "NOT_SIGNING" }, [["outage", "ask"]]),
    ],
  });
});
