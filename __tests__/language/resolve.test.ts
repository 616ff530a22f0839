import { flow, server, tcp, whereReachable } from "../../language/language.ts";
import { merge } from "../../language/merge.ts";
import type { PlatformSpec } from "../../language/platform.ts";
import { environmentsOf, resolve } from "../../language/resolve.ts";
import { cybershield } from "../../platforms/cybershield.ts";
import { problemsOf } from "./support/bad-specs.ts";
import { shop, shopIngress } from "./support/shop.ts";

/** Returns the error message for a spec and an environment; empty if it resolves. */
function messageOf(spec: unknown, environment: unknown = "prod"): string {
  try {
    resolve(spec as PlatformSpec, environment as string);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

function changed(change: object): PlatformSpec {
  return merge(shop, change) as PlatformSpec;
}

describe("resolve", () => {
  it("merges the environment's changes into the base", () => {
    const prod = resolve(cybershield, "prod");
    const dev = resolve(cybershield, "dev");
    expect([prod.environment, prod.account, prod.name]).toEqual(["prod", "111111111111", "cybershield"]);
    expect([dev.environment, dev.account, dev.name]).toEqual(["dev", "222222222222", "cybershield"]);
    expect(prod.networks.main?.nat).toEqual({ kind: "gateway", placement: "per-zone" });
    expect(dev.networks.main?.nat).toEqual({ kind: "instance", instanceType: "t4g.nano" });
    expect(dev.networks.main?.cidr).toBe(prod.networks.main?.cidr);
  });

  it("fills in every default", () => {
    const { protected: isProtected, tags, cluster, connections } = resolve(shop, "prod");
    expect([isProtected, tags, cluster, connections]).toEqual([true, {}, { containerInsights: true }, {}]);
  });

  it("lets an environment remove a value and replace a kind, and ignores undefined", () => {
    const change = {
      account: "123456789012",
      budget: null,
      workloads: { workers: server({ tier: "private" }) },
      region: undefined,
    };
    const changedSpec: unknown = { ...shop, environments: { ...shop.environments, lab: change } };
    const spec = changedSpec as PlatformSpec;
    const lab = resolve(spec, "lab");
    expect(lab.budget).toBeUndefined();
    expect(lab.region).toBe("us-east-1");
    expect(lab.workloads.workers).toMatchObject({ kind: "server", size: { instanceType: "t3.micro" } });
    expect(lab.workloads.workers).not.toHaveProperty("max");
    expect(resolve(spec, "prod").workloads.workers).toMatchObject({ kind: "fleet", max: 2 });
  });

  it("changes neither the spec nor other environments", () => {
    const before = JSON.stringify(cybershield);
    const first = JSON.stringify(resolve(cybershield, "prod"));
    resolve(cybershield, "dev");
    expect(JSON.stringify(resolve(cybershield, "prod"))).toBe(first);
    expect(JSON.stringify(cybershield)).toBe(before);
  });

  it.each<[string, unknown, unknown, string]>([
    [
      "an unknown environment",
      shop,
      "prd",
      'shop: 1 problem in the spec\n  environments: received "prd"; allowed: an environment of this platform: prod. Fix: did you mean "prod"?',
    ],
    [
      "an environment inherited from Object",
      shop,
      "constructor",
      'shop: 1 problem in the spec\n  environments: received "constructor"; allowed: an environment of this platform: prod. Fix: use "prod".',
    ],
    [
      "an environment that is not text",
      shop,
      7,
      "shop: 1 problem in the spec\n  environments: received 7; allowed: an environment of this platform: prod. Fix: name one of them.",
    ],
    [
      "a spec without environments",
      changed({ environments: null }),
      "prod",
      'shop: 1 problem in the spec\n  environments: received nothing; allowed: at least one environment. Fix: write { prod: { account: "…" } }.',
    ],
    [
      "environment overrides that are not an object",
      changed({ environments: { prod: "x" } }),
      "prod",
      'shop: 1 problem in the spec\n  environments.prod: received "x"; allowed: an object with the environment\'s changes. Fix: write { account: "…" }.',
    ],
    [
      "overrides of settings that are the same in every environment",
      changed({ environments: { prod: { name: "x", environments: {} } } }),
      "prod",
      "shop: 2 problems in the spec\n" +
        "  environments.prod.name: received a value; allowed: no override: it is the same in every environment. Fix: remove it.\n" +
        "  environments.prod.environments: received a value; allowed: no override: it is the same in every environment. Fix: remove it.",
    ],
    [
      "values that only the environment sets, by their own path",
      changed({
        networks: { main: { nat: { kind: "nat" } } },
        environments: {
          prod: { networks: { main: { zones: ["us-east-1a", "x"], cidr: "10.0.0.0/8" } }, alarms: "all" },
        },
      }),
      "prod",
      "shop (prod): 4 problems in the spec\n" +
        '  environments.prod.networks.main.cidr: received "10.0.0.0/8"; allowed: an IPv4 CIDR block from /16 to /28. Fix: use a block such as "10.0.0.0/16".\n' +
        '  environments.prod.networks.main.zones[1]: received "x"; allowed: an Availability Zone\'s full name. Fix: write it with its region, such as "us-east-1a".\n' +
        '  networks.main.nat.kind: received "nat"; allowed: a NAT of kind "none", "gateway", "instance" or "private-gateway". Fix: use { kind: "gateway", placement: "per-zone" }.\n' +
        '  environments.prod.alarms: received "all"; allowed: an object with settings. Fix: write { … }.',
    ],
    [
      "what a workload of the environment alone lacks",
      changed({
        environments: {
          prod: { workloads: { extra: { kind: "service", tier: "private" } } },
        },
      }),
      "prod",
      "shop (prod): 3 problems in the spec\n" +
        '  environments.prod.workloads.extra.image: received nothing; allowed: { registry, tag } or { uri }. Fix: write { registry: "images" }.\n' +
        "  environments.prod.workloads.extra.cpuUnits: received nothing; allowed: a whole number from 256 to 16384 (CPU units). Fix: write a number.\n" +
        "  environments.prod.workloads.extra.memoryMiB: received nothing; allowed: a whole number from 512 to 122880 (MiB). Fix: write a number.",
    ],
    [
      "an environment without an account",
      changed({ environments: { prod: { account: null } } }),
      "prod",
      'shop (prod): 1 problem in the spec\n  account: received nothing; allowed: a 12-digit AWS account ID in quotes. Fix: write it as "123456789012".',
    ],
    [
      "a missing spec",
      undefined,
      "prod",
      "platform: 1 problem in the spec\n  (the spec): received nothing; allowed: a platform's spec: an object. Fix: write platform({ name: …, environments: … }).",
    ],
    [
      "a name with a line break, without printing it",
      { name: "a\nb", environments: {} },
      "prod",
      'platform: 1 problem in the spec\n  environments: received {}; allowed: at least one environment. Fix: write { prod: { account: "…" } }.',
    ],
  ])("rejects %s", (_title, spec, environment, message) => {
    expect(messageOf(spec, environment)).toBe(message);
  });

  it("reports the problems of all cross-checks at once if the schema finds none", () => {
    const spec = changed({
      networks: { main: { zones: ["us-east-1a", "us-east-1a"] } },
      workloads: { web: { memoryMiB: 512 }, relay: { publicAddress: true } },
      backup: { stores: ["cache"] },
    });
    expect(problemsOf(() => resolve(spec, "prod")).map(({ path }) => path)).toEqual([
      "networks.main.zones[1]",
      "workloads.web.memoryMiB",
      "workloads.relay.publicAddress",
      "backup.stores[0]",
    ]);
  });
});

describe("environmentsOf", () => {
  it("lists them in order", () => {
    expect(environmentsOf(cybershield)).toEqual(["prod", "dev"]);
  });
});

describe("a whereReachable flow", () => {
  const ssh = flow("office", "relay", tcp(22));
  const toRelay = (platform: PlatformSpec) =>
    resolve(platform, "prod").flows.filter(({ from, to }) => from === "office" && to === "relay");

  it("is dropped without a path", () => {
    const spec = changed({ flows: [whereReachable(ssh), ...shopIngress] });
    expect(toRelay(spec)).toEqual([]);
  });

  it("is kept with a path", () => {
    const spec = changed({
      flows: [whereReachable(ssh), ...shopIngress],
      workloads: { relay: { tier: "public", publicAddress: true } },
    });
    expect(toRelay(spec)).toMatchObject([ssh]);
  });

  it("differs from other flows, which are rejected without a path", () => {
    const problems = problemsOf(() => resolve(changed({ flows: [ssh, ...shopIngress] }), "prod"));
    expect(problems.map(({ path, received, allowed }) => `${path}: ${received}; ${allowed}`)).toEqual([
      'flows[0]: "office -> relay"; a path from the internet: relay has no public address and, for these ports, no load balancer in a public tier',
    ]);
  });

  it("is rejected if it is otherwise invalid", () => {
    const spec = changed({ flows: [whereReachable(flow("office", "relai", tcp(22)))] });
    expect(problemsOf(() => resolve(spec, "prod")).map(({ path }) => path)).toEqual(["flows[0].to"]);
  });
});
