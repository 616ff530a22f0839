import { bucket, fleet, redis, server } from "../../../language/language.ts";
import { itRejects } from "../support/bad-specs.ts";
import { company } from "../support/company.ts";
import { shop } from "../support/shop.ts";

describe("checks of names", () => {
  itRejects(shop, [
    [
      "a workload named internet",
      { workloads: { internet: server({ tier: "private" }) } },
      'workloads.internet: received "internet"; allowed: a name other than internet, aws, cloudfront, s3, dynamodb, main-endpoints or main-nat, which are reserved. Fix: choose another name.',
    ],
    [
      "a store with a name that Drydock's rules use",
      {
        stores: { "main-endpoints": redis({ tier: "database", version: "7.1", nodeType: "cache.t3.micro" }) },
      },
      'stores.main-endpoints: received "main-endpoints"; allowed: a name other than internet, aws, cloudfront, s3, dynamodb, main-endpoints or main-nat, which are reserved. Fix: choose another name.',
    ],
    [
      "a name that another item has",
      { stores: { web: bucket() } },
      'stores.web: received "web"; allowed: a unique name, since flows use it: workloads.web has the same. Fix: rename one of them.',
    ],
    [
      "an external network with a load balancer's name",
      { outside: { alb: { cidrs: ["203.0.113.0/24"] } } },
      'outside.alb: received "alb"; allowed: a unique name, since flows use it: edge.loadBalancers.alb has the same. Fix: rename one of them.',
    ],
    [
      "names that differ in hyphens only",
      { workloads: { "work-ers": fleet({ tier: "private", min: 1, max: 2 }) } },
      'workloads.work-ers: received "work-ers"; allowed: a name that differs from workloads.workers in more than hyphens. Fix: rename one of them.',
    ],
    [
      "tiers that differ in hyphens only",
      { networks: { main: { tiers: { "data-base": { access: "isolated", slot: 6 } } } } },
      'networks.main.tiers.data-base: received "data-base"; allowed: a name that differs from networks.main.tiers.database in more than hyphens. Fix: rename one of them.',
    ],
  ]);

  const reserved =
    "internet, aws, cloudfront, s3, dynamodb, hub-endpoints, hub-nat, east-endpoints, east-nat, west-endpoints, west-nat, lone-endpoints, lone-nat, europe-endpoints, europe-nat, staff-vpn, link or ledger-service-lone";
  itRejects(
    company,
    ["staff-vpn", "link", "ledger-service-lone"].map((name) => [
      `a workload with the name of a connection's endpoint: ${name}`,
      { workloads: { [name]: server({ network: "hub", tier: "private" }) } },
      `workloads.${name}: received "${name}"; allowed: a name other than ${reserved}, which are reserved. Fix: choose another name.`,
    ]),
  );
});
