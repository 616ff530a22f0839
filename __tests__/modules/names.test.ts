import { REGIONS } from "../../aws/regions.ts";
import { regionalView } from "../../language/regional-view.ts";
import { backupVaultName, prefixInStackName, regionalKey, stackName } from "../../modules/names.ts";
import { twoRegionPlatform } from "../support/two-regions.ts";

const pair = twoRegionPlatform();

describe("names", () => {
  it("of stacks contain the region outside the primary region", () => {
    expect(stackName(pair, "data")).toBe("pair-prod-data");
    expect(stackName(pair, "data", "us-east-1")).toBe("pair-prod-data");
    expect(stackName(pair, "data", "eu-west-1")).toBe("pair-prod-data-eu-west-1");
  });

  it.each(REGIONS)("of network stacks resolve to their platform prefix: %s", (region) => {
    expect(prefixInStackName(stackName(pair, "network", region), "network")).toBe("pair-prod");
  });

  it("of other stacks resolve to no platform prefix", () => {
    expect(prefixInStackName("pair-prod-data-eu-west-1", "network")).toBeUndefined();
    expect(prefixInStackName("pair-prod-network-moon", "network")).toBeUndefined();
    expect(prefixInStackName("network-eu-west-1", "network")).toBeUndefined();
    expect(prefixInStackName("-network", "network")).toBeUndefined();
    expect(prefixInStackName("my-network-network", "network")).toBe("my-network");
  });

  it("of global resources contain the region outside the primary region", () => {
    expect(regionalKey(regionalView(pair, "us-east-1"), "backup")).toBe("backup");
    expect(regionalKey(regionalView(pair, "eu-west-1"), "backup")).toBe("backup-eu-west-1");
  });

  it("of backup vaults differ by region", () => {
    expect(backupVaultName(regionalView(pair, "us-east-1"))).toBe("pair-prod-backup");
    expect(backupVaultName(regionalView(pair, "eu-west-1"))).toBe("pair-prod-backup-eu-west-1");
  });
});
