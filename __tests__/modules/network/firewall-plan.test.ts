import fc from "fast-check";
import { flow, platform, server, tcp } from "../../../language/language.ts";
import type { Platform } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { type FirewallRulePlan, planFirewall } from "../../../modules/network/firewall-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";

/** Describes rules: `app in tcp/8000 alb`. */
function describeRules(platform: Platform): string[] {
  return planFirewall(platform).rules.map((rule) => {
    const word = rule.direction === "ingress" ? "in" : "out";
    return `${rule.group} ${word} ${rule.ports.protocol}/${rule.ports.from} ${peer(rule)}`;
  });
}

function peer({ peer }: FirewallRulePlan): string {
  if (peer.kind === "group") return peer.group;
  if (peer.kind === "cidr") return peer.cidr;
  return peer.kind === "cloudfront" ? "cloudfront" : peer.service;
}

/** The security group and ID of every rule: `db/from-app-tcp-5432`. */
function ruleIds(platform: Platform): string[] {
  return planFirewall(platform).rules.map(({ group, id }) => `${group}/${id}`);
}

describe("planFirewall", () => {
  it("CyberShield prod: firewall: admits CloudFront to the load balancer on 443, then 8000, 5432 and 6379, and egress on 443", () => {
    expect(describeRules(cybershieldIn("prod")).sort()).toEqual(
      [
        "alb in tcp/443 cloudfront",
        "alb out tcp/8000 app",
        "app in tcp/8000 alb",
        "app out tcp/5432 db",
        "db in tcp/5432 app",
        "app out tcp/6379 cache",
        "cache in tcp/6379 app",
        "app out tcp/443 main-endpoints",
        "main-endpoints in tcp/443 app",
        "app out tcp/443 s3",
        "app out tcp/443 0.0.0.0/0",
      ].sort(),
    );
  });

  it("CyberShield dev: firewall: admits 80 and 443 from the internet, and the app to the internet through the NAT instance", () => {
    expect(describeRules(cybershieldIn("dev")).sort()).toEqual(
      [
        "alb in tcp/80 0.0.0.0/0",
        "alb in tcp/443 0.0.0.0/0",
        "alb out tcp/8000 app",
        "app in tcp/8000 alb",
        "app out tcp/5432 db",
        "db in tcp/5432 app",
        "app out tcp/6379 cache",
        "cache in tcp/6379 app",
        "app out tcp/443 s3",
        "app out tcp/443 0.0.0.0/0",
        "main-nat in tcp/443 app",
        "main-nat out tcp/443 0.0.0.0/0",
      ].sort(),
    );
  });

  it("lists the flows of a rule, each once", () => {
    const platform = {
      ...cybershieldIn("dev"),
      flows: [flow("internet", "app"), flow("app", "db"), flow("app", "db", tcp(5432))],
    };
    const rules = planFirewall(platform).rules;
    const described = (group: string, id: string) =>
      rules.find((rule) => rule.group === group && rule.id === id)?.flows;
    expect(described("db", "from-app-tcp-5432")).toEqual(["app -> db"]);
    expect(described("alb", "from-internet-tcp-443")).toEqual(["internet -> app"]);
  });

  it("plans no rules without flows", () => {
    const platform = { ...cybershieldIn("prod"), flows: [] };
    expect(planFirewall(platform).rules).toEqual([]);
    expect(planFirewall(platform).groups.map((group) => group.id)).toEqual([
      "alb",
      "app",
      "db",
      "cache",
      "main-endpoints",
    ]);
  });

  it("plans the same rules regardless of the flows' order", () => {
    const { flows } = cybershieldIn("prod");
    fc.assert(
      fc.property(fc.shuffledSubarray([...flows], { minLength: flows.length }), (shuffled) => {
        expect(describeRules({ ...cybershieldIn("prod"), flows: shuffled }).sort()).toEqual(
          describeRules(cybershieldIn("prod")).sort(),
        );
      }),
      { numRuns: 20 },
    );
  });

  it("keeps existing rule IDs when a flow is added", () => {
    const before = ruleIds({ ...cybershieldIn("dev"), flows: [flow("internet", "app")] });
    const after = ruleIds(cybershieldIn("dev"));
    expect(after).toEqual(expect.arrayContaining(before));
    expect(new Set(after).size).toBe(after.length);
  });

  it("puts each CIDR block of an external network into rule IDs, so that a new block changes no other", () => {
    const partners = (...cidrs: string[]) => ({
      ...cybershieldIn("dev"),
      outside: { partners: { cidrs, via: "internet" } },
      flows: [flow("app", "partners", tcp(8443))],
    });
    const one = ruleIds(partners("198.51.100.0/24"));
    expect(one).toContain("app/to-198.51.100.0-24-tcp-8443");
    const more = ruleIds(partners("2001:db8::/32", "198.51.100.0/24"));
    expect(more).toContain("app/to-2001:db8::-32-tcp-8443");
    expect(more).toEqual(expect.arrayContaining(one));
  });

  it("has one rule for a CIDR block and port, whoever needs it: AWS refuses a second one", () => {
    const network = (number: number) => ({
      cidr: `10.${number}.0.0/16`,
      zones: ["us-east-1a", "us-east-1b"],
      tiers: { private: { access: "private" } as const },
      nat: { kind: "none" } as const,
    });
    const machine = (name: string) => server({ network: name, tier: "private", port: 9000 });
    const spec = platform({
      name: "two",
      region: "us-east-1",
      networks: { shop: network(1), office: network(2) },
      connections: { line: { kind: "peering", between: ["shop", "office"] } },
      workloads: { till: machine("shop"), kiosk: machine("shop"), ledger: machine("office") },
      flows: [flow("till", "ledger"), flow("kiosk", "ledger")],
      environments: { prod: { account: "123456789012" } },
    });
    const rules = planFirewall(resolve(spec, "prod")).rules.filter(({ group }) => group === "ledger");
    expect(rules.map(({ id, flows }) => [id, flows])).toEqual([
      ["from-10.1.32.0-19-tcp-9000", ["till -> ledger", "kiosk -> ledger"]],
    ]);
  });

  it("derives distinct rules from endpoint names that contain the separator", () => {
    const { app, ...others } = cybershieldIn("dev").workloads;
    const { publish: _, ...backend } = app!;
    const platform = cybershieldIn("dev");
    const named = ["a", "b-to-c", "a-to-b", "c"];
    const rules = planFirewall({
      ...platform,
      workloads: { ...others, ...Object.fromEntries(named.map((name) => [name, { ...backend, port: 80 }])) },
      flows: [flow("a", "b-to-c"), flow("a-to-b", "c")],
    }).rules.filter(({ direction }) => direction === "egress");
    expect(rules.map(({ group, id }) => `${group}/${id}`)).toEqual([
      "a/to-b-to-c-tcp-80",
      "a-to-b/to-c-tcp-80",
    ]);
  });
});
