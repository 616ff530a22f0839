import { itRejects } from "../support/bad-specs.ts";
import { branches } from "../support/branches.ts";

const join = (settings: object) => ({ connections: { join: settings } });

describe("checks of VPNs between networks", () => {
  itRejects(branches, [
    [
      "a network that does not exist",
      { ...join({ network: "haed" }), flows: [] },
      'connections.join.network: received "haed"; allowed: a network: head or branch. Fix: did you mean "head"?',
    ],
    [
      "a router in a tier that does not exist",
      join({ router: { tier: "pubilc" } }),
      'connections.join.router.tier: received "pubilc"; allowed: a tier of network branch: public or private. Fix: did you mean "public"?',
    ],
    [
      "a router in the VPN's own network",
      { ...join({ router: { network: "head", tier: "private" } }), flows: [] },
      'connections.join.router.network: received "head"; allowed: a network other than the VPN\'s own. Fix: name another network.',
    ],
    [
      "a router in a private tier, in a zone of another network",
      join({ router: { tier: "private", zone: "us-east-1a" } }),
      'connections.join.router.tier: received "private"; allowed: a public tier, from which the router calls AWS: public. Fix: add a tier with access: "public".',
      'connections.join.router.zone: received "us-east-1a"; allowed: a zone of network branch: eu-west-1a or eu-west-1b. Fix: use one of them.',
    ],
    [
      "a VPN beside a peering",
      { connections: { line: { kind: "peering", between: ["head", "branch"] } } },
      'connections.join: received "join"; allowed: two networks without another connection: line already connects head and branch. Fix: remove one of them.',
    ],
    [
      "two VPNs between the same networks",
      {
        connections: {
          again: { kind: "network-vpn", network: "head", router: { network: "branch", tier: "public" } },
        },
      },
      'connections.join: received "join"; allowed: two networks without another connection: again already connects head and branch. Fix: remove one of them.',
    ],
    [
      "networks that overlap",
      { networks: { branch: { cidr: "10.70.0.0/16" } } },
      'networks.branch.cidr: received "10.70.0.0/16"; allowed: a CIDR block that does not overlap networks.head.cidr (10.70.0.0/16), since connection join connects them. Fix: choose another CIDR block, or do not connect them.',
    ],
    [
      "private NAT, which hides a network from its connections",
      {
        networks: {
          branch: {
            tiers: { routable: { access: "isolated", slot: 6 } },
            nat: { kind: "private-gateway", tier: "routable" },
          },
        },
        flows: [],
      },
      'connections.join: received "branch"; allowed: networks without private NAT: branch has it. Fix: connect it by transit gateways.',
    ],
    [
      "a workload with the name of the VPN",
      { workloads: { join: { kind: "server", network: "head", tier: "private" } } },
      'workloads.join: received "join"; allowed: a name other than internet, aws, cloudfront, s3, dynamodb, head-endpoints, head-nat, branch-endpoints, branch-nat or join, which are reserved. Fix: choose another name.',
    ],
  ]);
});
