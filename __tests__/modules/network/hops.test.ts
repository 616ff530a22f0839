import { flow, tcp } from "../../../language/flows.ts";
import { type NetworkSettings, networkSchema } from "../../../language/network.ts";
import type { Platform } from "../../../language/platform.ts";
import { endpointTier, natNetwork, planHops } from "../../../modules/network/hops.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const prod = cybershieldIn("prod");
const main = prod.networks.main!;

/** CyberShield with its network changed. */
function withNetwork(change: Partial<NetworkSettings>): Platform {
  return { ...prod, networks: { main: { ...main, ...change } } };
}

describe("a flow to AWS", () => {
  it("goes to the network's gateway endpoints, and to its interface endpoints where it has any", () => {
    const flows = [flow("app", "aws")];
    const hop = { flow: "app -> aws", from: expect.objectContaining({ name: "app" }), ports: [tcp(443)] };
    const gateway = { name: "s3", kind: "gateway-endpoint", network: "main", service: "s3" };
    const addresses = { name: "main-endpoints", kind: "vpc-endpoints", network: "main", tier: "private" };
    expect(planHops({ ...prod, flows })).toEqual([
      { ...hop, to: gateway },
      { ...hop, to: addresses },
    ]);
    const without = withNetwork({ endpoints: { gateway: ["s3"], interface: [] } });
    expect(planHops({ ...without, flows })).toEqual([{ ...hop, to: gateway }]);
    const only = withNetwork({ endpoints: { gateway: [], interface: ["logs"] } });
    expect(planHops({ ...only, flows })).toEqual([{ ...hop, to: addresses }]);
  });
});

describe("the tier of the interface endpoints", () => {
  const tierOf = (tiers: NetworkSettings["tiers"], tier?: string) =>
    endpointTier(
      withNetwork({ tiers, endpoints: networkSchema.shape.endpoints.parse({ ...(tier ? { tier } : {}) }) }),
      "main",
    );
  const front = { access: "public" } as const;
  const inside = { access: "private" } as const;
  const closed = { access: "isolated" } as const;

  it("is the one that the network names", () => {
    expect(tierOf({ front, inside, closed }, "closed")).toBe("closed");
  });

  it("else is the first private one, else the first without a way out, else the first", () => {
    expect(tierOf({ front, closed, inside, second: inside })).toBe("inside");
    expect(tierOf({ front, closed, vault: closed })).toBe("closed");
    expect(tierOf({ front, other: front })).toBe("front");
  });

  it("is refused where there is no tier", () => {
    expect(() => tierOf({})).toThrow(new RangeError("network main has no tier"));
  });
});

describe("the network whose NAT carries a hop", () => {
  const outside = {
    partner: { cidrs: ["198.51.100.0/24"], via: "internet" },
    office: { cidrs: ["10.200.0.0/22"], via: "vpn" },
  };
  /** What carries CyberShield's only flow. */
  const carrier = (to: string, change: Partial<NetworkSettings> = {}) => {
    const platform = { ...withNetwork(change), outside, flows: [flow("app", to, tcp(443))] };
    return natNetwork(platform, planHops(platform)[0]!);
  };

  it("is the source's own, for a private tier that calls the internet or public addresses there", () => {
    expect(carrier("internet")).toBe("main");
    expect(carrier("partner")).toBe("main");
    expect(carrier("internet", { nat: { kind: "instance", instanceType: "t4g.nano" } })).toBe("main");
  });

  it("is none where a NAT is not there, or gives no way to the internet", () => {
    expect(carrier("internet", { nat: { kind: "none" } })).toBeUndefined();
    expect(carrier("internet", { nat: { kind: "private-gateway", tier: "database" } })).toBeUndefined();
  });

  it("is none for what stays inside, or leaves by a connection", () => {
    expect(carrier("db")).toBeUndefined();
    expect(carrier("office")).toBeUndefined();
  });

  it.each(["public", "isolated"] as const)("is none for a tier that is %s", (access) => {
    const tiers = { ...main.tiers, private: { access } };
    expect(carrier("internet", { tiers })).toBeUndefined();
  });

  it("is none for a source that is in no network", () => {
    const platform = { ...prod, flows: [flow("internet", "app", tcp(443))] };
    expect(natNetwork(platform, planHops(platform)[0]!)).toBeUndefined();
  });
});
