import { flow, platform, server, tcp } from "../../language/language.ts";
import { merge } from "../../language/merge.ts";
import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";

const PRIVATE_TIERS = { private: { access: "private" }, transit: { access: "isolated" } } as const;
const NO_ENDPOINTS = { gateway: [] as never[] };
const ZONES = ["us-east-1a", "us-east-1b"];
const ACCOUNT = "123456789012";

/** A small platform with a connection of every kind, each carrying a flow, over two regions. */
export const crossroads = platform({
  name: "crossroads",
  region: "us-east-1",
  protected: false,
  networks: {
    hub: {
      cidr: "10.0.0.0/16",
      zones: ZONES,
      tiers: PRIVATE_TIERS,
      endpoints: NO_ENDPOINTS,
      privateZone: "crossroads.internal",
    },
    east: { cidr: "10.1.0.0/16", zones: ZONES, tiers: PRIVATE_TIERS, endpoints: NO_ENDPOINTS },
    west: { cidr: "10.2.0.0/16", zones: ZONES, tiers: PRIVATE_TIERS, endpoints: NO_ENDPOINTS },
    lone: { cidr: "10.3.0.0/16", zones: ["us-east-1a"], tiers: PRIVATE_TIERS, endpoints: NO_ENDPOINTS },
    europe: {
      region: "eu-west-1",
      cidr: "10.4.0.0/16",
      zones: ["eu-west-1a"],
      tiers: PRIVATE_TIERS,
      endpoints: NO_ENDPOINTS,
    },
  },
  connections: {
    bridge: { kind: "peering", between: ["east", "lone"] },
    "long-bridge": { kind: "peering", between: ["lone", "europe"] },
    transit: {
      kind: "transit-gateway",
      cidrs: ["10.255.0.0/24"],
      attachments: { hub: { role: "hub" }, east: { role: "spoke" }, west: { role: "spoke" } },
      peers: ["transit-eu"],
    },
    "transit-eu": {
      kind: "transit-gateway",
      region: "eu-west-1",
      asn: 64_520,
      attachments: { europe: { role: "spoke" } },
    },
    "office-vpn": {
      kind: "site-to-site-vpn",
      customerGateway: { address: "198.51.100.7", asn: 65_010 },
      endsOn: { kind: "transit-gateway", connection: "transit" },
      routing: { kind: "bgp" },
    },
    "shop-vpn": {
      kind: "site-to-site-vpn",
      customerGateway: { address: "198.51.100.8" },
      endsOn: { kind: "transit-gateway", connection: "transit" },
      routing: { kind: "static", cidrs: ["192.168.8.0/24"] },
    },
    "depot-vpn": {
      kind: "site-to-site-vpn",
      customerGateway: { address: "198.51.100.9" },
      endsOn: { kind: "virtual-private-gateway", network: "lone" },
      routing: { kind: "static", cidrs: ["192.168.9.0/24"] },
    },
    "plant-line": {
      kind: "direct-connect",
      endsOn: { kind: "virtual-private-gateway", network: "lone" },
      allowedPrefixes: ["10.3.0.0/16"],
    },
    "centre-line": {
      kind: "direct-connect",
      asn: 64_514,
      endsOn: { kind: "transit-gateway", connection: "transit" },
      allowedPrefixes: ["10.0.0.0/16", "10.1.0.0/16"],
    },
    "staff-vpn": {
      kind: "client-vpn",
      network: "hub",
      tier: "private",
      certificateArns: {
        server: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/11111111-1111-4111-8111-111111111111`,
        clientAuthority: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/22222222-2222-4222-8222-222222222222`,
      },
      clientCidr: "10.200.0.0/22",
      authorizedCidrs: ["10.0.0.0/16", "10.1.0.0/16"],
    },
    "warehouse-link": {
      kind: "transit-connect",
      transitGateway: "transit",
      transport: "hub",
      peer: { address: "10.0.36.20", asn: 65_001, insideCidr: "169.254.100.0/29" },
    },
    "ledger-service": {
      kind: "endpoint-service",
      loadBalancer: "ledger-nlb",
      consumers: { lone: { tier: "private" } },
    },
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
  edge: {
    loadBalancers: {
      "ledger-nlb": {
        kind: "network",
        network: "west",
        tier: "private",
        listeners: [{ port: 7000, protocol: "TCP" }],
      },
    },
  },
  workloads: {
    directory: server({ network: "hub", tier: "private", port: 636 }),
    till: server({ network: "east", tier: "private", port: 8080 }),
    ledger: server({ network: "west", tier: "private", port: 7000, publish: { loadBalancer: "ledger-nlb" } }),
    hermit: server({ network: "lone", tier: "private", port: 9000 }),
    "till-eu": server({ network: "europe", tier: "private", port: 8080 }),
  },
  flows: [
    flow("till", "directory"),
    flow("till", "hermit"),
    flow("till-eu", "directory"),
    flow("till-eu", "hermit"),
    flow("hermit", "ledger"),
    flow("office", "till"),
    flow("shop", "till"),
    flow("depot", "hermit"),
    flow("hermit", "plant", tcp(22)),
    flow("directory", "centre", tcp(636)),
    flow("staff", "directory"),
    flow("staff", "till"),
    flow("warehouse", "directory"),
  ],
  environments: { prod: { account: ACCOUNT, alarms: { emails: ["network@crossroads.example.net"] } } },
});

/** {@link crossroads}, resolved, with a change laid over it. */
export function crossroadsWith(change: object = {}): Platform {
  return resolve(merge(crossroads, change) as PlatformSpec, "prod");
}
