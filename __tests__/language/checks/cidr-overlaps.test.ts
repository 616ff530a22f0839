import { itRejects } from "../support/bad-specs.ts";
import { company, companyIngress } from "../support/company.ts";

describe("checks of overlaps", () => {
  itRejects(company, [
    [
      "peered networks that overlap",
      {
        networks: { lone: { cidr: "10.1.0.0/16" } },
        connections: { line: null },
        outside: { plant: null },
        flows: companyIngress,
      },
      'networks.lone.cidr: received "10.1.0.0/16"; allowed: a CIDR block that does not overlap networks.east.cidr (10.1.0.0/16), since connection bridge connects them. Fix: choose another CIDR block, or do not connect them.',
    ],
    [
      "networks on one transit gateway that overlap",
      { networks: { west: { cidr: "10.0.0.0/16" } } },
      'networks.west.cidr: received "10.0.0.0/16"; allowed: a CIDR block that does not overlap networks.hub.cidr (10.0.0.0/16), since connection transit connects them. Fix: choose another CIDR block, or do not connect them.',
    ],
    [
      "networks over peered transit gateways that overlap",
      { networks: { europe: { cidr: "10.2.0.0/16" } } },
      'networks.europe.cidr: received "10.2.0.0/16"; allowed: a CIDR block that does not overlap networks.west.cidr (10.2.0.0/16), since connection transit connects them. Fix: choose another CIDR block, or do not connect them.',
    ],
    [
      "a secondary CIDR block that overlaps a peered network",
      { networks: { lone: { secondaryCidrs: ["10.1.64.0/20"] } } },
      'networks.lone.secondaryCidrs[0]: received "10.1.64.0/20"; allowed: a CIDR block that does not overlap networks.east.cidr (10.1.0.0/16), since connection bridge connects them. Fix: choose another CIDR block, or do not connect them.',
    ],
    [
      "an office that overlaps a network behind its VPN",
      {
        connections: { "office-vpn": { routing: { cidrs: ["10.1.0.0/16"] } } },
        outside: { office: { cidrs: ["10.1.5.0/24"] } },
      },
      'outside.office.cidrs[0]: received "10.1.5.0/24"; allowed: a CIDR block that does not overlap networks.east.cidr (10.1.0.0/16), since connection transit connects them. Fix: choose another CIDR block, or do not connect them.',
    ],
    [
      "a plant that overlaps the network behind its Direct Connect",
      { outside: { plant: { cidrs: ["10.3.9.0/24"] } } },
      'outside.plant.cidrs[0]: received "10.3.9.0/24"; allowed: a CIDR block that does not overlap networks.lone.cidr (10.3.0.0/16), since connection line connects them. Fix: choose another CIDR block, or do not connect them.',
    ],
    [
      "VPN clients that overlap the network",
      {
        connections: { "staff-vpn": { clientCidr: "10.0.0.0/20" } },
        outside: { staff: { cidrs: ["10.0.0.0/20"] } },
      },
      'connections.staff-vpn.clientCidr: received "10.0.0.0/20"; allowed: a CIDR block that does not overlap networks.hub.cidr (10.0.0.0/16), since connection staff-vpn connects them. Fix: choose another CIDR block, or do not connect them.',
    ],
    [
      "a transit gateway's own CIDR block that overlaps a network",
      { connections: { transit: { cidrs: ["10.1.0.0/24"] } } },
      'connections.transit.cidrs[0]: received "10.1.0.0/24"; allowed: a CIDR block that does not overlap networks.east.cidr (10.1.0.0/16), since connection transit connects them. Fix: choose another CIDR block, or do not connect them.',
    ],
  ]);
});
