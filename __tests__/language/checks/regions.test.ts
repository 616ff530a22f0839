import { flow } from "../../../language/language.ts";
import { twoRegionSpec } from "../../support/two-regions.ts";
import { itRejects } from "../support/bad-specs.ts";

const FIX = "Fix: run the workload in us-east-1, or use the store through a workload there, by a flow.";

describe("checks of regions", () => {
  itRejects(twoRegionSpec, [
    [
      "a bucket in another region",
      { workloads: { guard: { buckets: [{ bucket: "papers" }] } } },
      `workloads.guard.buckets[0].bucket: received "papers"; allowed: a store in eu-west-1, the workload's region: this one is in us-east-1. ${FIX}`,
    ],
    [
      "credentials of a database in another region",
      {
        networks: { away: { endpoints: { interface: ["ssm", "ssmmessages", "secretsmanager"] } } },
        workloads: { guard: { secrets: ["books"] } },
        flows: [...(twoRegionSpec.flows ?? []), flow("guard", "books")],
      },
      `workloads.guard.secrets[0]: received "books"; allowed: a store in eu-west-1, the workload's region: this one is in us-east-1. ${FIX}`,
    ],
    [
      "images, values and secrets in another region",
      {
        stores: { images: { kind: "registry" }, token: { kind: "secret", description: "A token" } },
        workloads: {
          counter: {
            image: { registry: "images", uri: null },
            environment: {
              HOST: { store: "books", attribute: "address" },
              OWN: { store: "ledger", attribute: "address" },
              MODE: "production",
            },
            secrets: { TOKEN: "token", LOGIN: { store: "books", field: "username" } },
          },
        },
      },
      ...[
        ["image.registry", "images"],
        ["environment.HOST", "books"],
        ["secrets.TOKEN", "token"],
        ["secrets.LOGIN", "books"],
      ].map(
        ([path, store]) =>
          `workloads.counter.${path}: received "${store}"; allowed: a store in eu-west-1, the workload's region: this one is in us-east-1. ${FIX}`,
      ),
    ],
    [
      "a domain whose entry is in another region",
      {
        networks: { away: { tiers: { public: { access: "public" } } } },
        edge: {
          loadBalancers: { inside: { tier: "public" } },
          domain: {
            name: "pair.example.net",
            certificateNames: ["pair.example.net"],
            hosts: ["pair.example.net"],
            entry: "inside",
          },
        },
        flows: [flow("internet", "desk"), flow("internet", "counter")],
      },
      "edge.domain.entry: received \"inside\"; allowed: a load balancer in us-east-1, the platform's primary region: this one is in eu-west-1. Fix: name one in us-east-1, or make eu-west-1 the platform's region.",
    ],
    [
      "names that are too long with the region",
      {
        name: "corner-shop-two",
        environments: { prod: null, "pre-production-x": { account: "123456789012" } },
        networks: { away: { region: "ap-southeast-4", zones: ["ap-southeast-4a", "ap-southeast-4b"] } },
        connections: { "transit-eu": { region: "ap-southeast-4" } },
        edge: { loadBalancers: { front: { name: "front" }, inside: { name: "inside" } } },
        workloads: {
          desk: { publish: { targetGroupName: "desk" } },
          counter: { publish: { targetGroupName: "counter" } },
        },
      },
      'networks.away.region: received "corner-shop-two-pre-production-x-database-monitoring-ap-southeast-4"; allowed: a role name of at most 64 characters. Fix: shorten the name of the platform or the environment.',
      'networks.away.region: received "corner-shop-two-pre-production-x-edge-logs-ap-southeast-4-123456789012"; allowed: a bucket name of at most 63 characters. Fix: shorten the name of the platform or the environment.',
    ],
  ]);
});
