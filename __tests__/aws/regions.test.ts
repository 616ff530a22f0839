import { SERVICE_HOSTED_ZONES } from "../../aws/hosted-zones.ts";
import {
  isOptInRegion,
  partitionOfRegion,
  REGION_FACTS,
  REGIONS,
  type Region,
  regionFacts,
  zonesOfRegion,
  zonesPerAccount,
} from "../../aws/regions.ts";
import { flow, platform, server } from "../../language/language.ts";
import { availabilityZonesOf } from "../../tools/rehearse/simulator/computed-values/regions.ts";
import { ACCOUNT } from "../support/platform-builder.ts";
import { exists } from "../tools/rehearse/simulator/constraints/constraint-case.ts";
import { problemsAt, refusalsOf } from "./support/both-sides.ts";

/** A platform with a network in these zones. */
function platformIn(region: Region, zones: readonly string[], others: readonly string[] = []) {
  const network = (cidr: string, own: readonly string[]) => ({
    cidr,
    zones: [...own],
    tiers: { public: { access: "public" as const } },
    nat: { kind: "none" as const },
  });
  return platform({
    name: "zones",
    region,
    networks: {
      main: network("10.0.0.0/16", zones),
      ...(others.length > 0 && { other: network("10.1.0.0/16", others) }),
    },
    workloads: { web: server({ network: "main", tier: "public", port: 80 }) },
    flows: [flow("internet", "web")],
    environments: { prod: { account: ACCOUNT } },
  });
}

/** Creates subnets one after the other; returns the messages of those that are refused. */
function refusedSubnets(region: Region, zones: readonly string[]): readonly string[] {
  return zones.flatMap((zone, index) =>
    refusalsOf({
      constraint: "zone-exists",
      type: "aws_subnet",
      after: { availability_zone: zone },
      region,
      account: zones
        .slice(0, index)
        .map((before) => exists("aws_subnet", `subnet-${before}`, { availability_zone: before }, region)),
    }),
  );
}

describe("regions", () => {
  it("have distinct zone ID prefixes, zone letters in order, and hosted zones", () => {
    const prefixes = REGIONS.map((region) => REGION_FACTS[region].zoneIdPrefix);
    expect(new Set(prefixes).size).toBe(REGIONS.length);
    for (const region of REGIONS) {
      expect(REGION_FACTS[region].zoneLetters).toBe([...REGION_FACTS[region].zoneLetters].sort().join(""));
      expect(SERVICE_HOSTED_ZONES[region].applicationLoadBalancer).toMatch(/^Z[0-9A-Z]{10,20}$/);
    }
    const ids = REGIONS.flatMap((region) => Object.values(SERVICE_HOSTED_ZONES[region]));
    expect(new Set(ids).size).toBe(ids.length);
    expect(regionFacts("mars-north-1")).toBeUndefined();
    expect(regionFacts("constructor")).toBeUndefined();
  });

  it("are those of AWS's list, with those that an account must enable first", () => {
    expect(REGIONS.filter((region) => !isOptInRegion(region))).toEqual([
      ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1"],
      ...["ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2"],
      ...["eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2"],
    ]);
    expect(REGIONS.filter((region) => isOptInRegion(region))).toEqual([
      ...["af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4"],
      ...["ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2"],
      ...["eu-south-1", "eu-south-2", "il-central-1", "me-central-1", "me-south-1", "mx-central-1"],
    ]);
    expect(isOptInRegion("mars-north-1")).toBe(false);
  });

  it("belong to partitions", () => {
    expect(partitionOfRegion("eu-west-1").id).toBe("aws");
    expect(partitionOfRegion("cn-north-1")).toMatchObject({ id: "aws-cn", dnsSuffix: "amazonaws.com.cn" });
    expect(partitionOfRegion("us-gov-west-1").id).toBe("aws-us-gov");
    expect(partitionOfRegion("eusc-de-east-1")).toEqual({
      id: "aws-eusc",
      dnsSuffix: "amazonaws.eu",
      reverseDnsPrefix: "eu.amazonaws",
    });
  });

  it.each(REGIONS)("accept the same zones at synth and at apply: %s", (region) => {
    for (const letter of "abcdefg") {
      const zone = `${region}${letter}`;
      const isKnown = zonesOfRegion(region).includes(zone);
      expect(problemsAt(platformIn(region, [zone]), "networks.main.zones").length === 0, zone).toBe(isKnown);
      expect(refusedSubnets(region, [zone]).length === 0, zone).toBe(isKnown);
    }
  });

  it.each(REGIONS)("accept all zones of an account together, at synth and at apply: %s", (region) => {
    const all = zonesOfRegion(region);
    const isWhole = all.length === zonesPerAccount(REGION_FACTS[region]);
    expect(problemsAt(platformIn(region, all), "networks.main.zones").length === 0).toBe(isWhole);
    expect(refusedSubnets(region, all).length === 0).toBe(isWhole);
  });
});

describe("us-west-1", () => {
  it.each(["ab", "ac", "bc"])("has two zones in an account, under any letters: %s", (letters) => {
    const zones = [...letters].map((letter) => `us-west-1${letter}`);
    expect(problemsAt(platformIn("us-west-1", zones), "networks")).toEqual([]);
    expect(refusedSubnets("us-west-1", [...zones, ...zones])).toEqual([]);
  });

  it("has no third zone in an account", () => {
    const zones = ["us-west-1a", "us-west-1c", "us-west-1b"];
    const allowed = "at most 2 zones in all networks of us-west-1: an account has only 2 of its 3 zones";
    expect(problemsAt(platformIn("us-west-1", zones), "networks")).toEqual([allowed]);
    expect(problemsAt(platformIn("us-west-1", zones.slice(0, 2), zones.slice(2)), "networks")).toEqual([
      allowed,
      allowed,
    ]);
    expect(refusedSubnets("us-west-1", zones)).toEqual([
      "Value (us-west-1b) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-west-1a, us-west-1c.",
    ]);
  });

  it("shows an account two zones, with the IDs that new customers have", () => {
    expect(availabilityZonesOf("us-west-1")).toEqual([
      { name: "us-west-1a", id: "usw1-az1" },
      { name: "us-west-1b", id: "usw1-az3" },
    ]);
  });
});
