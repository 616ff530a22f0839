import { flow, tcp } from "../../spec/language.ts";
import { refuses } from "./support/bad-specs.ts";
import { company } from "./support/company.ts";

describe("ways between networks", () => {
  refuses(company, [
    [
      "networks that nothing joins",
      { flows: [flow("hermit", "directory")] },
      'flows[0]: received "hermit -> directory"; allowed: networks that a connection joins: nothing joins lone and hub. Fix: add a peering or transit gateway under connections, or remove the flow.',
    ],
    [
      "a third network behind a peering",
      { flows: [flow("till", "hermit"), flow("directory", "hermit")] },
      'flows[1]: received "directory -> hermit"; allowed: networks that a connection joins: nothing joins hub and lone. Fix: add a peering or transit gateway under connections, or remove the flow.',
    ],
    [
      "two spokes of one transit gateway",
      { flows: [flow("till", "ledger", tcp(7000))] },
      'flows[0]: received "till -> ledger"; allowed: networks of which one is a hub: east and west are both spokes. Fix: go by a service in the hub, or join the two by peering.',
    ],
    [
      "two spokes of peered transit gateways",
      { flows: [flow("till2", "till")] },
      'flows[0]: received "till2 -> till"; allowed: networks of which one is a hub: europe and east are both spokes. Fix: go by a service in the hub, or join the two by peering.',
    ],
    [
      "a service that is not published to the network",
      {
        connections: { "ledger-service": { consumers: { lone: null, east: { tier: "private" } } } },
        flows: [flow("hermit", "ledger")],
      },
      'flows[0]: received "hermit -> ledger"; allowed: networks that a connection joins: nothing joins lone and west. Fix: add a peering or transit gateway under connections, or remove the flow.',
    ],
    [
      "a port past an endpoint service",
      { flows: [flow("hermit", "ledger", tcp(22))] },
      'flows[0]: received "hermit -> ledger"; allowed: networks that a connection joins: nothing joins lone and west. Fix: add a peering or transit gateway under connections, or remove the flow.',
    ],
    [
      "an office, to a network that its VPN does not lead to",
      { flows: [flow("office", "hermit")] },
      'flows[0]: received "office -> hermit"; allowed: a target in a network that office-vpn leads to: hub, east, west. Fix: attach network lone, or remove the flow.',
    ],
    [
      "a plant, from a network that its line does not lead to",
      { flows: [flow("till", "plant", tcp(80))] },
      'flows[0]: received "till -> plant"; allowed: a source in a network that line leads to: lone. Fix: attach network east, or remove the flow.',
    ],
    [
      "a call to a VPN's clients",
      { flows: [flow("directory", "staff", tcp(22))] },
      'flows[0]: received "directory -> staff"; allowed: flows from staff only: nothing can call a VPN\'s clients. Fix: swap from and to.',
    ],
    [
      "VPN clients, to a network that they may not reach",
      { flows: [flow("staff", "till")] },
      'flows[0]: received "staff -> till"; allowed: a target in a network that staff-vpn leads to: hub. Fix: join network east to the VPN\'s, and name its block in connections.staff-vpn.authorizedCidrs.',
    ],
    [
      "an interface, from the internet",
      { flows: [flow("internet", "licence")] },
      'flows[0]: received "internet -> licence"; allowed: a way from the internet: licence has neither a public address nor, for these ports, a load balancer in a public tier. Fix: publish it on one.',
    ],
  ]);
});
