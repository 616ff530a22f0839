import fc from "fast-check";
import { flow, tcp } from "../../../language/flows.ts";
import { type AclRulePlan, planAcls } from "../../../modules/network/acl-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";

function said(rules: readonly AclRulePlan[], tier: string): string[] {
  return rules
    .filter((rule) => rule.tier === tier)
    .map(({ direction, ports, cidr }) => `${direction} ${ports.from}-${ports.to} ${cidr}`)
    .sort();
}

const PRIVATE = "10.0.32.0/19";
const DATABASE = "10.0.64.0/19";

describe("planAcls", () => {
  it("CyberShield: network ACLs: the database tier admits only the private tier", () => {
    expect(said(planAcls(cybershieldIn("prod"), "main"), "database")).toEqual([
      `egress 1024-65535 ${PRIVATE}`,
      `ingress 5432-5432 ${PRIVATE}`,
      `ingress 6379-6379 ${PRIVATE}`,
    ]);
  });

  it("opens the ephemeral ports of the answers to each flow, both ways", () => {
    const rules = said(planAcls({ ...cybershieldIn("dev"), flows: [flow("app", "db")] }, "main"), "private");
    expect(rules).toEqual([`egress 5432-5432 ${DATABASE}`, `ingress 1024-65535 ${DATABASE}`]);
  });

  it("lets the public tier carry what private tiers send through NAT", () => {
    const rules = said(
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

  it("stays within AWS's 20 rules for each direction of each tier", () => {
    for (const environment of ["prod", "dev"] as const) {
      const counts = new Map<string, number>();
      for (const { tier, direction } of planAcls(cybershieldIn(environment), "main")) {
        counts.set(`${tier} ${direction}`, (counts.get(`${tier} ${direction}`) ?? 0) + 1);
      }
      expect(counts.size).toBe(6);
      for (const count of counts.values()) expect(count).toBeLessThanOrEqual(20);
    }
  });

  it("numbers each rule once, from 100 to 32,099, and keeps its number when flows come and go", () => {
    const { flows } = cybershieldIn("prod");
    const full = new Map(planAcls(cybershieldIn("prod"), "main").map((rule) => [rule.id, rule.number]));
    fc.assert(
      fc.property(fc.shuffledSubarray([...flows]), (some) => {
        const rules = planAcls({ ...cybershieldIn("prod"), flows: some }, "main");
        expect(rules.length > 0).toBe(some.length > 0);
        const places = rules.map(({ tier, direction, number }) => `${tier} ${direction} ${number}`);
        expect(new Set(places).size).toBe(rules.length);
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
