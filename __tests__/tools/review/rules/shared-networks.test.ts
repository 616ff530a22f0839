import { sharedNetworkRules } from "../../../../tools/review/rules/shared-networks.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on what connects networks and accounts", () => {
  describeRules(sharedNetworkRules, {
    "share-removed": [removalExample({ name: "subnets" }, [["cut", "ask"]])],
    "share-opens": [
      updateExample({ allow_external_principals: false }, { allow_external_principals: true }, [
        ["exposure", "ask"],
      ]),
    ],
    "wide-network-removed": [removalExample({ vpc_arn: "arn:vpc" }, [["cut", "ask"]])],
    "wide-network-policy-changes": [
      updateExample({ policy_document: "{}" }, { policy_document: "[]" }, [["cut", "ask"]]),
    ],
    "lattice-removed": [removalExample({ name: "api" }, [["outage", "ask"]])],
    "lattice-open": [updateExample({ auth_type: "AWS_IAM" }, { auth_type: "NONE" }, [["exposure", "ask"]])],
    "verified-access-removed": [removalExample({ endpoint_type: "load-balancer" }, [["cut", "ask"]])],
    "shared-network-logs-removed": [removalExample({ destination_arn: "arn:g" }, [["blind", "ask"]])],
  });
});
