import {
  clientVpn,
  endpointService,
  flowsFrom,
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
} from "../../support/platform-builder.ts";

const INGRESS = "hermit -> ledger";

/** The flow through the load balancer of {@link company}. */
export const companyIngress = flowsFrom(INGRESS);

/** A valid platform with several networks and a connection of every kind. */
export const company = inventPlatform("company", {
  networks: networksFrom({
    hub: {},
    east: {},
    west: {},
    lone: {},
    europe: { region: "eu-west-1", zones: 1 },
  }),
  connections: {
    bridge: peering("east", "lone"),
    transit: transitGateway(
      { hub: "hub", east: "spoke", west: "spoke" },
      { cidrs: ["10.255.0.0/24"], peers: ["transit-eu"] },
    ),
    "transit-eu": transitGateway({ europe: "spoke" }, { region: "eu-west-1", asn: 64_520 }),
    "office-vpn": siteToSiteVpn({ address: "198.51.100.7" }, ON_TRANSIT, "192.168.0.0/16"),
    line: { kind: "direct-connect", endsOn: onGatewayOf("lone"), allowedPrefixes: ["10.3.0.0/16"] },
    "staff-vpn": clientVpn("hub"),
    link: transitConnect("10.0.32.20"),
    "ledger-service": endpointService("ledger-nlb", "lone"),
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
  edge: { loadBalancers: { "ledger-nlb": loadBalancer("private", ["7000/TCP"], { network: "west" }) } },
  workloads: {
    directory: serverIn("hub", 636),
    till: serverIn("east", 8080),
    ledger: serverIn("west", 7000, { publish: { loadBalancer: "ledger-nlb" } }),
    hermit: serverIn("lone", 8080),
    till2: serverIn("europe", 8080),
  },
  flows: [
    "till -> directory",
    "till -> hermit",
    "till2 -> directory",
    INGRESS,
    "office -> till",
    "plant -> hermit",
    "staff -> directory",
    "till -> licence",
  ],
});
