import { flow, tcp } from "../../language/language.ts";
import { itRejects, problemLines } from "./support/bad-specs.ts";
import { company, companyIngress } from "./support/company.ts";

/** The change that puts a network's private tier behind private NAT. */
const BEHIND_PRIVATE_NAT = {
  tiers: { routable: { access: "isolated", slot: 6 } },
  nat: { kind: "private-gateway", tier: "routable" },
};

describe("checks of paths between networks", () => {
  itRejects(company, [
    [
      "a flow between networks without a connection",
      { flows: [flow("hermit", "directory"), ...companyIngress] },
      'flows[0]: received "hermit -> directory"; allowed: connected networks: no connection between lone and hub. Fix: add a peering or transit gateway under connections, or remove the flow.',
    ],
    [
      "a flow to a third network over a peering",
      { flows: [flow("till", "hermit"), flow("directory", "hermit"), ...companyIngress] },
      'flows[1]: received "directory -> hermit"; allowed: connected networks: no connection between hub and lone. Fix: add a peering or transit gateway under connections, or remove the flow.',
    ],
    [
      "a flow between two spokes of a transit gateway",
      { flows: [flow("till", "ledger", tcp(7000))] },
      'flows[0]: received "till -> ledger"; allowed: networks with at least one hub: east and west are both spokes. Fix: go through a service in the hub, or peer the two networks.',
    ],
    [
      "a flow between two spokes of peered transit gateways",
      { flows: [flow("till2", "till"), ...companyIngress] },
      'flows[0]: received "till2 -> till"; allowed: networks with at least one hub: europe and east are both spokes. Fix: go through a service in the hub, or peer the two networks.',
    ],
    [
      "a flow to an endpoint service from a network that is not a consumer",
      {
        connections: { "ledger-service": { consumers: { lone: null, east: { tier: "private" } } } },
        flows: [flow("hermit", "ledger")],
      },
      'flows[0]: received "hermit -> ledger"; allowed: connected networks: no connection between lone and west. Fix: add a peering or transit gateway under connections, or remove the flow.',
    ],
    [
      "a port that bypasses an endpoint service",
      { flows: [flow("hermit", "ledger", tcp(22))] },
      'flows[0]: received "hermit -> ledger"; allowed: connected networks: no connection between lone and west. Fix: add a peering or transit gateway under connections, or remove the flow.',
    ],
    [
      "a flow from an office to a network outside its VPN",
      { flows: [flow("office", "hermit"), ...companyIngress] },
      'flows[0]: received "office -> hermit"; allowed: a target in a network reachable over office-vpn: hub, east, west. Fix: attach network lone, or remove the flow.',
    ],
    [
      "a flow to a plant from a network outside its Direct Connect",
      { flows: [flow("till", "plant", tcp(80)), ...companyIngress] },
      'flows[0]: received "till -> plant"; allowed: a source in a network reachable over line: lone. Fix: attach network east, or remove the flow.',
    ],
    [
      "a flow to VPN clients",
      { flows: [flow("directory", "staff", tcp(22)), ...companyIngress] },
      'flows[0]: received "directory -> staff"; allowed: flows from staff only: VPN clients cannot be called. Fix: swap from and to.',
    ],
    [
      "a flow from VPN clients to a network that is not authorized",
      { flows: [flow("staff", "till"), ...companyIngress] },
      'flows[0]: received "staff -> till"; allowed: a target in a network reachable over staff-vpn: hub. Fix: connect network east to the VPN\'s network, and add its CIDR block to connections.staff-vpn.authorizedCidrs.',
    ],
    [
      "a flow from the internet to an interface",
      { flows: [flow("internet", "licence"), ...companyIngress] },
      'flows[0]: received "internet -> licence"; allowed: a path from the internet: licence has no public address and, for these ports, no load balancer in a public tier. Fix: publish it on one.',
    ],
    [
      "a flow from an office to a tier behind private NAT",
      { networks: { east: BEHIND_PRIVATE_NAT }, flows: [flow("office", "till"), ...companyIngress] },
      'flows[0]: received "office -> till"; allowed: a target reachable over connections: private NAT hides tier private of network east. Fix: publish till on a load balancer in tier routable, and omit the flow\'s ports.',
    ],
    [
      "a flow from another network to a tier behind private NAT",
      {
        networks: { east: BEHIND_PRIVATE_NAT },
        flows: [flow("directory", "till", tcp(22)), ...companyIngress],
      },
      'flows[0]: received "directory -> till"; allowed: a target reachable over connections: private NAT hides tier private of network east. Fix: publish till on a load balancer in tier routable, and omit the flow\'s ports.',
    ],
    [
      "a flow from an office to a load balancer in a tier behind private NAT",
      {
        networks: { west: BEHIND_PRIVATE_NAT },
        flows: [flow("office", "ledger")],
      },
      'flows[0]: received "office -> ledger"; allowed: a target reachable over connections: private NAT hides tier private of network west. Fix: publish ledger on a load balancer in tier routable, and omit the flow\'s ports.',
    ],
    [
      "a flow from VPN clients to a tier behind private NAT in another network",
      {
        networks: { east: BEHIND_PRIVATE_NAT },
        connections: { "staff-vpn": { authorizedCidrs: ["10.0.0.0/15"] } },
        flows: [flow("staff", "till"), ...companyIngress],
      },
      'flows[0]: received "staff -> till"; allowed: a target reachable over connections: private NAT hides tier private of network east. Fix: publish till on a load balancer in tier routable, and omit the flow\'s ports.',
    ],
    [
      "private NAT over a peering",
      { networks: { east: BEHIND_PRIVATE_NAT }, flows: [flow("till", "hermit"), ...companyIngress] },
      'flows[0]: received "till -> hermit"; allowed: a path over a transit gateway or virtual private gateway: private NAT of network east does not work over peerings. Fix: connect east and lone by a transit gateway, or remove the flow.',
    ],
    [
      "private NAT to IPv6",
      {
        networks: { lone: BEHIND_PRIVATE_NAT },
        outside: { plant: { cidrs: ["172.16.0.0/16", "2001:db8::/32"] } },
        flows: [flow("hermit", "plant", tcp(22)), ...companyIngress],
      },
      'flows[0]: received "hermit -> plant"; allowed: IPv4 CIDR blocks: private NAT of network lone does not support IPv6. Fix: give plant only IPv4 CIDR blocks, or remove the flow.',
    ],
  ]);
});

describe("a platform with private NAT", () => {
  it.each<[string, object]>([
    [
      "from the tier over a transit gateway",
      { networks: { east: BEHIND_PRIVATE_NAT }, flows: [flow("till", "directory"), ...companyIngress] },
    ],
    [
      "from the tier over a virtual private gateway",
      {
        networks: { lone: BEHIND_PRIVATE_NAT },
        flows: [flow("hermit", "plant", tcp(22)), ...companyIngress],
      },
    ],
    [
      "inside the network",
      {
        networks: { hub: BEHIND_PRIVATE_NAT },
        flows: [flow("directory", "licence"), flow("staff", "directory"), ...companyIngress],
      },
    ],
    [
      "over PrivateLink",
      { networks: { lone: BEHIND_PRIVATE_NAT, west: BEHIND_PRIVATE_NAT }, flows: [flow("hermit", "ledger")] },
    ],
    [
      "to the tier through a load balancer in the gateways' tier",
      {
        networks: { west: BEHIND_PRIVATE_NAT },
        edge: { loadBalancers: { "ledger-nlb": { tier: "routable" } } },
        flows: [flow("office", "ledger")],
      },
    ],
  ])("may have flows %s", (_title, change) => {
    expect(problemLines(company, change)).toEqual([]);
  });
});
