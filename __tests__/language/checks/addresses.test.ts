import { itRejects } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

describe("checks of addresses", () => {
  itRejects(shop, [
    [
      "a CIDR block that the internet routes",
      { networks: { main: { cidr: "8.8.0.0/16" } } },
      'networks.main.cidr: received "8.8.0.0/16"; allowed: a private CIDR block, inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, 198.18.0.0/15: the internet routes others to their owners, whom nothing in the VPC could reach. Fix: use one such as "10.0.0.0/16", or set addresses: "public" on the network if the block is yours.',
    ],
    [
      "a secondary CIDR block that the internet routes",
      { networks: { main: { secondaryCidrs: ["100.128.0.0/16"] } } },
      'networks.main.secondaryCidrs[0]: received "100.128.0.0/16"; allowed: a private CIDR block, inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, 198.18.0.0/15: the internet routes others to their owners, whom nothing in the VPC could reach. Fix: use one such as "10.0.0.0/16", or set addresses: "public" on the network if the block is yours.',
    ],
    [
      "a CIDR block of every host itself, also among public ones",
      { networks: { main: { cidr: "127.0.0.0/16", addresses: "public" } } },
      'networks.main.cidr: received "127.0.0.0/16"; allowed: a CIDR block outside 127.0.0.0/8, which no network has. Fix: use one such as "10.0.0.0/16".',
    ],
    [
      "a secondary CIDR block that overlaps the primary one",
      { networks: { main: { secondaryCidrs: ["10.0.128.0/20"] } } },
      'networks.main.secondaryCidrs[0]: received "10.0.128.0/20"; allowed: a CIDR block that does not overlap the network\'s 10.0.0.0/16. Fix: choose another CIDR block.',
    ],
    [
      "a secondary CIDR block that overlaps another",
      { networks: { main: { secondaryCidrs: ["10.1.0.0/16", "10.1.8.0/24"] } } },
      'networks.main.secondaryCidrs[1]: received "10.1.8.0/24"; allowed: a CIDR block that does not overlap the network\'s 10.1.0.0/16. Fix: choose another CIDR block.',
    ],
    [
      "a secondary CIDR block in another private range",
      { networks: { main: { secondaryCidrs: ["192.168.0.0/16"] } } },
      'networks.main.secondaryCidrs[0]: received "192.168.0.0/16"; allowed: a CIDR block outside 172.16.0.0/12, 192.168.0.0/16, 198.19.0.0/16, 10.0.0.0/16, which AWS does not add to 10.0.0.0/16. Fix: choose another CIDR block.',
    ],
    [
      "a private secondary CIDR block of a network with a non-private primary one",
      { networks: { main: { cidr: "100.64.0.0/16", secondaryCidrs: ["10.1.0.0/16"] } } },
      'networks.main.secondaryCidrs[0]: received "10.1.0.0/16"; allowed: a CIDR block outside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 198.19.0.0/16, which AWS does not add to 100.64.0.0/16. Fix: choose another CIDR block.',
    ],
    [
      "a secondary CIDR block in AWS's own range",
      { networks: { main: { secondaryCidrs: ["198.19.16.0/20"] } } },
      'networks.main.secondaryCidrs[0]: received "198.19.16.0/20"; allowed: a CIDR block outside 172.16.0.0/12, 192.168.0.0/16, 198.19.0.0/16, 10.0.0.0/16, which AWS does not add to 10.0.0.0/16. Fix: choose another CIDR block.',
    ],
    [
      "a secondary CIDR block in the default VPC's range",
      { networks: { main: { cidr: "172.20.0.0/16", secondaryCidrs: ["172.31.0.0/20"] } } },
      'networks.main.secondaryCidrs[0]: received "172.31.0.0/20"; allowed: a CIDR block outside 10.0.0.0/8, 192.168.0.0/16, 198.19.0.0/16, 172.31.0.0/16, which AWS does not add to 172.20.0.0/16. Fix: choose another CIDR block.',
    ],
    [
      "a secondary CIDR block in 10.0.0.0/16",
      { networks: { main: { cidr: "10.1.0.0/16", secondaryCidrs: ["10.0.0.0/20"] } } },
      'networks.main.secondaryCidrs[0]: received "10.0.0.0/20"; allowed: a CIDR block outside 172.16.0.0/12, 192.168.0.0/16, 198.19.0.0/16, 10.0.0.0/16, which AWS does not add to 10.1.0.0/16. Fix: choose another CIDR block.',
    ],
    [
      "more secondary CIDR blocks than AWS allows",
      {
        networks: {
          main: {
            secondaryCidrs: ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16", "10.4.0.0/16", "10.5.0.0/16"],
          },
        },
      },
      "networks.main.secondaryCidrs: received 5; allowed: at most 4 secondary CIDR blocks. Fix: remove some.",
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
      'networks.main.tiers.database.cidrs.us-east-1a: received "10.9.0.0/24"; allowed: a CIDR block inside 10.0.0.0/16. Fix: choose one, or add a CIDR block to secondaryCidrs.',
    ],
    [
      "a subnet that overlaps another tier's slot",
      {
        networks: {
          main: {
            tiers: { database: { cidrs: { "us-east-1a": "10.0.32.0/24", "us-east-1b": "10.0.225.0/24" } } },
          },
        },
      },
      'networks.main.tiers.database.cidrs.us-east-1a: received "10.0.32.0/24"; allowed: a CIDR block that does not overlap tier private\'s 10.0.32.0/22 in us-east-1a. Fix: choose another CIDR block.',
    ],
    [
      "a subnet that overlaps another zone's",
      {
        networks: {
          main: {
            tiers: { database: { cidrs: { "us-east-1a": "10.0.224.0/24", "us-east-1b": "10.0.224.0/25" } } },
          },
        },
      },
      'networks.main.tiers.database.cidrs.us-east-1b: received "10.0.224.0/25"; allowed: a CIDR block that does not overlap tier database\'s 10.0.224.0/24 in us-east-1a. Fix: choose another CIDR block.',
    ],
  ]);
});
