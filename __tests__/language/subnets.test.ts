import fc from "fast-check";
import { environmentsOf, resolve } from "../../language/resolve.ts";
import { subnetBlock } from "../../language/subnets.ts";
import { planSubnets } from "../../modules/network/subnet-plan.ts";
import { platforms } from "../../platforms/index.ts";

describe("subnetBlock", () => {
  it("equals the planned CIDR block of every subnet of every platform", () => {
    for (const spec of platforms) {
      for (const environment of environmentsOf(spec)) {
        for (const network of Object.values(resolve(spec, environment).networks)) {
          for (const { tier, zone, cidr } of planSubnets(network)) {
            expect(subnetBlock(network, tier, network.tiers[tier]!, zone)?.toString()).toBe(cidr);
          }
        }
      }
    }
  });

  it("is undefined without a slot, or in a VPC too small for slots", () => {
    const access = "private" as const;
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 28 }), fc.integer({ min: 0, max: 7 }), (prefix, slot) => {
        const block = subnetBlock({ cidr: `10.0.0.0/${prefix}` }, "own", { access, slot }, "us-east-1b");
        expect(block === undefined).toBe(prefix > 22);
      }),
    );
    expect(subnetBlock({ cidr: "10.0.0.0/16" }, "own", { access }, "us-east-1b")).toBeUndefined();
    expect(subnetBlock({ cidr: "10.0.0.0/16" }, "own", { access, slot: 1 }, "us-east-1z")).toBeUndefined();
  });

  it("is the tier's explicit CIDR block if it has one", () => {
    const tier = { access: "private" as const, cidrs: { "us-east-1a": "10.0.9.0/24" } };
    expect(subnetBlock({ cidr: "10.0.0.0/23" }, "own", tier, "us-east-1a")?.toString()).toBe("10.0.9.0/24");
  });
});
