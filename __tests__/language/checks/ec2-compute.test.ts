import { itRejects } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

describe("checks of EC2 compute", () => {
  itRejects(shop, [
    [
      "a size that no instance type has",
      { workloads: { relay: { architecture: "ARM64", size: { vcpus: 64, memoryGiB: 1024 } } } },
      'workloads.relay.size: received {"vcpus":64,"memoryGiB":1024}; allowed: a size that one ARM64 server of a current general family offers. Fix: use several servers, or name an instanceType.',
    ],
    [
      "more users than one server supports",
      { workloads: { relay: { architecture: "ARM64", size: { concurrentUsers: 50000 } } } },
      'workloads.relay.size: received {"concurrentUsers":50000}; allowed: a size that one ARM64 server of a current general family offers. Fix: use several servers, or name an instanceType.',
    ],
    [
      "an instance type of another architecture",
      { workloads: { relay: { size: { instanceType: "t4g.small" } } } },
      'workloads.relay.size.instanceType: received "t4g.small"; allowed: an X86_64 instance type: t4g.small is ARM64. Fix: set architecture: "ARM64".',
    ],
    [
      "a setup that exceeds user data",
      { workloads: { relay: { setup: ["a".repeat(4000), "b".repeat(4000), "c".repeat(4000)] } } },
      "workloads.relay.setup: received 12002; allowed: at most 12000 bytes, since EC2 user data holds 16 KiB. Fix: fetch a script from a bucket.",
    ],
    [
      "duplicate packages and units",
      { workloads: { workers: { packages: ["nginx", "nginx"], units: ["nginx", "nginx"] } } },
      'workloads.workers.packages[1]: received "nginx"; allowed: each package only once. Fix: remove the duplicate.',
      'workloads.workers.units[1]: received "nginx"; allowed: each unit only once. Fix: remove the duplicate.',
    ],
    [
      "packages without a path to their source",
      { workloads: { relay: { packages: ["nginx"] } } },
      'workloads.relay.packages: received ["nginx"]; allowed: packages only with a path to S3, where they come from: its gateway endpoint, or the internet. Fix: add flow("relay", "aws").',
    ],
    [
      "packages without the gateway endpoint of their source",
      {
        networks: { main: { endpoints: { gateway: ["dynamodb"] } } },
        workloads: { workers: { packages: ["nginx"] } },
      },
      'workloads.workers.packages: received ["nginx"]; allowed: packages only with a path to S3, where they come from: its gateway endpoint, or the internet. Fix: add "s3" to the network\'s gateway endpoints, and flow("workers", "aws").',
    ],
    [
      "a zone that the network lacks",
      { workloads: { relay: { zone: "us-east-1c" } } },
      'workloads.relay.zone: received "us-east-1c"; allowed: a zone of network main: us-east-1a or us-east-1b. Fix: use one of them.',
    ],
    [
      "a public address in a private tier",
      { workloads: { relay: { publicAddress: true } } },
      "workloads.relay.publicAddress: received true; allowed: false: only servers in a public tier have a public address, and tier private is not public. Fix: remove it, or choose a public tier.",
    ],
    [
      "a fleet's minimum above its maximum",
      { workloads: { workers: { min: 3 } } },
      "workloads.workers.min: received 3; allowed: at most max (2). Fix: lower min, or raise max.",
    ],
    [
      "a desired number outside the fleet's limits",
      { workloads: { workers: { desired: 3 } } },
      "workloads.workers.desired: received 3; allowed: a number from min (1) to max (2). Fix: use 1.",
    ],
  ]);
});
