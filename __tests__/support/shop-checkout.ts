import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withProjectCopy } from "./project-copy.ts";

/** A small platform with all five stacks: a service behind a load balancer, and its database. */
const SHOP = `
import { flow, platform, postgres, registry, service, tcp } from "../language/language.ts";

export const shop = platform({
  name: "shop",
  region: "us-east-1",
  networks: {
    main: {
      cidr: "10.44.0.0/16",
      zones: ["us-east-1a", "us-east-1b"],
      tiers: {
        public: { access: "public" },
        private: { access: "private" },
        database: { access: "isolated" },
      },
      nat: { kind: "gateway", placement: "single" },
    },
  },
  edge: {
    waf: "off",
    loadBalancers: {
      alb: { kind: "application", tier: "public", listeners: [{ port: 80, protocol: "HTTP" }] },
    },
  },
  workloads: {
    web: service({
      tier: "private",
      port: 8080,
      image: { registry: "images", tag: "1.0.0" },
      cpuUnits: 256,
      memoryMiB: 512,
      publish: { loadBalancer: "alb" },
    }),
  },
  stores: {
    images: registry(),
    db: postgres({
      tier: "database",
      version: "15",
      instanceClass: "db.t3.micro",
      storageGiB: 20,
      databaseName: "shop",
    }),
  },
  flows: [flow("internet", "web"), flow("web", "db"), flow("web", "internet", tcp(443))],
  environments: { prod: { account: "123456789012" } },
});
`;

/** Runs a test in a copy of the project whose only platform is a small shop. */
export function withShopCheckout<T>(test: (folder: string) => Promise<T>): Promise<T> {
  return withProjectCopy((folder) => {
    writeFileSync(join(folder, "platforms", "shop.ts"), SHOP);
    writeFileSync(
      join(folder, "platforms", "index.ts"),
      [
        'import { shop } from "./shop.ts";',
        "export const platforms = [shop];",
        "export const platformNamed = (name) => platforms.find((platform) => platform.name === name);",
      ].join("\n"),
    );
    return test(folder);
  });
}
