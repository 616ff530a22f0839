import { flow, platform, server } from "../../../language/language.ts";

const PRIVATE = { private: { access: "private" }, transit: { access: "isolated" } } as const;
const US_ZONES = ["us-east-1a", "us-east-1b"];

/** A good platform of several networks, with one connection of every kind. */
export const company = platform({
  name: "company",
  region: "us-east-1",
  networks: {
    hub: { cidr: "10.0.0.0/16", zones: US_ZONES, tiers: PRIVATE },
    east: { cidr: "10.1.0.0/16", zones: US_ZONES, tiers: PRIVATE },
    west: { cidr: "10.2.0.0/16", zones: US_ZONES, tiers: PRIVATE },
    lone: { cidr: "10.3.0.0/16", zones: US_ZONES, tiers: PRIVATE },
    europe: { region: "eu-west-1", cidr: "10.4.0.0/16", zones: ["eu-west-1a"], tiers: PRIVATE },
  },
  connections: {
    bridge: { kind: "peering", between: ["east", "lone"] },
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
      customerGateway: { address: "198.51.100.7" },
      endsOn: { kind: "transit-gateway", connection: "transit" },
      routing: { kind: "static", cidrs: ["192.168.0.0/16"] },
    },
    line: {
      kind: "direct-connect",
      endsOn: { kind: "virtual-private-gateway", network: "lone" },
      allowedPrefixes: ["10.3.0.0/16"],
    },
    "staff-vpn": {
      kind: "client-vpn",
      network: "hub",
      tier: "private",
      certificateArns: {
        server: "arn:aws:acm:us-east-1:123456789012:certificate/11111111-1111-4111-8111-111111111111",
        clientAuthority:
          "arn:aws:acm:us-east-1:123456789012:certificate/22222222-2222-4222-8222-222222222222",
      },
      clientCidr: "10.200.0.0/22",
    },
    link: {
      kind: "transit-connect",
      transitGateway: "transit",
      transport: "hub",
      peer: { address: "10.0.32.20", asn: 65_001, insideCidr: "169.254.100.0/29" },
    },
    "ledger-service": {
      kind: "endpoint-service",
      loadBalancer: "ledger-nlb",
      consumers: { lone: { tier: "private" } },
    },
  },
  outside: {
    office: { cidrs: ["192.168.1.0/24"], via: "office-vpn" },
    plant: { cidrs: ["172.16.0.0/16"], via: "line" },
    staff: { cidrs: ["10.200.0.0/22"], via: "staff-vpn" },
  },
  interfaces: {
    licence: {
      network: "hub",
      tier: "private",
      zone: "us-east-1a",
      address: "10.0.32.10",
      secondaryAddresses: ["10.0.32.11"],
      attachTo: "directory",
      port: 27_000,
    },
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
    ledger: server({
      network: "west",
      tier: "private",
      port: 7000,
      publish: { loadBalancer: "ledger-nlb" },
    }),
    hermit: server({ network: "lone", tier: "private", port: 8080 }),
    till2: server({ network: "europe", tier: "private", port: 8080 }),
  },
  flows: [
    flow("till", "directory"),
    flow("till", "hermit"),
    flow("till2", "directory"),
    flow("hermit", "ledger"),
    flow("office", "till"),
    flow("plant", "hermit"),
    flow("staff", "directory"),
    flow("till", "licence"),
  ],
  environments: { prod: { account: "123456789012" } },
});
