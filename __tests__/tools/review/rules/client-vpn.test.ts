import { clientVpnRules } from "../../../../tools/review/rules/client-vpn.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on Client VPN", () => {
  describeRules(clientVpnRules, {
    "client-vpn-removed": [
      removalExample({ client_cidr_block: "10.9.0.0/22" }, [
        ["name", "ask"],
        ["cut", "ask"],
      ]),
    ],
    "client-vpn-configuration-changes": [
      updateExample({ vpn_port: 443 }, { vpn_port: 1194 }, [["outage", "ask"]]),
    ],
    "client-vpn-traffic-changes": [
      updateExample({ split_tunnel: true }, { split_tunnel: false }, [["cut", "ask"]]),
    ],
    "client-vpn-checks-off": [
      updateExample(
        { client_connect_options: [{ enabled: true }] },
        { client_connect_options: [{ enabled: false }] },
        [["disarmed", "ask"]],
      ),
    ],
    "client-vpn-logs-off": [
      updateExample(
        { connection_log_options: [{ enabled: true }] },
        { connection_log_options: [{ enabled: false }] },
        [["blind", "ask"]],
      ),
    ],
    "client-vpn-session-shorter": [
      updateExample({ session_timeout_hours: 24 }, { session_timeout_hours: 8 }, [["outage", "note"]], {
        session_timeout_hours: 24,
      }),
    ],
    "client-vpn-access-removed": [removalExample({ target_network_cidr: "10.0.0.0/16" }, [["cut", "ask"]])],
    "client-vpn-route-removed": [
      removalExample({ destination_cidr_block: "10.0.0.0/16" }, [["cut", "note"]]),
    ],
  });
});
