import fc from "fast-check";
import { flow, tcp } from "../../../language/flows.ts";
import { type AclRulePlan, planAcls } from "../../../modules/network/acl-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";

function describeRules(rules: readonly AclRulePlan[], tier: string): string[] {
  return rules
    .filter((rule) => rule.tier === tier)
    .map(({ direction, ports, cidr }) => `${direction} ${ports.from}-${ports.to} ${cidr}`)
    .sort();
}

const PRIVATE = "10.0.32.0/19";
const DATABASE = "10.0.64.0/19";

describe("planAcls", () => {
  it("CyberShield: network ACLs: admits only the private tier to the database tier", () => {
    expect(describeRules(planAcls(cybershieldIn("prod"), "main"), "database")).toEqual([
      `egress 1024-65535 ${PRIVATE}`,
      `ingress 5432-5432 ${PRIVATE}`,
    ]);
  });

  it("CyberShield: names and places: admits Redis's port within the private tier", () => {
    const rules = describeRules(planAcls(cybershieldIn("prod"), "main"), "private");
    expect(rules).toEqual(
      expect.arrayContaining([`egress 6379-6379 ${PRIVATE}`, `ingress 6379-6379 ${PRIVATE}`]),
    );
  });

  it("allows return traffic to ephemeral ports for each flow", () => {
    const rules = describeRules(
      planAcls({ ...cybershieldIn("dev"), flows: [flow("app", "db")] }, "main"),
      "private",
    );
    expect(rules).toEqual([`egress 5432-5432 ${DATABASE}`, `ingress 1024-65535 ${DATABASE}`]);
  });

  it("allows NAT traffic of private tiers through the public tier", () => {
    const rules = describeRules(
      planAcls({ ...cybershieldIn("prod"), flows: [flow("app", "internet", tcp(443))] }, "main"),
      "public",
    );
    expect(rules).toEqual([
      "egress 1024-65535 10.0.32.0/19",
      "egress 443-443 0.0.0.0/0",
      "ingress 1024-65535 0.0.0.0/0",
      "ingress 443-443 10.0.32.0/19",
    ]);
  });

  it("plans at most 20 entries for each tier and direction, AWS's quota", () => {
    for (const environment of ["prod", "dev"] as const) {
      const counts = new Map<string, number>();
      for (const { tier, direction } of planAcls(cybershieldIn(environment), "main")) {
        counts.set(`${tier} ${direction}`, (counts.get(`${tier} ${direction}`) ?? 0) + 1);
      }
      expect(counts.size).toBe(6);
      for (const count of counts.values()) expect(count).toBeLessThanOrEqual(20);
    }
  });

  it("numbers the entries of a tier and direction uniquely, with so many that their hashes collide", () => {
    const base = cybershieldIn("prod");
    const ports = fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { minLength: 500, maxLength: 600 });
    fc.assert(
      fc.property(ports, (all) => {
        const flows = all.map((port) => flow("app", "internet", tcp(port)));
        const rules = planAcls({ ...base, flows }, "main");
        const places = rules.map(({ tier, direction, number }) => `${tier} ${direction} ${number}`);
        expect(
          rules.filter(({ tier, direction }) => tier === "private" && direction === "egress"),
        ).toHaveLength(all.length);
        expect(new Set(places).size).toBe(rules.length);
        expect(rules.filter(({ number }) => number < 100 || number > 32_099)).toEqual([]);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });

  it("numbers entries from 100 to 32,099, and keeps the numbers when other flows change", () => {
    const { flows } = cybershieldIn("prod");
    const full = new Map(planAcls(cybershieldIn("prod"), "main").map((rule) => [rule.id, rule.number]));
    fc.assert(
      fc.property(fc.shuffledSubarray([...flows]), (some) => {
        const rules = planAcls({ ...cybershieldIn("prod"), flows: some }, "main");
        expect(rules.length > 0).toBe(some.length > 0);
        for (const rule of rules) {
          expect(rule.number).toBeGreaterThanOrEqual(100);
          expect(rule.number).toBeLessThanOrEqual(32_099);
          expect(full.get(rule.id)).toBe(rule.number);
        }
      }),
      { numRuns: 20 },
    );
  });
});
