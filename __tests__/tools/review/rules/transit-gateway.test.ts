import { transitGatewayRules } from "../../../../tools/review/rules/transit-gateway.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on transit gateways", () => {
  describeRules(transitGatewayRules, {
    "transit-gateway-removed": [
      removalExample({ amazon_side_asn: 64512 }, [
        ["cut", "ask"],
        ["name", "ask"],
      ]),
    ],
    "transit-gateway-attachment-removed": [removalExample({ vpc_id: "vpc-1" }, [["cut", "ask"]])],
    "transit-gateway-attachment-leaves-zone": [
      updateExample({ subnet_ids: ["subnet-1", "subnet-2"] }, { subnet_ids: ["subnet-1"] }, [["cut", "ask"]]),
    ],
    "transit-gateway-routing-off": [
      updateExample(
        { default_route_table_propagation: "enable" },
        { default_route_table_propagation: "disable" },
        [["cut", "ask"]],
      ),
      updateExample(
        { transit_gateway_default_route_table_association: true },
        { transit_gateway_default_route_table_association: false },
        [["cut", "ask"]],
        {},
        { type: "aws_ec2_transit_gateway_vpc_attachment" },
      ),
    ],
    "transit-gateway-accepts-by-itself": [
      updateExample(
        { auto_accept_shared_attachments: "disable" },
        { auto_accept_shared_attachments: "enable" },
        [["exposure", "ask"]],
      ),
    ],
    "transit-gateway-appliance-mode-changes": [
      updateExample({ appliance_mode_support: "enable" }, { appliance_mode_support: "disable" }, [
        ["cut", "ask"],
      ]),
    ],
    "transit-gateway-support-off": [
      updateExample({ dns_support: "enable" }, { dns_support: "disable" }, [["cut", "ask"]]),
    ],
    "transit-gateway-ecmp-off": [
      updateExample({ vpn_ecmp_support: "enable" }, { vpn_ecmp_support: "disable" }, [["thinner", "note"]]),
    ],
    "transit-gateway-peers-change": [
      updateExample({ amazon_side_asn: 64512 }, { amazon_side_asn: 64513 }, [["outage", "ask"]]),
    ],
    "transit-gateway-route-removed": [
      removalExample({ destination_cidr_block: "10.0.0.0/8" }, [["cut", "note"]]),
    ],
    "transit-gateway-multicast-removed": [removalExample({ igmpv2_support: "enable" }, [["cut", "ask"]])],
  });
});
