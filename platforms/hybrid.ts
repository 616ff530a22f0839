import {
  fleet,
  flow,
  platform,
  postgres,
  scenario,
  server,
  service,
  tcp,
  udp,
} from "../language/language.ts";
import { placeholder } from "./placeholder.ts";

/**
 * The tiers of a spoke or of a region's hub: ingress, servers, and the transit gateway attachment.
 */
const TIERS = {
  public: { access: "public" },
  private: { access: "private" },
  transit: { access: "isolated" },
} as const;
const US_ZONES = ["us-east-1a", "us-east-1b"];
const EU_ZONES = ["eu-west-1a", "eu-west-1b"];
const NGINX = "public.ecr.aws/nginx/nginx-unprivileged:1.27";

/**
 * Hybrid: a company network over two regions, with several VPCs, offices and a data centre. It
 * shows every kind of ingress and egress; anything that its flows do not name is denied.
 */
export const hybrid = platform({
  name: "hybrid",
  region: "us-east-1",

  networks: {
    // The hub: services that every spoke may use.
    shared: {
      cidr: "10.40.0.0/16",
      zones: US_ZONES,
      tiers: { ...TIERS, dns: { access: "isolated", slot: 6 } },
      nat: { kind: "gateway", placement: "per-zone" },
      endpoints: { gateway: ["s3", "dynamodb"], interface: ["ssm", "ssmmessages"] },
      privateZone: "corp.internal",
      // The office and the warehouse forward corp.internal to it.
      resolverEndpoint: { tier: "dns" },
    },
    // An internet-facing spoke.
    shop: {
      cidr: "10.41.0.0/16",
      zones: US_ZONES,
      tiers: TIERS,
      nat: { kind: "gateway", placement: "single" },
      privateZone: "shop.corp.internal",
    },
    // A spoke without internet access in either direction.
    orders: {
      cidr: "10.42.0.0/16",
      zones: US_ZONES,
      tiers: { private: { access: "private" }, transit: { access: "isolated" } },
    },
    // Peered with the shop, and joined to the other region's by VPN.
    partner: { cidr: "10.43.0.0/16", zones: US_ZONES, tiers: { private: { access: "private" } } },
    // Without any connection.
    vault: {
      cidr: "10.44.0.0/16",
      zones: US_ZONES,
      tiers: { private: { access: "private" }, database: { access: "isolated" } },
    },
    // One office's network. The office sees its routable tier only: private NAT hides the rest.
    depot: {
      cidr: "10.45.0.0/16",
      zones: US_ZONES,
      tiers: { private: { access: "private" }, routable: { access: "isolated", slot: 6 } },
      nat: { kind: "private-gateway", tier: "routable" },
    },
    "shared-eu": { region: "eu-west-1", cidr: "10.50.0.0/16", zones: EU_ZONES, tiers: TIERS },
    "shop-eu": {
      region: "eu-west-1",
      cidr: "10.51.0.0/16",
      zones: EU_ZONES,
      tiers: TIERS,
      privateZone: "shop-eu.corp.internal",
    },
  },

  connections: {
    "shop-partner": { kind: "peering", between: ["shop", "partner"] },
    transit: {
      kind: "transit-gateway",
      asn: 64_512,
      cidrs: ["10.60.0.0/24"],
      attachments: { shared: { role: "hub" }, shop: { role: "spoke" }, orders: { role: "spoke" } },
      peers: ["transit-eu"],
    },
    "transit-eu": {
      kind: "transit-gateway",
      region: "eu-west-1",
      asn: 64_522,
      attachments: { "shared-eu": { role: "hub" }, "shop-eu": { role: "spoke" } },
    },
    "office-vpn": {
      kind: "site-to-site-vpn",
      customerGateway: { address: "198.51.100.10", asn: 65_010 },
      endsOn: { kind: "transit-gateway", connection: "transit" },
      routing: { kind: "bgp" },
    },
    "depot-vpn": {
      kind: "site-to-site-vpn",
      customerGateway: { address: "198.51.100.20" },
      endsOn: { kind: "virtual-private-gateway", network: "depot" },
      routing: { kind: "static", cidrs: ["192.168.20.0/24"] },
    },
    // Between the regions beside the transit gateways, to which the partner is not attached. The
    // router is in Europe, since us-east-1 has no Elastic IP left.
    "partner-vpn": {
      kind: "network-vpn",
      network: "partner",
      router: { network: "shop-eu", tier: "public" },
    },
    "staff-vpn": {
      kind: "client-vpn",
      network: "shared",
      tier: "private",
      clientCidr: "10.200.0.0/22",
      certificateArns: {
        server: "arn:aws:acm:us-east-1:666666666666:certificate/11111111-1111-4111-8111-111111111111",
        clientAuthority:
          "arn:aws:acm:us-east-1:666666666666:certificate/22222222-2222-4222-8222-222222222222",
      },
    },
    "datacentre-line": {
      kind: "direct-connect",
      asn: 64_513,
      endsOn: { kind: "transit-gateway", connection: "transit" },
      allowedPrefixes: ["10.40.0.0/16", "10.41.0.0/16", "10.42.0.0/16"],
    },
    // AWS's closest match to a layer-2 extension: GRE and BGP, on layer 3.
    "warehouse-link": {
      kind: "transit-connect",
      transitGateway: "transit",
      transport: "shared",
      peer: { address: "10.40.32.20", asn: 65_030, insideCidr: "169.254.100.0/29" },
    },
    "ledger-service": {
      kind: "endpoint-service",
      loadBalancer: "ledger-nlb",
      consumers: { partner: { tier: "private" } },
    },
  },

  outside: {
    office: { cidrs: ["192.168.10.0/24"], via: "office-vpn" },
    "depot-office": { cidrs: ["192.168.20.0/24"], via: "depot-vpn" },
    staff: { cidrs: ["10.200.0.0/22"], via: "staff-vpn" },
    datacentre: { cidrs: ["172.20.0.0/16"], via: "datacentre-line" },
    warehouse: { cidrs: ["192.168.30.0/24"], via: "warehouse-link" },
  },

  // A licence server's addresses, which it keeps when it moves to another server.
  interfaces: {
    licence: {
      network: "shared",
      tier: "private",
      zone: "us-east-1a",
      address: "10.40.32.10",
      secondaryAddresses: ["10.40.32.11"],
      attachTo: "directory",
      port: 27_000,
      publish: { loadBalancer: "shared-nlb", listenerPort: 27_000, healthCheck: { protocol: "TCP" } },
    },
  },

  edge: {
    loadBalancers: {
      "web-alb": {
        kind: "application",
        network: "shop",
        tier: "public",
        listeners: [
          { port: 80, protocol: "HTTP", action: "redirect" },
          { port: 443, protocol: "HTTPS" },
        ],
      },
      // For the partner: containers change their addresses, a load balancer keeps its name.
      "partner-alb": {
        kind: "application",
        network: "shop",
        tier: "private",
        listeners: [{ port: 80, protocol: "HTTP" }],
      },
      // DNAT: fixed public addresses, with one port forwarded to a private server.
      "fixed-nlb": {
        kind: "network",
        network: "shop",
        tier: "public",
        fixedAddresses: true,
        listeners: [{ port: 8443, protocol: "TCP" }],
      },
      "intranet-alb": {
        kind: "application",
        network: "shared",
        tier: "private",
        listeners: [{ port: 80, protocol: "HTTP" }],
      },
      "shared-nlb": {
        kind: "network",
        network: "shared",
        tier: "private",
        listeners: [
          { port: 53, protocol: "UDP" },
          { port: 27_000, protocol: "TCP" },
        ],
      },
      "ledger-nlb": {
        kind: "network",
        network: "orders",
        tier: "private",
        listeners: [{ port: 7000, protocol: "TCP" }],
      },
      "depot-nlb": {
        kind: "network",
        network: "depot",
        tier: "routable",
        listeners: [{ port: 5000, protocol: "TCP" }],
      },
    },
    domain: {
      name: "hybrid.example.net",
      certificateNames: ["hybrid.example.net"],
      hosts: ["hybrid.example.net"],
      entry: "web-alb",
    },
    waf: { requestsPerFiveMinutes: 1000 },
  },

  workloads: {
    web: service({
      network: "shop",
      tier: "private",
      port: 8080,
      image: { uri: NGINX },
      cpuUnits: 256,
      memoryMiB: 512,
      desired: 2,
      publish: { loadBalancer: "web-alb", algorithm: "least-outstanding-requests" },
      publishAlso: [{ loadBalancer: "partner-alb", listenerPort: 80 }],
    }),
    // The shop's status page, so it runs outside the shop.
    status: server({
      network: "shop-eu",
      tier: "public",
      publicAddress: true,
      port: 80,
      setup: placeholder(80),
    }),
    terminal: server({
      network: "shop",
      tier: "private",
      port: 8443,
      // On 8889, a simple web server for a first test of the network with curl.
      setup: [...placeholder(8443), ...placeholder(8889, "http", { name: "simple-web-server" })],
      publish: {
        loadBalancer: "fixed-nlb",
        algorithm: "source-ip-hash",
        healthCheck: { protocol: "TCP" },
      },
    }),
    directory: server({
      network: "shared",
      tier: "private",
      port: 636,
      setup: [
        ...placeholder(636, "https"),
        // The licence's interface is attached once the server runs.
        ...placeholder(27_000, "http", { name: "licence", onAnyAddress: true }),
      ],
    }),
    intranet: service({
      network: "shared",
      tier: "private",
      port: 8080,
      image: { uri: NGINX },
      cpuUnits: 256,
      memoryMiB: 512,
      publish: { loadBalancer: "intranet-alb" },
    }),
    resolver: fleet({
      network: "shared",
      tier: "private",
      port: 53,
      setup: [...placeholder(53), ...placeholder(53, "dns", { name: "placeholder-dns" })],
      min: 2,
      max: 4,
      // A health check over UDP would get no response: it checks the same port over TCP.
      publish: { loadBalancer: "shared-nlb", listenerPort: 53, healthCheck: { protocol: "TCP" } },
    }),
    ledger: fleet({
      network: "orders",
      tier: "private",
      port: 7000,
      setup: placeholder(7000, "https"),
      min: 2,
      max: 6,
      publish: { loadBalancer: "ledger-nlb", healthCheck: { protocol: "HTTPS", path: "/health" } },
    }),
    "partner-app": server({ network: "partner", tier: "private", port: 9000, setup: placeholder(9000) }),
    archivist: server({ network: "vault", tier: "private" }),
    scanner: server({
      network: "depot",
      tier: "private",
      port: 5000,
      setup: placeholder(5000),
      publish: { loadBalancer: "depot-nlb", healthCheck: { protocol: "TCP" } },
    }),
    "web-eu": server({ network: "shop-eu", tier: "private", port: 8080, setup: placeholder(8080) }),
    "monitor-eu": server({ network: "shared-eu", tier: "private", zone: "eu-west-1b" }),
  },

  stores: {
    "vault-db": postgres({
      network: "vault",
      tier: "database",
      version: "16",
      instanceClass: "db.t4g.micro",
      storageGiB: 20,
      databaseName: "vault",
    }),
  },

  flows: [
    ...scenario("dedicated network", flow("archivist", "vault-db"), flow("archivist", "aws")),
    ...scenario(
      "web hosting",
      flow("internet", "web"),
      flow("internet", "status"),
      flow("internet", "terminal"),
      flow("web", "internet", tcp(443)),
    ),
    ...scenario("web application access", flow("staff", "intranet"), flow("office", "intranet")),
    ...scenario(
      "vpc connectivity",
      flow("partner-app", "web"),
      flow("web", "directory"),
      flow("ledger", "directory"),
      flow("web", "resolver"),
      flow("web-eu", "directory"),
      flow("monitor-eu", "web-eu"),
      flow("partner-app", "ledger"),
      flow("partner-app", "terminal", tcp(8889)),
      flow("web", "licence"),
    ),
    ...scenario("regions by vpn", flow("partner-app", "web-eu"), flow("web-eu", "partner-app")),
    ...scenario(
      "hybrid deployment",
      flow("datacentre", "ledger"),
      flow("web", "datacentre", tcp(1521)),
      flow("warehouse", "directory"),
      flow("depot-office", "scanner"),
      flow("scanner", "depot-office", tcp(445)),
      flow("resolver", "datacentre", udp(53), tcp(53)),
    ),
    flow("directory", "aws"),
    flow("intranet", "internet", tcp(443)),
  ],

  environments: {
    prod: {
      account: "666666666666",
      alarms: { emails: ["network@hybrid.example.net"] },
      budget: { monthlyUsd: 1500, emails: ["network@hybrid.example.net"] },
    },
  },
});
