import { Cidr } from "../../aws/cidr.ts";
import {
  DOCUMENTATION_IPV4_RANGES,
  GLOBAL_UNICAST_RANGE,
  PRIVATE_BLOCKS,
  UNROUTED_IPV4_RANGES,
} from "../../aws/special-ranges.ts";
import { flow, platform, server } from "../../language/language.ts";
import { addressesOfBlocks, parseAddresses } from "../../tools/reach/packets/addresses.ts";
import { ACCOUNT } from "../support/platform-builder.ts";
import { problemsAt } from "./support/both-sides.ts";

/** A platform that calls this CIDR block over the internet. */
function platformWith(cidr: string) {
  return platform({
    name: "ranges",
    region: "us-east-1",
    networks: {
      main: {
        cidr: "10.0.0.0/16",
        zones: ["us-east-1a"],
        tiers: { public: { access: "public" } },
        nat: { kind: "none" },
      },
    },
    outside: { office: { cidrs: [cidr] } },
    workloads: { web: server({ network: "main", tier: "public", port: 80, publicAddress: true }) },
    flows: [flow("office", "web")],
    environments: { prod: { account: ACCOUNT } },
  });
}

describe("special address ranges", () => {
  it.each(PRIVATE_BLOCKS.map(String))(
    "are private at synth, and no part of the internet for reach: %s",
    (cidr) => {
      expect(problemsAt(platformWith(cidr), "outside.office")).toHaveLength(1);
      const unrouted = addressesOfBlocks(UNROUTED_IPV4_RANGES);
      expect(unrouted.covers(parseAddresses(cidr)!)).toBe(true);
    },
  );

  it.each(DOCUMENTATION_IPV4_RANGES.map(String))("for documentation count as public: %s", (cidr) => {
    expect(problemsAt(platformWith(cidr), "outside.office")).toEqual([]);
    expect(addressesOfBlocks(UNROUTED_IPV4_RANGES).overlaps(parseAddresses(cidr)!)).toBe(false);
  });

  it("do not overlap one another", () => {
    for (const [index, range] of UNROUTED_IPV4_RANGES.entries()) {
      const later = UNROUTED_IPV4_RANGES.slice(index + 1);
      expect(later.filter((other) => other.overlaps(range)).map(String), `${range}`).toEqual([]);
    }
  });

  it.each(["fc00::/7", "fd00::/8", "fe80::/10", "ff00::/8", "::1/128"])("of IPv6 exclude %s", (cidr) => {
    expect(GLOBAL_UNICAST_RANGE.overlaps(Cidr.parseKnown(cidr))).toBe(false);
  });
});
