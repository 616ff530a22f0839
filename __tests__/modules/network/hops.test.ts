import { flow, tcp } from "../../../language/flows.ts";
import { type NetworkSettings, networkSchema } from "../../../language/network.ts";
import type { Platform } from "../../../language/platform.ts";
import { endpointTier, natNetwork, planHops } from "../../../modules/network/hops.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const prod = cybershieldIn("prod");
const main = prod.networks.main!;

/** CyberShield prod with a changed network. */
function withNetwork(change: Partial<NetworkSettings>): Platform {
  return { ...prod, networks: { main: { ...main, ...change } } };
}

describe("a flow to AWS", () => {
  it("goes to the network's gateway endpoints and interface endpoints, as far as it has them", () => {
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

  it("is the tier that the network names", () => {
    expect(tierOf({ front, inside, closed }, "closed")).toBe("closed");
  });

  it("else is the first private tier, else the first isolated tier, else the first", () => {
    expect(tierOf({ front, closed, inside, second: inside })).toBe("inside");
    expect(tierOf({ front, closed, vault: closed })).toBe("closed");
    expect(tierOf({ front, other: front })).toBe("front");
  });

  it("does not exist in a network without tiers: endpointTier throws", () => {
    expect(() => tierOf({})).toThrow(new RangeError("network main has no tier"));
  });
});

describe("natNetwork", () => {
  const outside = {
    partner: { cidrs: ["198.51.100.0/24"], via: "internet" },
    office: { cidrs: ["10.200.0.0/22"], via: "vpn" },
  };
  /** The NAT network of CyberShield's only flow. */
  const natNetworkTo = (to: string, change: Partial<NetworkSettings> = {}) => {
    const platform = { ...withNetwork(change), outside, flows: [flow("app", to, tcp(443))] };
    return natNetwork(platform, planHops(platform)[0]!);
  };

  it("is the source's network for a private tier that calls the internet or an external network there", () => {
    expect(natNetworkTo("internet")).toBe("main");
    expect(natNetworkTo("partner")).toBe("main");
    expect(natNetworkTo("internet", { nat: { kind: "instance", instanceType: "t4g.nano" } })).toBe("main");
  });

  it("is undefined without NAT, and with private NAT", () => {
    expect(natNetworkTo("internet", { nat: { kind: "none" } })).toBeUndefined();
    expect(natNetworkTo("internet", { nat: { kind: "private-gateway", tier: "database" } })).toBeUndefined();
  });

  it("is undefined for a flow inside the network or over a connection", () => {
    expect(natNetworkTo("db")).toBeUndefined();
    expect(natNetworkTo("office")).toBeUndefined();
  });

  it.each(["public", "isolated"] as const)(
    "is undefined for a source in a tier with access: %s",
    (access) => {
      const tiers = { ...main.tiers, private: { access } };
      expect(natNetworkTo("internet", { tiers })).toBeUndefined();
    },
  );

  it("is undefined for a source outside all networks", () => {
    const platform = { ...prod, flows: [flow("internet", "app", tcp(443))] };
    expect(natNetwork(platform, planHops(platform)[0]!)).toBeUndefined();
  });
});
