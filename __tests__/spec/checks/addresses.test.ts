import { refuses } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

describe("checks of addresses", () => {
  refuses(shop, [
    [
      "a secondary block on top of the first",
      { networks: { main: { secondaryCidrs: ["10.0.128.0/20"] } } },
      'networks.main.secondaryCidrs[0]: received "10.0.128.0/20"; allowed: a block that does not overlap the network\'s 10.0.0.0/16. Fix: choose another block.',
    ],
    [
      "a secondary block on top of another",
      { networks: { main: { secondaryCidrs: ["10.1.0.0/16", "10.1.8.0/24"] } } },
      'networks.main.secondaryCidrs[1]: received "10.1.8.0/24"; allowed: a block that does not overlap the network\'s 10.1.0.0/16. Fix: choose another block.',
    ],
    [
      "a secondary block of another private range",
      { networks: { main: { secondaryCidrs: ["192.168.0.0/16"] } } },
      'networks.main.secondaryCidrs[0]: received "192.168.0.0/16"; allowed: a block of 10.0.0.0/8, as the network\'s first block, or a public one. Fix: choose another block.',
    ],
    [
      "more secondary blocks than AWS takes",
      {
        networks: {
          main: {
            secondaryCidrs: ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16", "10.4.0.0/16", "10.5.0.0/16"],
          },
        },
      },
      "networks.main.secondaryCidrs: received 5; allowed: at most 4 blocks. Fix: remove some.",
    ],
    [
      "a subnet outside the network",
      {
        networks: {
          main: {
            tiers: { database: { cidrs: { "us-east-1a": "10.9.0.0/24", "us-east-1b": "10.0.225.0/24" } } },
          },
        },
      },
      'networks.main.tiers.database.cidrs.us-east-1a: received "10.9.0.0/24"; allowed: a block inside 10.0.0.0/16. Fix: choose one, or add a block to secondaryCidrs.',
    ],
    [
      "a subnet on top of another tier's slot",
      {
        networks: {
          main: {
            tiers: { database: { cidrs: { "us-east-1a": "10.0.32.0/24", "us-east-1b": "10.0.225.0/24" } } },
          },
        },
      },
      'networks.main.tiers.database.cidrs.us-east-1a: received "10.0.32.0/24"; allowed: a block that does not overlap tier private\'s 10.0.32.0/22 in us-east-1a. Fix: choose another block.',
    ],
    [
      "a subnet on top of another zone's",
      {
        networks: {
          main: {
            tiers: { database: { cidrs: { "us-east-1a": "10.0.224.0/24", "us-east-1b": "10.0.224.0/25" } } },
          },
        },
      },
      'networks.main.tiers.database.cidrs.us-east-1b: received "10.0.224.0/25"; allowed: a block that does not overlap tier database\'s 10.0.224.0/24 in us-east-1a. Fix: choose another block.',
    ],
  ]);
});
