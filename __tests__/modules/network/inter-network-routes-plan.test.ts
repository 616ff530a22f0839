import fc from "fast-check";
import { flow, tcp } from "../../../language/flows.ts";
import type { Platform } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { planInterNetworkRoutes } from "../../../modules/network/inter-network-routes-plan.ts";
import { company } from "../../language/support/company.ts";

const platform = resolve(company, "prod");

/** Describes planned routes: `hub/private: 10.1.0.0/16 by transit-gateway transit`. */
function describeRoutes(changed: Platform): string[] {
  return planInterNetworkRoutes(changed).map(({ network, tier, cidr, nextHop }) => {
    const target = nextHop.kind === "virtual-private-gateway" ? nextHop.network : nextHop.connection;
    return `${network}/${tier}: ${cidr} by ${nextHop.kind} ${target}`;
  });
}

function withFlows(...flows: Platform["flows"]): string[] {
  return describeRoutes({ ...platform, connections: withoutLink(), flows });
}

/** The company's connections, except the one that has routes even without flows. */
function withoutLink(): Platform["connections"] {
  const { link: _link, ...connections } = platform.connections;
  return connections;
}

describe("planInterNetworkRoutes", () => {
  it("plans routes on both sides of every hop over a connection, and no others", () => {
    expect(describeRoutes(platform)).toEqual([
      "east/private: 10.0.0.0/16 by transit-gateway transit",
      "east/private: 10.3.0.0/16 by peering bridge",
      "east/private: 192.168.1.0/24 by transit-gateway transit",
      "europe/private: 10.0.0.0/16 by transit-gateway transit-eu",
      "hub/private: 10.1.0.0/16 by transit-gateway transit",
      "hub/private: 10.255.0.0/24 by transit-gateway transit",
      "hub/private: 10.4.0.0/16 by transit-gateway transit",
      "lone/private: 10.1.0.0/16 by peering bridge",
      "lone/private: 172.16.0.0/16 by virtual-private-gateway lone",
    ]);
  });

  it("plans none for flows over PrivateLink or from VPN clients into the VPN's own network", () => {
    expect(withFlows(flow("hermit", "ledger"))).toEqual([]);
    expect(withFlows(flow("staff", "directory"))).toEqual([]);
    expect(withFlows()).toEqual([]);
  });

  it("plans none for flows inside one network, whatever connections it has", () => {
    expect(withFlows(flow("directory", "licence"))).toEqual([]);
    const inside = [
      flow("directory", "licence"),
      flow("directory", "licence", tcp(22)),
      flow("staff", "licence"),
    ];
    expect(describeRoutes({ ...platform, flows: [...platform.flows, ...inside] })).toEqual(
      describeRoutes(platform),
    );
  });

  it("plans routes for VPN clients between the VPN's tier and another network", () => {
    expect(withFlows(flow("staff", "till"))).toEqual([
      "east/private: 10.0.0.0/16 by transit-gateway transit",
      "hub/private: 10.1.0.0/16 by transit-gateway transit",
    ]);
  });

  it("plans routes to all CIDR blocks of a network, and of an external network", () => {
    const { hub } = platform.networks;
    const networks = { ...platform.networks, hub: { ...hub!, secondaryCidrs: ["100.64.0.0/16"] } };
    const flows = [flow("till", "directory"), flow("hermit", "plant", tcp(22))];
    expect(describeRoutes({ ...platform, networks, connections: withoutLink(), flows })).toEqual([
      "east/private: 10.0.0.0/16 by transit-gateway transit",
      "east/private: 100.64.0.0/16 by transit-gateway transit",
      "hub/private: 10.1.0.0/16 by transit-gateway transit",
      "lone/private: 172.16.0.0/16 by virtual-private-gateway lone",
    ]);
  });

  it("prefers a peering to a transit gateway that joins the same networks", () => {
    const direct = { kind: "peering" as const, between: ["hub", "east"] as [string, string] };
    const connections = { ...withoutLink(), direct };
    expect(describeRoutes({ ...platform, connections, flows: [flow("till", "directory")] })).toEqual([
      "east/private: 10.0.0.0/16 by peering direct",
      "hub/private: 10.1.0.0/16 by peering direct",
    ]);
  });

  it("plans the same routes regardless of the spec's order", () => {
    const all = planInterNetworkRoutes(platform);
    const shuffled = <T>(things: Readonly<Record<string, T>>) =>
      fc
        .shuffledSubarray(Object.entries(things), { minLength: Object.keys(things).length })
        .map((entries) => Object.fromEntries(entries));
    fc.assert(
      fc.property(
        shuffled(platform.connections),
        shuffled(platform.networks),
        fc.shuffledSubarray([...platform.flows], { minLength: platform.flows.length }),
        (connections, networks, flows) => {
          expect(planInterNetworkRoutes({ ...platform, connections, networks, flows })).toEqual(all);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("keeps routes when flows are added, and plans one route per tier and CIDR block", () => {
    fc.assert(
      fc.property(fc.subarray([...platform.flows]), (flows) => {
        const few = describeRoutes({ ...platform, flows });
        expect(describeRoutes(platform)).toEqual(expect.arrayContaining(few));
        const destinations = few.map((line) => line.split(" by ")[0]);
        expect(new Set(destinations).size).toBe(destinations.length);
      }),
      { numRuns: 30 },
    );
  });
});
