import { ec2NetworkRules } from "../../../../tools/review/rules/ec2-network.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const VPC = "vpc-0123456789abcdef0";

describe("rules on VPCs, subnets and gateways", () => {
  describeRules(ec2NetworkRules, {
    "network-removed": [
      {
        dangerous: {
          actions: ["delete", "create"],
          before: { id: VPC },
          beside: [
            { type: "aws_security_group", before: { vpc_id: VPC }, after: {}, unknown: { vpc_id: true } },
          ],
        },
        risks: [
          ["refused", "block"],
          ["outage", "ask"],
        ],
        harmless: {
          actions: ["update"],
          before: { id: VPC },
          beside: [
            { type: "aws_security_group", before: { vpc_id: VPC }, after: {}, unknown: { vpc_id: true } },
          ],
        },
      },
      removalExample({ id: VPC }, [["outage", "ask"]], {
        beside: [{ type: "aws_security_group", actions: ["delete"], before: { vpc_id: VPC } }],
      }),
    ],
    "vpc-dns-off": [
      updateExample({ enable_dns_support: true }, { enable_dns_support: false }, [["outage", "ask"]]),
    ],
    "ipv6-block-removed": [
      updateExample({ ipv6_cidr_block: "2001:db8::/56" }, { ipv6_cidr_block: null }, [["cut", "ask"]]),
    ],
    "subnet-gives-public-addresses": [
      updateExample({ map_public_ip_on_launch: false }, { map_public_ip_on_launch: true }, [
        ["exposure", "note"],
      ]),
    ],
    "subnet-gives-no-public-addresses": [
      updateExample({ map_public_ip_on_launch: true }, { map_public_ip_on_launch: false }, [["cut", "note"]]),
    ],
    "vpc-block-removed": [
      removalExample({ cidr_block: "10.1.0.0/16" }, [
        ["outage", "ask"],
        ["refused", "ask"],
      ]),
    ],
    "nat-gateway-removed": [
      removalExample({ allocation_id: "eipalloc-1" }, [
        ["cut", "ask"],
        ["name", "ask"],
      ]),
    ],
    "nat-gateway-addresses-removed": [
      updateExample({ secondary_allocation_ids: ["eipalloc-2"] }, { secondary_allocation_ids: [] }, [
        ["thinner", "note"],
      ]),
    ],
    "elastic-ip-removed": [
      removalExample({ public_ip: "192.0.2.1" }, [
        ["name", "ask"],
        ["outage", "ask"],
      ]),
    ],
    "elastic-ip-moves": [
      updateExample({ instance: "i-1" }, { instance: "i-2" }, [["outage", "ask"]]),
      {
        dangerous: { before: { instance: "i-1" }, after: { instance: "" } },
        risks: [["outage", "ask"]],
        harmless: { before: { instance: "" }, after: { instance: "i-1" } },
      },
    ],
    "elastic-ip-association-removed": [removalExample({ allocation_id: "eipalloc-1" }, [["outage", "ask"]])],
    "internet-gateway-removed": [removalExample({ vpc_id: VPC }, [["cut", "ask"]])],
    "internet-gateway-moves": [
      {
        dangerous: { before: { vpc_id: VPC }, after: { vpc_id: "vpc-2" } },
        risks: [["cut", "ask"]],
        harmless: { before: {}, after: { vpc_id: "vpc-2" } },
      },
    ],
    "dhcp-options-removed": [
      removalExample({ domain_name: "example.internal" }, [["outage", "ask"]]),
      {
        dangerous: { actions: ["delete", "create"], before: { domain_name: "a" } },
        risks: [["outage", "ask"]],
        harmless: { actions: ["create", "delete"], before: { domain_name: "a" } },
        harmlessRisks: [["later", "note"]],
      },
    ],
    "dhcp-options-change": [
      updateExample({ dhcp_options_id: "dopt-1" }, { dhcp_options_id: "dopt-2" }, [["later", "note"]]),
    ],
    "network-reservation-removed": [removalExample({ cidr_block: "10.0.0.0/28" }, [["later", "note"]])],
    "block-public-access-removed": [
      removalExample({ internet_gateway_block_mode: "block-bidirectional" }, [["exposure", "ask"]]),
    ],
  });
});
