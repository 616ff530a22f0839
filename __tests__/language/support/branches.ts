import { server } from "../../../language/language.ts";
import { inventPlatform, networksFrom } from "../../support/platform-builder.ts";

/** Two networks in two regions, joined by a VPN: both a till and a ledger call each other. */
export const branches = inventPlatform("branches", {
  networks: networksFrom(
    {
      head: { tiers: { private: { access: "private" } } },
      branch: {
        region: "eu-west-1",
        tiers: { public: { access: "public" }, private: { access: "private" } },
      },
    },
    {},
    70,
  ),
  connections: {
    join: { kind: "network-vpn", network: "head", router: { network: "branch", tier: "public" } },
  },
  workloads: {
    ledger: server({ network: "head", tier: "private", port: 7000, opens: [7000] }),
    till: server({ network: "branch", tier: "private", port: 8080, opens: [8080] }),
  },
  flows: ["till -> ledger", "ledger -> till"],
});
