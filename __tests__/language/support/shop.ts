import {
  bucket,
  fleet,
  flow,
  platform,
  postgres,
  redis,
  registry,
  secret,
  server,
  service,
  tcp,
} from "../../../language/language.ts";

/** A good platform in one network, with one of everything that runs, keeps or balances. */
export const shop = platform({
  name: "shop",
  region: "us-east-1",
  networks: {
    main: {
      cidr: "10.0.0.0/16",
      zones: ["us-east-1a", "us-east-1b"],
      tiers: {
        public: { access: "public" },
        private: { access: "private" },
        database: { access: "isolated" },
      },
      nat: { kind: "gateway", placement: "per-zone" },
      endpoints: { interface: ["logs"] },
      privateZone: "shop.internal",
    },
  },
  outside: { office: { cidrs: ["203.0.113.0/24"] } },
  edge: {
    loadBalancers: {
      alb: {
        kind: "application",
        tier: "public",
        listeners: [
          { port: 80, protocol: "HTTP", action: "redirect" },
          { port: 443, protocol: "HTTPS" },
        ],
      },
      nlb: { kind: "network", tier: "public", listeners: [{ port: 9000, protocol: "TCP" }] },
    },
    domain: {
      name: "shop.example.com",
      certificateNames: ["shop.example.com", "*.shop.example.com"],
      hosts: ["shop.example.com", "www.shop.example.com"],
      entry: "alb",
    },
  },
  workloads: {
    web: service({
      tier: "private",
      port: 8080,
      image: { registry: "images" },
      cpuUnits: 512,
      memoryMiB: 1024,
      publish: { loadBalancer: "alb" },
      scaling: { min: 1, max: 4, cpuPercent: 70 },
      environment: { DATABASE_HOST: { store: "db", attribute: "address" } },
      secrets: { API_KEY: "api-key", DATABASE_USER: { store: "db", field: "username" } },
      buckets: [{ bucket: "files" }],
    }),
    relay: server({ tier: "private", port: 9000, publish: { loadBalancer: "nlb" } }),
    workers: fleet({ tier: "private", min: 1, max: 2 }),
  },
  stores: {
    db: postgres({
      tier: "database",
      version: "15.13",
      instanceClass: "db.t3.micro",
      storageGiB: 20,
      databaseName: "shop",
    }),
    cache: redis({ tier: "database", version: "7.1", nodeType: "cache.t3.micro" }),
    images: registry(),
    files: bucket(),
    "api-key": secret("The key of an API"),
  },
  users: { uploader: { buckets: [{ bucket: "files", access: "read-write" }] } },
  flows: [
    flow("internet", "web"),
    flow("internet", "relay"),
    flow("web", "db"),
    flow("web", "cache"),
    flow("web", "aws"),
    flow("workers", "aws"),
    flow("web", "internet", tcp(443)),
  ],
  alarms: { emails: ["ops@example.com"] },
  budget: { monthlyUsd: 100, emails: ["ops@example.com"] },
  backup: { stores: ["db", "files"] },
  environments: { prod: { account: "123456789012" } },
});
