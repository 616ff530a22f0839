import {
  equivalenceClasses,
  representatives,
  trafficEndpointKey,
} from "../../../../tools/reach/analysis/equivalence-classes.ts";
import type { TrafficEndpoint } from "../../../../tools/reach/analysis/paths/traffic-endpoint.ts";
import { parseAddresses } from "../../../../tools/reach/packets/addresses.ts";

const initial = (word: string) => word.slice(0, 1);

it("groups items by key in their order, and represents a class by its last item", () => {
  const words = ["pear", "apple", "plum", "avocado", "cherry"];
  expect(equivalenceClasses(words, initial)).toEqual([["pear", "plum"], ["apple", "avocado"], ["cherry"]]);
  expect(representatives(words, initial)).toEqual(["plum", "avocado", "cherry"]);
});

describe("the key of a traffic endpoint", () => {
  const endpoint: TrafficEndpoint = {
    name: "web",
    endpoint: undefined,
    subnet: undefined,
    externalNetwork: undefined,
    isWildcard: false,
    addresses: parseAddresses("10.0.1.0/24")!,
    isExact: false,
    groups: ["sg"],
    unknownGroups: undefined,
    publicIPv4: false,
    forwards: false,
    ephemeralPorts: [1024, 65_535],
  };
  const key = (change: Partial<TrafficEndpoint>) => trafficEndpointKey({ ...endpoint, ...change });

  it("is the same with another name, or with other possible addresses of one family", () => {
    expect(key({ name: "other" })).toBe(key({}));
    expect(key({ addresses: parseAddresses("10.0.2.0/24")! })).toBe(key({}));
  });

  it.each<[string, Partial<TrafficEndpoint>]>([
    ["known addresses", { isExact: true }],
    ["another group", { groups: ["sg", "more"] }],
    ["unknown groups", { unknownGroups: "why" }],
    ["perhaps a public address", { publicIPv4: "unknown" }],
    ["forwarding", { forwards: true }],
    ["other client ports", { ephemeralPorts: [32_768, 60_999] }],
  ])("differs with %s", (_, change) => {
    expect(key(change)).not.toBe(key({}));
  });

  it("differs with addresses of another family", () => {
    expect(key({ addresses: parseAddresses("2001:db8::/64")! })).not.toBe(key({}));
  });

  it("differs for two forwarders, and for two known addresses", () => {
    expect(key({ forwards: true, name: "one" })).not.toBe(key({ forwards: true, name: "other" }));
    const at = (address: string) => key({ isExact: true, addresses: parseAddresses(address)! });
    expect(at("10.0.1.4")).not.toBe(at("10.0.1.5"));
  });
});
