import { merge } from "../../language/merge.ts";
import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";
import {
  database,
  flowsFrom,
  inventPlatform,
  loadBalancer,
  networksFrom,
  serverIn,
  transitGateway,
  webService,
} from "./platform-builder.ts";

const TIERS = {
  private: { access: "private" },
  database: { access: "isolated" },
  transit: { access: "isolated" },
} as const;
const networks = networksFrom(
  {
    home: {
      tiers: { public: { access: "public" }, ...TIERS },
      nat: { kind: "gateway", placement: "single" },
    },
    away: { region: "eu-west-1" },
  },
  { tiers: TIERS, endpoints: { gateway: ["s3"], interface: ["ssm", "ssmmessages"] } },
  1,
);

/** A platform in one region: a network, a load-balanced server with a database, and egress. */
const oneRegionSpec = inventPlatform("pair", {
  networks: { home: networks.home! },
  edge: { loadBalancers: { front: loadBalancer("public", ["80/HTTP"], { network: "home" }) } },
  workloads: {
    desk: serverIn("home", 8080, {
      publish: { loadBalancer: "front" },
      buckets: [{ bucket: "papers" }],
    }),
  },
  stores: { books: database("books", { network: "home" }), papers: { kind: "bucket" } },
  users: { clerk: { buckets: [{ bucket: "papers" }] } },
  flows: ["internet -> desk", "desk -> books", "desk -> aws"],
  backup: { stores: ["books"] },
  prod: {
    account: "777777777777",
    alarms: { emails: ["ops@pair.example.net"] },
    budget: { monthlyUsd: 100, emails: ["ops@pair.example.net"] },
  },
});

/**
 * The additions in a second region: content for each kind of stack, and cross-region flows in both
 * directions.
 */
const secondRegionSpec = {
  networks: { away: networks.away! },
  connections: {
    transit: transitGateway({ home: "hub" }, { peers: ["transit-eu"] }),
    "transit-eu": transitGateway({ away: "hub" }, { region: "eu-west-1", asn: 64_520 }),
  },
  edge: { loadBalancers: { inside: loadBalancer("private", ["80/HTTP"], { network: "away" }) } },
  workloads: {
    counter: webService({ network: "away", publish: { loadBalancer: "inside" } }),
    guard: serverIn("away", 9000),
  },
  stores: { ledger: database("ledger", { network: "away" }) },
  flows: [
    ...oneRegionSpec.flows,
    ...flowsFrom(
      "counter -> ledger",
      "guard -> aws",
      "desk -> ledger",
      "guard -> desk tcp/8080",
      "guard -> counter",
    ),
  ],
  backup: { stores: ["books", "ledger"], servers: ["guard"] },
};

/** The spec of {@link twoRegionPlatform}. */
export const twoRegionSpec = merge(oneRegionSpec, secondRegionSpec) as PlatformSpec;

/** A small platform in one region. */
export function oneRegionPlatform(): Platform {
  return resolve(oneRegionSpec, "prod");
}

/** The platform of {@link twoRegionSpec}, with a change merged into the spec. */
export function twoRegionPlatform(change: object = {}): Platform {
  return resolve(merge(twoRegionSpec, change) as PlatformSpec, "prod");
}
