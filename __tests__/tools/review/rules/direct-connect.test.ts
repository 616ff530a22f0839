import { directConnectRules } from "../../../../tools/review/rules/direct-connect.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on Direct Connect", () => {
  describeRules(directConnectRules, {
    "direct-connect-line-removed": [
      removalExample({ bandwidth: "1Gbps" }, [
        ["cut", "ask"],
        ["name", "ask"],
      ]),
    ],
    "direct-connect-interface-removed": [removalExample({ vlan: 100 }, [["cut", "ask"]])],
    "direct-connect-gateway-removed": [removalExample({ amazon_side_asn: "64512" }, [["cut", "ask"]])],
    "direct-connect-prefixes-removed": [
      updateExample(
        { allowed_prefixes: ["10.0.0.0/16", "10.1.0.0/16"] },
        { allowed_prefixes: ["10.0.0.0/16"] },
        [["cut", "ask"]],
      ),
    ],
    "direct-connect-encryption-weaker": [
      updateExample({ encryption_mode: "must_encrypt" }, { encryption_mode: "should_encrypt" }, [
        ["disarmed", "ask"],
      ]),
    ],
    "direct-connect-mtu-changes": [updateExample({ mtu: 1500 }, { mtu: 9001 }, [["outage", "note"]])],
  });
});
