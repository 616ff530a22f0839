import fc from "fast-check";
import { Cidr } from "../../../aws/cidr.ts";
import { planSubnets, tierCidrs } from "../../../modules/network/subnet-plan.ts";

const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"];
const TIERS = ["public", "private", "database", "cache", "endpoint", "transit", "own", "other"];

const network = fc
  .record({
    octet: fc.integer({ min: 0, max: 255 }),
    prefix: fc.integer({ min: 16, max: 22 }),
    zones: fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 1 }),
    tiers: fc.uniqueArray(fc.constantFrom(...TIERS), { minLength: 1 }),
  })
  .map(({ octet, prefix, zones, tiers }) => ({
    cidr: `10.${octet}.0.0/${prefix}`,
    zones,
    tiers: Object.fromEntries(tiers.map((tier) => [tier, tierSettings(tier)])),
  }));

function tierSettings(tier: string) {
  const slots: Record<string, number> = { own: 6, other: 7 };
  const slot = slots[tier];
  return { access: "private" as const, ...(slot === undefined ? {} : { slot }) };
}

describe("planSubnets", () => {
  it("gives each subnet a separate CIDR block inside the VPC's and its tier's", () => {
    fc.assert(
      fc.property(network, (net) => {
        const subnets = planSubnets(net);
        expect(subnets).toHaveLength(net.zones.length * Object.keys(net.tiers).length);
        const blocks = subnets.map((subnet) => Cidr.parseKnown(subnet.cidr));
        blocks.forEach((block, i) => {
          expect(Cidr.parseKnown(net.cidr).contains(block)).toBe(true);
          expect(block.prefix).toBeLessThanOrEqual(28);
          expect(tierCidrs(net, subnets[i]!.tier).some((cidr) => Cidr.parseKnown(cidr).contains(block))).toBe(
            true,
          );
          for (const other of blocks.slice(i + 1)) expect(block.overlaps(other)).toBe(false);
        });
      }),
    );
  });

  it("keeps every subnet when a zone or tier is added or the order changes", () => {
    fc.assert(
      fc.property(network, fc.constantFrom(...ZONES), fc.constantFrom(...TIERS), (net, zone, tier) => {
        const before = new Map(planSubnets(net).map((subnet) => [subnet.id, subnet]));
        const wider = {
          ...net,
          zones: [zone, ...net.zones.filter((name) => name !== zone)],
          tiers: { [tier]: tierSettings(tier), ...net.tiers },
        };
        const after = new Map(planSubnets(wider).map((subnet) => [subnet.id, subnet]));
        for (const [id, subnet] of before) expect(after.get(id)).toEqual(subnet);
      }),
    );
  });

  it("splits a /16 into tiers as documented", () => {
    const net = {
      cidr: "10.0.0.0/16",
      zones: ["us-east-1a", "us-east-1b"],
      tiers: { public: tierSettings("public"), database: tierSettings("database") },
    };
    expect(planSubnets(net)).toEqual([
      { id: "public-us-east-1a", tier: "public", zone: "us-east-1a", cidr: "10.0.0.0/22" },
      { id: "public-us-east-1b", tier: "public", zone: "us-east-1b", cidr: "10.0.4.0/22" },
      { id: "database-us-east-1a", tier: "database", zone: "us-east-1a", cidr: "10.0.64.0/22" },
      { id: "database-us-east-1b", tier: "database", zone: "us-east-1b", cidr: "10.0.68.0/22" },
    ]);
    expect(tierCidrs(net, "database")).toEqual(["10.0.64.0/19"]);
  });

  it("uses CIDR blocks from the spec, zone by zone", () => {
    const net = {
      cidr: "10.0.0.0/16",
      zones: ["us-east-1a", "us-east-1b"],
      tiers: { private: { access: "private" as const, cidrs: { "us-east-1a": "10.0.200.0/24" } } },
    };
    expect(planSubnets(net).map((subnet) => subnet.cidr)).toEqual(["10.0.200.0/24", "10.0.36.0/22"]);
    expect(tierCidrs(net, "private")).toEqual(["10.0.32.0/19", "10.0.200.0/24"]);
  });

  it("throws for a tier without a slot", () => {
    const net = {
      cidr: "10.0.0.0/16",
      zones: ["us-east-1a"],
      tiers: { odd: { access: "private" as const } },
    };
    expect(() => planSubnets(net)).toThrow("tier odd has no block in us-east-1a");
  });
});
