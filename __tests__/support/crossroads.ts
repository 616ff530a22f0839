import { merge } from "../../language/merge.ts";
import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";
import {
  clientVpn,
  endpointService,
  inventPlatform,
  loadBalancer,
  networksFrom,
  ON_TRANSIT,
  onGatewayOf,
  peering,
  serverIn,
  siteToSiteVpn,
  transitConnect,
  transitGateway,
} from "./platform-builder.ts";

/** A small platform in two regions with a connection of every kind, each with a flow over it. */
const crossroads = inventPlatform("crossroads", {
  protected: false,
  networks: networksFrom(
    {
      hub: { privateZone: "crossroads.internal" },
      east: {},
      west: {},
      lone: { zones: 1 },
      europe: { region: "eu-west-1", zones: 1 },
    },
    { endpoints: { gateway: [] } },
  ),
  connections: {
    bridge: peering("east", "lone"),
    "long-bridge": peering("lone", "europe"),
    transit: transitGateway(
      { hub: "hub", east: "spoke", west: "spoke" },
      { cidrs: ["10.255.0.0/24"], peers: ["transit-eu"] },
    ),
    "transit-eu": transitGateway({ europe: "spoke" }, { region: "eu-west-1", asn: 64_520 }),
    "office-vpn": siteToSiteVpn({ address: "198.51.100.7", asn: 65_010 }, ON_TRANSIT),
    "shop-vpn": siteToSiteVpn({ address: "198.51.100.8" }, ON_TRANSIT, "192.168.8.0/24"),
    "depot-vpn": siteToSiteVpn({ address: "198.51.100.9" }, onGatewayOf("lone"), "192.168.9.0/24"),
    "plant-line": { kind: "direct-connect", endsOn: onGatewayOf("lone"), allowedPrefixes: ["10.3.0.0/16"] },
    "centre-line": {
      kind: "direct-connect",
      asn: 64_514,
      endsOn: ON_TRANSIT,
      allowedPrefixes: ["10.0.0.0/16", "10.1.0.0/16"],
    },
    "staff-vpn": clientVpn("hub", { authorizedCidrs: ["10.0.0.0/16", "10.1.0.0/16"] }),
    "warehouse-link": transitConnect("10.0.36.20"),
    "ledger-service": endpointService("ledger-nlb", "lone"),
  },
  outside: {
    office: { cidrs: ["192.168.7.0/24"], via: "office-vpn" },
    shop: { cidrs: ["192.168.8.0/24"], via: "shop-vpn" },
    depot: { cidrs: ["192.168.9.0/24"], via: "depot-vpn" },
    plant: { cidrs: ["172.16.0.0/16"], via: "plant-line" },
    centre: { cidrs: ["172.20.0.0/16"], via: "centre-line" },
    staff: { cidrs: ["10.200.0.0/22"], via: "staff-vpn" },
    warehouse: { cidrs: ["192.168.30.0/24"], via: "warehouse-link" },
  },
  edge: { loadBalancers: { "ledger-nlb": loadBalancer("private", ["7000/TCP"], { network: "west" }) } },
  workloads: {
    directory: serverIn("hub", 636),
    till: serverIn("east", 8080),
    ledger: serverIn("west", 7000, { publish: { loadBalancer: "ledger-nlb" } }),
    hermit: serverIn("lone", 9000),
    "till-eu": serverIn("europe", 8080),
  },
  flows: [
    "till -> directory",
    "till -> hermit",
    "till-eu -> directory",
    "till-eu -> hermit",
    "hermit -> ledger",
    "office -> till",
    "shop -> till",
    "depot -> hermit",
    "hermit -> plant tcp/22",
    "directory -> centre tcp/636",
    "staff -> directory",
    "staff -> till",
    "warehouse -> directory",
  ],
  prod: { alarms: { emails: ["network@crossroads.example.net"] } },
});

/** {@link crossroads}, resolved, with a change merged into it. */
export function crossroadsWith(change: object = {}): Platform {
  return resolve(merge(crossroads, change) as PlatformSpec, "prod");
}
