import { flow, platform, postgres, server, service, tcp } from "../../language/language.ts";
import { merge } from "../../language/merge.ts";
import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";

const NGINX_IMAGE = "public.ecr.aws/nginx/nginx-unprivileged:1.27";
const TIERS = {
  private: { access: "private" },
  database: { access: "isolated" },
  transit: { access: "isolated" },
} as const;
const VPC_ENDPOINTS = { gateway: ["s3" as const], interface: ["ssm", "ssmmessages"] };

/** What is at home: a network, a server that keeps its data in a database, and the ways out. */
const oneRegionSpec = platform({
  name: "pair",
  region: "us-east-1",
  networks: {
    home: {
      cidr: "10.1.0.0/16",
      zones: ["us-east-1a", "us-east-1b"],
      tiers: { public: { access: "public" }, ...TIERS },
      nat: { kind: "gateway", placement: "single" },
      endpoints: VPC_ENDPOINTS,
    },
  },
  edge: {
    loadBalancers: {
      front: {
        kind: "application",
        network: "home",
        tier: "public",
        listeners: [{ port: 80, protocol: "HTTP" }],
      },
    },
  },
  workloads: {
    desk: server({
      network: "home",
      tier: "private",
      port: 8080,
      publish: { loadBalancer: "front" },
      buckets: [{ bucket: "papers" }],
    }),
  },
  stores: {
    books: postgres({
      network: "home",
      tier: "database",
      version: "16.8",
      instanceClass: "db.t4g.micro",
      storageGiB: 20,
      databaseName: "books",
    }),
    papers: { kind: "bucket" },
  },
  users: { clerk: { buckets: [{ bucket: "papers" }] } },
  flows: [flow("internet", "desk"), flow("desk", "books"), flow("desk", "aws")],
  backup: { stores: ["books"] },
  environments: {
    prod: {
      account: "777777777777",
      alarms: { emails: ["ops@pair.example.net"] },
      budget: { monthlyUsd: 100, emails: ["ops@pair.example.net"] },
    },
  },
});

/** What a second region adds: of each kind of stack something, and flows that cross the border both ways. */
const secondRegionSpec = {
  networks: {
    away: {
      region: "eu-west-1",
      cidr: "10.2.0.0/16",
      zones: ["eu-west-1a", "eu-west-1b"],
      tiers: TIERS,
      endpoints: VPC_ENDPOINTS,
    },
  },
  connections: {
    transit: { kind: "transit-gateway", attachments: { home: { role: "hub" } }, peers: ["transit-eu"] },
    "transit-eu": {
      kind: "transit-gateway",
      region: "eu-west-1",
      asn: 64_520,
      attachments: { away: { role: "hub" } },
    },
  },
  edge: {
    loadBalancers: {
      inside: {
        kind: "application",
        network: "away",
        tier: "private",
        listeners: [{ port: 80, protocol: "HTTP" }],
      },
    },
  },
  workloads: {
    counter: service({
      network: "away",
      tier: "private",
      port: 8080,
      image: { uri: NGINX_IMAGE },
      cpuUnits: 256,
      memoryMiB: 512,
      publish: { loadBalancer: "inside" },
    }),
    guard: server({ network: "away", tier: "private", port: 9000 }),
  },
  stores: {
    ledger: postgres({
      network: "away",
      tier: "database",
      version: "16.8",
      instanceClass: "db.t4g.micro",
      storageGiB: 20,
      databaseName: "ledger",
    }),
  },
  flows: [
    ...oneRegionSpec.flows,
    flow("counter", "ledger"),
    flow("guard", "aws"),
    flow("desk", "ledger"),
    flow("guard", "desk", tcp(8080)),
  ],
  backup: { stores: ["books", "ledger"], servers: ["guard"] },
};

/** The spec of {@link twoRegionPlatform}. */
export const twoRegionSpec = merge(oneRegionSpec, secondRegionSpec) as PlatformSpec;

/** A small platform, of one region. */
export function oneRegionPlatform(): Platform {
  return resolve(oneRegionSpec, "prod");
}

/** The same with a second region, and a change laid over it. */
export function twoRegionPlatform(change: object = {}): Platform {
  return resolve(merge(twoRegionSpec, change) as PlatformSpec, "prod");
}
