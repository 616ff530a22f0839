import { backupName, prefixInStackName, regionalKey, stackName } from "../../modules/names.ts";
import { inRegion } from "../../spec/regional.ts";
import { REGIONS } from "../../spec/regions.ts";
import { inTwoRegions } from "../support/two-regions.ts";

const pair = inTwoRegions();

describe("names", () => {
  it("of stacks have the region elsewhere than at home", () => {
    expect(stackName(pair, "data")).toBe("pair-prod-data");
    expect(stackName(pair, "data", "us-east-1")).toBe("pair-prod-data");
    expect(stackName(pair, "data", "eu-west-1")).toBe("pair-prod-data-eu-west-1");
  });

  it.each(REGIONS)("of stacks tell their platform: %s", (region) => {
    expect(prefixInStackName(stackName(pair, "network", region), "network")).toBe("pair-prod");
  });

  it("of other stacks tell none", () => {
    expect(prefixInStackName("pair-prod-data-eu-west-1", "network")).toBeUndefined();
    expect(prefixInStackName("pair-prod-network-moon", "network")).toBeUndefined();
    expect(prefixInStackName("network-eu-west-1", "network")).toBeUndefined();
    expect(prefixInStackName("-network", "network")).toBeUndefined();
    expect(prefixInStackName("my-network-network", "network")).toBe("my-network");
  });

  it("of what AWS keeps once for all regions have the region likewise", () => {
    expect(regionalKey(inRegion(pair, "us-east-1"), "backup")).toBe("backup");
    expect(regionalKey(inRegion(pair, "eu-west-1"), "backup")).toBe("backup-eu-west-1");
  });

  it("of the long-term backup are one for each region", () => {
    expect(backupName(inRegion(pair, "us-east-1"))).toBe("pair-prod-backup");
    expect(backupName(inRegion(pair, "eu-west-1"))).toBe("pair-prod-backup-eu-west-1");
  });
});
