import { flow } from "../../../language/language.ts";
import { itRejects } from "../support/bad-specs.ts";
import { shop, shopIngress } from "../support/shop.ts";

describe("checks of egress", () => {
  itRejects(shop, [
    [
      "a NAT gateway without a public tier",
      {
        networks: { main: { tiers: { public: { access: "isolated" } } } },
        edge: { domain: null, loadBalancers: { alb: { listeners: [{ port: 80, protocol: "HTTP" }] } } },
        flows: [flow("web", "db"), flow("workers", "web"), flow("workers", "relay")],
      },
      'networks.main.nat.kind: received "gateway"; allowed: "none" or "private-gateway": the other kinds require a public tier, and there is none. Fix: add a tier with access: "public".',
    ],
    [
      "NAT without a private tier",
      {
        networks: { main: { tiers: { private: { access: "isolated" } } } },
        flows: [flow("web", "db"), ...shopIngress],
      },
      'networks.main.nat.kind: received "gateway"; allowed: "none": no tier of this network is private. Fix: remove nat, or make a tier private.',
    ],
    [
      "private NAT without a tier of its own",
      {
        networks: { main: { nat: { kind: "private-gateway" } } },
        flows: [flow("web", "db"), ...shopIngress],
      },
      "networks.main.nat.tier: received nothing; allowed: a tier of this network. Fix: name one of its tiers.",
    ],
    [
      "private NAT in an unknown tier",
      {
        networks: { main: { nat: { kind: "private-gateway", tier: "databas" } } },
        flows: [flow("web", "db"), ...shopIngress],
      },
      'networks.main.nat.tier: received "databas"; allowed: an isolated tier of this network: database. Fix: did you mean "database"?',
    ],
    [
      "private NAT in the tier that it serves",
      {
        networks: { main: { nat: { kind: "private-gateway", tier: "private" } } },
        flows: [flow("web", "db"), ...shopIngress],
      },
      'networks.main.nat.tier: received "private"; allowed: an isolated tier: the gateways hide private tiers. Fix: use "database".',
    ],
    [
      "private NAT in a public tier, where no tier is isolated",
      {
        networks: {
          main: {
            tiers: { database: { access: "private" } },
            nat: { kind: "private-gateway", tier: "public" },
          },
        },
        flows: [flow("web", "db"), ...shopIngress],
      },
      'networks.main.nat.tier: received "public"; allowed: an isolated tier: public tiers route to the internet gateway. Fix: add a tier with access: "isolated".',
    ],
    [
      "private NAT without a private tier",
      {
        networks: {
          main: {
            tiers: { private: { access: "isolated" } },
            nat: { kind: "private-gateway", tier: "database" },
          },
        },
        flows: [flow("web", "db"), ...shopIngress],
      },
      'networks.main.nat.kind: received "private-gateway"; allowed: "none": no tier of this network is private. Fix: remove nat, or make a tier private.',
    ],
    [
      "an allocation ID for a zone without a gateway",
      {
        networks: {
          main: {
            nat: { placement: "single", allocationIds: { "us-east-1b": "eipalloc-0123456789abcdef0" } },
          },
        },
      },
      'networks.main.nat.allocationIds.us-east-1b: received "us-east-1b"; allowed: a zone that has a NAT gateway: us-east-1a. Fix: use "us-east-1a".',
    ],
    [
      "one allocation ID for two gateways",
      {
        networks: {
          main: {
            nat: {
              allocationIds: {
                "us-east-1a": "eipalloc-0123456789abcdef0",
                "us-east-1b": "eipalloc-0123456789abcdef0",
              },
            },
          },
        },
      },
      'networks.main.nat.allocationIds.us-east-1b: received "eipalloc-0123456789abcdef0"; allowed: a different Elastic IP for each gateway. Fix: use another allocation ID.',
    ],
    [
      "S3 as an interface endpoint",
      { networks: { main: { endpoints: { interface: ["logs", "s3"] } } } },
      'networks.main.endpoints.interface[1]: received "s3"; allowed: a service without a gateway endpoint, which is free of charge. Fix: move "s3" to endpoints.gateway.',
    ],
    [
      "endpoint names that AWS does not have, or in full",
      {
        networks: {
          main: {
            endpoints: { interface: ["ecr", "com.amazonaws.us-east-1.logs", "session-manager", "ecr.api"] },
          },
        },
      },
      'networks.main.endpoints.interface[0]: received "ecr"; allowed: an endpoint name without the region, such as "ecr.api". Fix: write "ecr.api", "ecr.dkr".',
      'networks.main.endpoints.interface[1]: received "com.amazonaws.us-east-1.logs"; allowed: an endpoint name without the region, such as "ecr.api". Fix: write "logs".',
      'networks.main.endpoints.interface[2]: received "session-manager"; allowed: an endpoint name without the region, such as "ecr.api". Fix: write "ssm", "ssmmessages".',
    ],
    [
      "duplicate endpoints",
      { networks: { main: { endpoints: { interface: ["logs", "logs"], gateway: ["s3", "s3"] } } } },
      'networks.main.endpoints.gateway[1]: received "s3"; allowed: each service only once. Fix: remove the duplicate.',
      'networks.main.endpoints.interface[1]: received "logs"; allowed: each service only once. Fix: remove the duplicate.',
    ],
    [
      "endpoints in an unknown tier",
      { networks: { main: { endpoints: { tier: "privat" } } } },
      'networks.main.endpoints.tier: received "privat"; allowed: a tier of this network: public, private or database. Fix: did you mean "private"?',
    ],
  ]);
});
