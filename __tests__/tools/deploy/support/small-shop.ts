import { flow, platform, registry, service, tcp } from "../../../../language/language.ts";
import type { Platform, PlatformSpec } from "../../../../language/platform.ts";
import { resolve } from "../../../../language/resolve.ts";

/** A small shop: one service behind a load balancer. */
export function smallShop(name: string, port: number, more: Partial<PlatformSpec> = {}): Platform {
  const spec = platform({
    name: "shop",
    region: "us-east-1",
    protected: false,
    networks: {
      main: {
        cidr: "10.44.0.0/16",
        zones: ["us-east-1a", "us-east-1b"],
        tiers: { public: { access: "public" }, private: { access: "private" } },
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
      [name]: service({
        tier: "private",
        port,
        image: { registry: "images", tag: "1.0.0" },
        cpuUnits: 256,
        memoryMiB: 512,
        publish: { loadBalancer: "alb" },
      }),
    },
    stores: { images: registry() },
    flows: [flow("internet", name), flow(name, "internet", tcp(443))],
    environments: { prod: { account: "123456789012" } },
    ...more,
  });
  return resolve(spec, "prod");
}
