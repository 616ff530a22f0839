import { vpnRules } from "../../../../tools/review/rules/vpn.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on Site-to-Site VPN and peering", () => {
  describeRules(vpnRules, {
    "vpn-removed": [
      removalExample({ type: "ipsec.1" }, [
        ["cut", "ask"],
        ["name", "ask"],
      ]),
    ],
    "vpn-gateway-changes": [
      updateExample({ customer_gateway_id: "cgw-1" }, { customer_gateway_id: "cgw-2" }, [["outage", "ask"]]),
    ],
    "vpn-tunnel-changes": [
      updateExample({ tunnel1_ike_versions: ["ikev1"] }, { tunnel1_ike_versions: ["ikev2"] }, [
        ["outage", "ask"],
      ]),
    ],
    "vpn-key-changes": [
      updateExample({ tunnel2_preshared_key: "a" }, { tunnel2_preshared_key: "b" }, [["outage", "ask"]]),
    ],
    "vpn-networks-change": [
      updateExample({ local_ipv4_network_cidr: "0.0.0.0/0" }, { local_ipv4_network_cidr: "10.0.0.0/8" }, [
        ["cut", "ask"],
      ]),
    ],
    "vpn-logs-off": [
      updateExample(
        { tunnel1_log_options: [{ cloudwatch_log_options: [{ log_enabled: true }] }] },
        { tunnel1_log_options: [{ cloudwatch_log_options: [{ log_enabled: false }] }] },
        [["blind", "ask"]],
      ),
    ],
    "vpn-lifecycle-control-changes": [
      updateExample(
        { tunnel1_enable_tunnel_lifecycle_control: true },
        { tunnel1_enable_tunnel_lifecycle_control: false },
        [["later", "note"]],
      ),
    ],
    "vpn-gateway-removed": [removalExample({ vpc_id: "vpc-1" }, [["cut", "ask"]])],
    "vpn-gateway-moves": [updateExample({ vpc_id: "vpc-1" }, { vpc_id: "vpc-2" }, [["cut", "ask"]])],
    "customer-gateway-removed": [
      {
        dangerous: { actions: ["delete", "create"], before: { ip_address: "192.0.2.1" } },
        risks: [
          ["outage", "ask"],
          ["refused", "ask"],
        ],
        harmless: { actions: ["update"], before: { ip_address: "192.0.2.1" } },
      },
      {
        dangerous: { actions: ["create", "delete"], before: { ip_address: "192.0.2.1" } },
        risks: [["outage", "ask"]],
        harmless: { actions: ["update"], before: { ip_address: "192.0.2.1" } },
      },
    ],
    "vpn-route-removed": [removalExample({ destination_cidr_block: "10.0.0.0/8" }, [["cut", "note"]])],
    "peering-removed": [
      removalExample({ peer_vpc_id: "vpc-2" }, [
        ["cut", "ask"],
        ["name", "ask"],
      ]),
    ],
    "peering-acceptance-removed": [removalExample({ auto_accept: true }, [["cut", "note"]])],
    "peering-dns-off": [
      updateExample(
        { accepter: [{ allow_remote_vpc_dns_resolution: true }] },
        { accepter: [{ allow_remote_vpc_dns_resolution: false }] },
        [["cut", "ask"]],
      ),
    ],
  });
});
