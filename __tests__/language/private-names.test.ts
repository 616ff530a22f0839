import { flow } from "../../language/language.ts";
import type { Platform } from "../../language/platform.ts";
import { resolverClients, zoneAssociations } from "../../language/private-names.ts";
import { resolve } from "../../language/resolve.ts";
import { hybrid } from "../../platforms/hybrid.ts";

const prod = resolve(hybrid, "prod");
const named = (platform: Platform) =>
  zoneAssociations(platform).map(({ zoneOf, resolvedIn }) => `${zoneOf} in ${resolvedIn}`);

describe("zoneAssociations", () => {
  it("lists each network that a flow joins to a network with a private zone, once", () => {
    expect(named(prod)).toEqual([
      "shared in orders",
      "shared in shop",
      "shared in shop-eu",
      "shop in partner",
      "shop-eu in partner",
      "shop-eu in shared-eu",
    ]);
  });

  it("does not depend on the order of flows", () => {
    expect(named({ ...prod, flows: [...prod.flows].reverse() })).toEqual(named(prod));
  });

  it("omits PrivateLink, whose endpoints have names of their own", () => {
    const orders = { ...prod.networks.orders!, privateZone: "orders.corp.internal" };
    const platform = { ...prod, networks: { ...prod.networks, orders } };
    expect(platform.flows).toContainEqual(expect.objectContaining({ from: "partner-app", to: "ledger" }));
    expect(named(platform)).not.toContain("orders in partner");
  });

  it("is empty without flows between networks", () => {
    expect(named({ ...prod, flows: [flow("directory", "aws")] as Platform["flows"] })).toEqual([]);
  });
});

describe("resolverClients", () => {
  it("lists the external networks that call the network over a connection, without VPN clients", () => {
    expect(resolverClients(prod, "shared")).toEqual(["office", "warehouse"]);
  });

  it("is empty for a network without a resolver endpoint", () => {
    expect(resolverClients(prod, "depot")).toEqual([]);
    expect(resolverClients(prod, "nowhere")).toEqual([]);
  });
});
