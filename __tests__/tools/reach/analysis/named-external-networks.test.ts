import { resolve } from "../../../../language/resolve.ts";
import { roboshop } from "../../../../platforms/roboshop.ts";
import { expectedConnectivity } from "../../../../tools/reach/analysis/expected-connectivity.ts";
import {
  type NamedExternalNetwork,
  withNamedExternalNetworks,
} from "../../../../tools/reach/analysis/named-external-networks.ts";
import { NetworkAnalysis } from "../../../../tools/reach/analysis/network-analysis.ts";
import { prove } from "../../../../tools/reach/analysis/prove.ts";
import { formatAddresses, NO_ADDRESS, parseAddresses } from "../../../../tools/reach/packets/addresses.ts";
import { networkOf } from "../support/network.ts";
import { inventoryOfPlatforms } from "../support/platforms.ts";
import { MAIN } from "../support/resource-builders.ts";

function named(name: string, ...blocks: readonly string[]): NamedExternalNetwork {
  const addresses = blocks
    .map((block) => parseAddresses(block) ?? NO_ADDRESS)
    .reduce((sum, part) => sum.union(part));
  return { name, addresses, blocks, connection: undefined };
}

/** The named parts of the internet, and the parts of each name that has several or shares one. */
async function partsOf(...networks: readonly NamedExternalNetwork[]) {
  const { model } = await networkOf(...MAIN);
  const { model: parted, sharedNames } = withNamedExternalNetworks(model, networks);
  const parts = [...parted.externalNetworks.values()].filter(({ name }) => name.includes("/"));
  return {
    parts: Object.fromEntries(parts.map(({ name, addresses }) => [name, formatAddresses(addresses)])),
    shared: Object.fromEntries(sharedNames),
  };
}

describe("external networks that platforms name", () => {
  it("are networks of their own", async () => {
    expect(await partsOf(named("a/office", "198.51.100.0/24"), named("b/office", "203.0.113.0/24"))).toEqual({
      parts: { "a/office": "198.51.100.0/24", "b/office": "203.0.113.0/24" },
      shared: {},
    });
  });

  it("are one network with all names where their addresses are the same", async () => {
    const block = "198.51.100.0/24";
    const names = ["a/office", "b/office", "c/home"];
    const shared = "a/office, b/office, c/home";
    expect(await partsOf(...names.map((name) => named(name, block)))).toEqual({
      parts: { [shared]: block },
      shared: Object.fromEntries(names.map((name) => [name, [shared]])),
    });
  });

  it("are parted where their addresses overlap, in whatever order", async () => {
    const wide = named("a/office", "198.51.100.0/24");
    const narrow = named("b/office", "198.51.100.128/25", "203.0.113.0/24");
    for (const [networks, shared] of [
      [[wide, narrow], "a/office, b/office"],
      [[narrow, wide], "b/office, a/office"],
    ] as const) {
      const { parts, shared: names } = await partsOf(...networks);
      expect(parts).toEqual({
        "a/office": "198.51.100.0/25",
        "b/office": "203.0.113.0/24",
        [shared]: "198.51.100.128/25",
      });
      expect(names["a/office"]?.toSorted()).toEqual(["a/office", shared].toSorted());
      expect(names["b/office"]?.toSorted()).toEqual(["b/office", shared].toSorted());
    }
  });

  it("are proven for each platform that names the same addresses", async () => {
    const platforms = ["lab", "prod"].map((environment) => resolve(roboshop, environment));
    const analysis = new NetworkAnalysis(await inventoryOfPlatforms(...platforms), () => platforms);
    const expected = platforms.flatMap((platform) => expectedConnectivity(platform));
    expect(prove(analysis, expected).differences).toEqual([]);
    const ssh = expected.filter(({ from, to }) => from.endsWith("/office") && to === "roboshop-lab/frontend");
    expect(ssh.map(({ from }) => from)).toEqual(["roboshop-lab/office"]);
    const undeclared = expected.filter((each) => !ssh.includes(each));
    expect(prove(analysis, undeclared).differences).toMatchObject([
      { kind: "undeclared", from: "roboshop-lab/office, roboshop-prod/office", to: "roboshop-lab/frontend" },
    ]);
  });
});
