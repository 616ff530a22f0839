import fc from "fast-check";
import { flow, tcp } from "../../../language/flows.ts";
import type { Platform } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { planInterNetworkRoutes } from "../../../modules/network/inter-network-routes-plan.ts";
import { company } from "../../language/support/company.ts";

const platform = resolve(company, "prod");

/** The routes as a reader says them: `hub/private: 10.1.0.0/16 by transit-gateway transit`. */
function said(changed: Platform): string[] {
  return planInterNetworkRoutes(changed).map(({ network, tier, cidr, nextHop: way }) => {
    const target = way.kind === "virtual-private-gateway" ? way.network : way.connection;
    return `${network}/${tier}: ${cidr} by ${way.kind} ${target}`;
  });
}

function withFlows(...flows: Platform["flows"]): string[] {
  return said({ ...platform, connections: withoutLink(), flows });
}

/** The company's connections but the one that has routes without any flow. */
function withoutLink(): Platform["connections"] {
  const { link: _link, ...connections } = platform.connections;
  return connections;
}

describe("planJoinedRoutes", () => {
  it("has a route on both sides of every hop over a connection, and no others", () => {
    expect(said(platform)).toEqual([
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

  it("has none for a flow inside one network, nor for PrivateLink, nor for a client VPN's own network", () => {
    expect(withFlows(flow("hermit", "ledger"))).toEqual([]);
    expect(withFlows(flow("staff", "directory"))).toEqual([]);
    expect(withFlows()).toEqual([]);
  });

  it("takes a client VPN's clients on to another network from the VPN's own tier, and back", () => {
    expect(withFlows(flow("staff", "till"))).toEqual([
      "east/private: 10.0.0.0/16 by transit-gateway transit",
      "hub/private: 10.1.0.0/16 by transit-gateway transit",
    ]);
  });

  it("leads to all of a network's blocks, and to what a flow calls outside", () => {
    const { hub } = platform.networks;
    const networks = { ...platform.networks, hub: { ...hub!, secondaryCidrs: ["100.64.0.0/16"] } };
    const flows = [flow("till", "directory"), flow("hermit", "plant", tcp(22))];
    expect(said({ ...platform, networks, connections: withoutLink(), flows })).toEqual([
      "east/private: 10.0.0.0/16 by transit-gateway transit",
      "east/private: 100.64.0.0/16 by transit-gateway transit",
      "hub/private: 10.1.0.0/16 by transit-gateway transit",
      "lone/private: 172.16.0.0/16 by virtual-private-gateway lone",
    ]);
  });

  it("prefers a peering to a transit gateway that joins the same two", () => {
    const direct = { kind: "peering" as const, between: ["hub", "east"] as [string, string] };
    const connections = { ...withoutLink(), direct };
    expect(said({ ...platform, connections, flows: [flow("till", "directory")] })).toEqual([
      "east/private: 10.0.0.0/16 by peering direct",
      "hub/private: 10.1.0.0/16 by peering direct",
    ]);
  });

  it("is the same whatever the order of the spec", () => {
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

  it("keeps every route as flows are added, and gives a tier one route to each block", () => {
    fc.assert(
      fc.property(fc.subarray([...platform.flows]), (flows) => {
        const few = said({ ...platform, flows });
        expect(said(platform)).toEqual(expect.arrayContaining(few));
        const places = few.map((line) => line.split(" by ")[0]);
        expect(new Set(places).size).toBe(places.length);
      }),
      { numRuns: 30 },
    );
  });
});
