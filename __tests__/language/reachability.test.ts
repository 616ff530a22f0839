import { flow, tcp } from "../../language/language.ts";
import { itRejects, problemLines } from "./support/bad-specs.ts";
import { company } from "./support/company.ts";

/** A network whose private tier is behind private NAT. */
const HIDDEN = {
  tiers: { routable: { access: "isolated", slot: 6 } },
  nat: { kind: "private-gateway", tier: "routable" },
};

describe("ways between networks", () => {
  itRejects(company, [
    [
      "networks that nothing joins",
      { flows: [flow("hermit", "directory")] },
      'flows[0]: received "hermit -> directory"; allowed: connected networks: no connection between lone and hub. Fix: add a peering or transit gateway under connections, or remove the flow.',
    ],
    [
      "a third network behind a peering",
      { flows: [flow("till", "hermit"), flow("directory", "hermit")] },
      'flows[1]: received "directory -> hermit"; allowed: connected networks: no connection between hub and lone. Fix: add a peering or transit gateway under connections, or remove the flow.',
    ],
    [
      "two spokes of one transit gateway",
      { flows: [flow("till", "ledger", tcp(7000))] },
      'flows[0]: received "till -> ledger"; allowed: networks with at least one hub: east and west are both spokes. Fix: go through a service in the hub, or peer the two networks.',
    ],
    [
      "two spokes of peered transit gateways",
      { flows: [flow("till2", "till")] },
      'flows[0]: received "till2 -> till"; allowed: networks with at least one hub: europe and east are both spokes. Fix: go through a service in the hub, or peer the two networks.',
    ],
    [
      "a service that is not published to the network",
      {
        connections: { "ledger-service": { consumers: { lone: null, east: { tier: "private" } } } },
        flows: [flow("hermit", "ledger")],
      },
      'flows[0]: received "hermit -> ledger"; allowed: connected networks: no connection between lone and west. Fix: add a peering or transit gateway under connections, or remove the flow.',
    ],
    [
      "a port past an endpoint service",
      { flows: [flow("hermit", "ledger", tcp(22))] },
      'flows[0]: received "hermit -> ledger"; allowed: connected networks: no connection between lone and west. Fix: add a peering or transit gateway under connections, or remove the flow.',
    ],
    [
      "an office, to a network that its VPN does not lead to",
      { flows: [flow("office", "hermit")] },
      'flows[0]: received "office -> hermit"; allowed: a target in a network reachable over office-vpn: hub, east, west. Fix: attach network lone, or remove the flow.',
    ],
    [
      "a plant, from a network that its line does not lead to",
      { flows: [flow("till", "plant", tcp(80))] },
      'flows[0]: received "till -> plant"; allowed: a source in a network reachable over line: lone. Fix: attach network east, or remove the flow.',
    ],
    [
      "a call to a VPN's clients",
      { flows: [flow("directory", "staff", tcp(22))] },
      'flows[0]: received "directory -> staff"; allowed: flows from staff only: VPN clients cannot be called. Fix: swap from and to.',
    ],
    [
      "VPN clients, to a network that they may not reach",
      { flows: [flow("staff", "till")] },
      'flows[0]: received "staff -> till"; allowed: a target in a network reachable over staff-vpn: hub. Fix: connect network east to the VPN\'s network, and add its CIDR block to connections.staff-vpn.authorizedCidrs.',
    ],
    [
      "an interface, from the internet",
      { flows: [flow("internet", "licence")] },
      'flows[0]: received "internet -> licence"; allowed: a path from the internet: licence has no public address and, for these ports, no load balancer in a public tier. Fix: publish it on one.',
    ],
    [
      "an office, to what private NAT hides",
      { networks: { east: HIDDEN }, flows: [flow("office", "till")] },
      'flows[0]: received "office -> till"; allowed: a target reachable over connections: private NAT hides tier private of network east. Fix: publish till on a load balancer in tier routable, and omit the flow\'s ports.',
    ],
    [
      "another network, to what private NAT hides",
      { networks: { east: HIDDEN }, flows: [flow("directory", "till", tcp(22))] },
      'flows[0]: received "directory -> till"; allowed: a target reachable over connections: private NAT hides tier private of network east. Fix: publish till on a load balancer in tier routable, and omit the flow\'s ports.',
    ],
    [
      "another network, to a load balancer that private NAT hides too",
      {
        networks: { west: HIDDEN },
        flows: [flow("office", "ledger")],
      },
      'flows[0]: received "office -> ledger"; allowed: a target reachable over connections: private NAT hides tier private of network west. Fix: publish ledger on a load balancer in tier routable, and omit the flow\'s ports.',
    ],
    [
      "VPN clients, from their network to what private NAT hides in another",
      {
        networks: { east: HIDDEN },
        connections: { "staff-vpn": { authorizedCidrs: ["10.0.0.0/15"] } },
        flows: [flow("staff", "till")],
      },
      'flows[0]: received "staff -> till"; allowed: a target reachable over connections: private NAT hides tier private of network east. Fix: publish till on a load balancer in tier routable, and omit the flow\'s ports.',
    ],
    [
      "private NAT, over a peering",
      { networks: { east: HIDDEN }, flows: [flow("till", "hermit")] },
      'flows[0]: received "till -> hermit"; allowed: a path over a transit gateway or virtual private gateway: private NAT of network east does not work over peerings. Fix: connect east and lone by a transit gateway, or remove the flow.',
    ],
    [
      "private NAT, to IPv6",
      {
        networks: { lone: HIDDEN },
        outside: { plant: { cidrs: ["172.16.0.0/16", "2001:db8::/32"] } },
        flows: [flow("hermit", "plant", tcp(22))],
      },
      'flows[0]: received "hermit -> plant"; allowed: IPv4 CIDR blocks: private NAT of network lone does not support IPv6. Fix: give plant only IPv4 CIDR blocks, or remove the flow.',
    ],
  ]);
});

describe("ways through private NAT", () => {
  it.each<[string, object]>([
    ["out by a transit gateway", { networks: { east: HIDDEN }, flows: [flow("till", "directory")] }],
    [
      "out by a virtual private gateway",
      { networks: { lone: HIDDEN }, flows: [flow("hermit", "plant", tcp(22))] },
    ],
    [
      "past it, inside the network",
      { networks: { hub: HIDDEN }, flows: [flow("directory", "licence"), flow("staff", "directory")] },
    ],
    [
      "past it, by PrivateLink",
      { networks: { lone: HIDDEN, west: HIDDEN }, flows: [flow("hermit", "ledger")] },
    ],
    [
      "in by a load balancer beside the gateways",
      {
        networks: { west: HIDDEN },
        edge: { loadBalancers: { "ledger-nlb": { tier: "routable" } } },
        flows: [flow("office", "ledger")],
      },
    ],
  ])("lead %s", (_title, change) => {
    expect(problemLines(company, change)).toEqual([]);
  });
});
