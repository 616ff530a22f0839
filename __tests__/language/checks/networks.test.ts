import { itRejects } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

describe("checks of networks", () => {
  itRejects(shop, [
    [
      "a resolver endpoint in one zone, in a tier that does not exist, without a private zone",
      { networks: { main: { resolverEndpoint: { tier: "dns" }, privateZone: null } } },
      'networks.main.resolverEndpoint.tier: received "dns"; allowed: a tier of this network: public, private or database. Fix: use one of them.',
      'networks.main.resolverEndpoint: received {"tier":"dns"}; allowed: only with a private zone, which it answers for. Fix: set privateZone, or remove it.',
    ],
    [
      "authorizations of a VPC of the own account and of one VPC twice, without a private zone",
      {
        networks: {
          main: {
            privateZone: null,
            zoneAuthorizations: [
              { account: "123456789012", vpcId: "vpc-0123456789abcdef0" },
              { account: "210987654321", vpcId: "vpc-0123456789abcdef0", region: "eu-west-1" },
            ],
          },
        },
      },
      'networks.main.zoneAuthorizations: received [{"account":"123456789012","vpcId":"vpc-0123456789abcdef0"},{"account":"2109876…; allowed: only with a private zone, which the VPCs resolve. Fix: set privateZone, or remove it.',
      'networks.main.zoneAuthorizations[0].account: received "123456789012"; allowed: an account other than the platform\'s: in this one, flows decide which VPCs resolve the zone. Fix: remove it, and declare a flow.',
      'networks.main.zoneAuthorizations[1].vpcId: received "vpc-0123456789abcdef0"; allowed: each VPC only once. Fix: remove the duplicate.',
    ],
    [
      "an authorization of a VPC by its name",
      { networks: { main: { zoneAuthorizations: [{ account: "210987654321", vpcId: "partner" }] } } },
      'networks.main.zoneAuthorizations[0].vpcId: received "partner"; allowed: the ID of a VPC. Fix: use an ID such as "vpc-0123456789abcdef0".',
    ],
    [
      "a zone of another region",
      { networks: { main: { zones: ["us-east-1a", "us-west-2b"] } } },
      'networks.main.zones[1]: received "us-west-2b"; allowed: a zone of us-east-1: us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e or us-east-1f. Fix: use one of them.',
    ],
    [
      "a zone that the region lacks",
      { region: "eu-west-1", networks: { main: { zones: ["eu-west-1a", "eu-west-1f"] } } },
      'networks.main.zones[1]: received "eu-west-1f"; allowed: a zone of eu-west-1: eu-west-1a, eu-west-1b or eu-west-1c. Fix: use one of them.',
    ],
    [
      "a duplicate zone",
      { networks: { main: { zones: ["us-east-1a", "us-east-1b", "us-east-1a"] } } },
      'networks.main.zones[2]: received "us-east-1a"; allowed: each zone only once. Fix: remove the duplicate.',
    ],
    [
      "no tiers",
      {
        networks: { main: { tiers: { public: null, private: null, database: null } } },
        edge: { loadBalancers: null, domain: null },
        workloads: null,
        stores: null,
        users: null,
        backup: null,
        flows: [],
      },
      'networks.main.tiers: received {}; allowed: at least one tier. Fix: write { public: { access: "public" }, … }.',
      'networks.main.nat.kind: received "gateway"; allowed: "none": no tier of this network is private. Fix: remove nat, or make a tier private.',
      'networks.main.nat.kind: received "gateway"; allowed: "none" or "private-gateway": the other kinds require a public tier, and there is none. Fix: add a tier with access: "public".',
    ],
    [
      "a tier without a slot",
      { networks: { main: { tiers: { reports: { access: "private" } } } } },
      "networks.main.tiers.reports.slot: received nothing; allowed: a slot from 0 to 7, since only the names public, private, database, cache, endpoint or transit imply one. Fix: use slot 3, which is free.",
    ],
    [
      "a slot that another tier has",
      { networks: { main: { tiers: { reports: { access: "private", slot: 1 } } } } },
      "networks.main.tiers.reports.slot: received 1; allowed: a unique slot: tier private has the same. Fix: use slot 3, which is free.",
    ],
    [
      "CIDR blocks for a zone that the network lacks",
      { networks: { main: { tiers: { database: { cidrs: { "us-east-1c": "10.0.224.0/24" } } } } } },
      'networks.main.tiers.database.cidrs.us-east-1c: received "us-east-1c"; allowed: a zone of this network: us-east-1a or us-east-1b. Fix: use one of them.',
    ],
    [
      "a CIDR block too small for slots",
      { networks: { main: { cidr: "10.0.0.0/23" } } },
      'networks.main.cidr: received "10.0.0.0/23"; allowed: a CIDR block of /22 or larger, since it is split into 8 tiers of 8 zones and AWS\'s smallest subnet is /28. Fix: use 10.0.0.0/22, or set cidrs on every tier.',
    ],
    [
      "a CIDR block too small for the one tier that uses a slot",
      {
        networks: {
          main: {
            cidr: "10.0.0.0/24",
            tiers: {
              public: { cidrs: { "us-east-1a": "10.0.0.0/27", "us-east-1b": "10.0.0.32/27" } },
              private: { cidrs: { "us-east-1a": "10.0.0.64/27", "us-east-1b": "10.0.0.96/27" } },
            },
          },
        },
      },
      'networks.main.cidr: received "10.0.0.0/24"; allowed: a CIDR block of /22 or larger, since it is split into 8 tiers of 8 zones and AWS\'s smallest subnet is /28. Fix: use 10.0.0.0/22, or set cidrs on every tier.',
    ],
    [
      "a private zone that hides the public domain",
      { networks: { main: { privateZone: "example.com" } } },
      'networks.main.privateZone: received "example.com"; allowed: a name that does not hide the public domain shop.example.com from the network. Fix: use a name such as "internal.shop.example.com".',
    ],
  ]);
});
