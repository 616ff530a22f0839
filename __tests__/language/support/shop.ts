import { bucket, fleet, redis, registry, secret, server } from "../../../language/language.ts";
import {
  database,
  domainOf,
  flowsFrom,
  inventPlatform,
  loadBalancer,
  networksFrom,
  webLoadBalancer,
  webService,
} from "../../support/platform-builder.ts";

const INGRESS = ["internet -> web", "internet -> relay"];

/** The flows through the load balancers of {@link shop}. */
export const shopIngress = flowsFrom(...INGRESS);

/** A valid platform in one network, with every kind of workload, store and load balancer. */
export const shop = inventPlatform("shop", {
  networks: networksFrom({
    main: {
      tiers: {
        public: { access: "public" },
        private: { access: "private" },
        database: { access: "isolated" },
      },
      nat: { kind: "gateway", placement: "per-zone" },
      endpoints: { interface: ["logs"] },
      privateZone: "shop.internal",
    },
  }),
  outside: { office: { cidrs: ["203.0.113.0/24"] } },
  edge: {
    loadBalancers: { alb: webLoadBalancer(), nlb: loadBalancer("public", ["9000/TCP"]) },
    domain: domainOf("shop.example.com", {
      certificateNames: ["shop.example.com", "*.shop.example.com"],
      hosts: ["shop.example.com", "www.shop.example.com"],
    }),
  },
  workloads: {
    web: webService({
      image: { registry: "images" },
      cpuUnits: 512,
      memoryMiB: 1024,
      publish: { loadBalancer: "alb" },
      scaling: { min: 1, max: 4, cpuPercent: 70 },
      environment: { DATABASE_HOST: { store: "db", attribute: "address" } },
      secrets: { API_KEY: "api-key", DATABASE_USER: { store: "db", field: "username" } },
      buckets: [{ bucket: "files" }],
    }),
    relay: server({ tier: "private", port: 9000, opens: [9000], publish: { loadBalancer: "nlb" } }),
    workers: fleet({ tier: "private", min: 1, max: 2 }),
  },
  stores: {
    db: database("shop", { version: "15.13", instanceClass: "db.t3.micro" }),
    cache: redis({ tier: "database", version: "7.1", nodeType: "cache.t3.micro" }),
    images: registry(),
    files: bucket(),
    "api-key": secret("The key of an API"),
  },
  users: { uploader: { buckets: [{ bucket: "files", access: "read-write" }] } },
  flows: [...INGRESS, "web -> db", "web -> cache", "web -> aws", "workers -> aws", "web -> internet tcp/443"],
  alarms: { emails: ["ops@example.com"] },
  budget: { monthlyUsd: 100, emails: ["ops@example.com"] },
  backup: { stores: ["db", "files"] },
});
