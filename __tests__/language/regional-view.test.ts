import { isPrimaryRegion, regionalView, regionsOfPlatform } from "../../language/regional-view.ts";
import { resolve } from "../../language/resolve.ts";
import { hybrid } from "../../platforms/hybrid.ts";
import { oneRegionPlatform, twoRegionPlatform } from "../support/two-regions.ts";

const pair = twoRegionPlatform();
const home = regionalView(pair, "us-east-1");
const away = regionalView(pair, "eu-west-1");

describe("the regional view", () => {
  it("exists for the regions of networks, and for the primary region first", () => {
    expect(regionsOfPlatform(oneRegionPlatform())).toEqual(["us-east-1"]);
    expect(regionsOfPlatform(pair)).toEqual(["us-east-1", "eu-west-1"]);
    expect(regionsOfPlatform({ ...pair, region: "eu-west-2" })).toEqual(["eu-west-2", "eu-west-1"]);
  });

  it("is the full platform if there is one region", () => {
    const one = oneRegionPlatform();
    expect(regionalView(one, "us-east-1")).toEqual({ ...one, fullPlatform: one });
  });

  it.each([
    ["pair", pair],
    ["hybrid", resolve(hybrid, "prod")],
  ])("of exactly one region contains each item of %s", (_name, platform) => {
    const views = regionsOfPlatform(platform).map((region) => regionalView(platform, region));
    const kinds = ["networks", "workloads", "stores", "interfaces", "users"] as const;
    for (const kind of kinds) {
      const names = views.flatMap((view) => Object.keys(view[kind]));
      expect([kind, names.sort()]).toEqual([kind, Object.keys(platform[kind]).sort()]);
    }
    const balancers = views.flatMap((view) => Object.keys(view.edge.loadBalancers));
    expect(balancers.sort()).toEqual(Object.keys(platform.edge.loadBalancers).sort());
  });

  it("contains the items in the region's networks", () => {
    expect(Object.keys(away.networks)).toEqual(["away"]);
    expect(Object.keys(away.workloads)).toEqual(["counter", "guard"]);
    expect(Object.keys(away.stores)).toEqual(["ledger"]);
    expect(Object.keys(away.edge.loadBalancers)).toEqual(["inside"]);
    expect(away.region).toBe("eu-west-1");
    expect([isPrimaryRegion(home), isPrimaryRegion(away)]).toEqual([true, false]);
  });

  it("contains items without a network, the budget and the domain in the primary region only", () => {
    expect(Object.keys(home.stores)).toEqual(["books", "papers"]);
    expect(Object.keys(home.users)).toEqual(["clerk"]);
    expect([home.budget, away.budget]).toEqual([pair.budget, undefined]);
    const hybridPlatform = resolve(hybrid, "prod");
    expect(regionalView(hybridPlatform, "us-east-1").edge.domain).toEqual(hybridPlatform.edge.domain);
    expect(regionalView(hybridPlatform, "eu-west-1").edge.domain).toBeUndefined();
  });

  it("backs up each store and server in its region", () => {
    expect(home.backup).toEqual({ ...pair.backup, stores: ["books"], servers: [] });
    expect(away.backup).toEqual({ ...pair.backup, stores: ["ledger"], servers: ["guard"] });
    expect(regionalView(oneRegionPlatform(), "eu-west-1").backup).toBeUndefined();
  });

  it("references the full platform, and keeps its flows and connections", () => {
    expect(away.fullPlatform).toBe(pair);
    expect(away.flows).toBe(pair.flows);
    expect(away.connections).toBe(pair.connections);
  });
});
