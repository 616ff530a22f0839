import { readFileSync } from "node:fs";
import { join } from "node:path";
import { platforms } from "../../../platforms/index.ts";
import { specLocations } from "../../../tools/review/spec-locations.ts";
import { PROJECT_FOLDER } from "../../support/command-line.ts";

describe("the place of a finding", () => {
  it.each([
    ["cybershield-prod-data", "aws_db_instance.db-database_instance_5A83088B", /^\s+db: postgres\(/],
    ["cybershield-prod-data", "aws_kms_key.data-key_5D719C34", /^ {2}stores: \{/],
    ["cybershield-dev-network", "aws_security_group.firewall_group-app_AF621BE0", /^\s+app: service\(/],
    [
      "cybershield-dev-network",
      "aws_vpc_security_group_ingress_rule.firewall_db_from-app_2",
      /^\s+db: postgres\(/,
    ],
    ["cybershield-dev-network", "aws_route.main-nat_route-private_6CE6678B", /^\s+main: \{/],
    ["cybershield-dev-edge", "aws_lb.alb_E1", /^\s+alb: \{/],
  ])("%s %s is the line of its setting", (stack, address, expected) => {
    const found = specLocations(platforms)({ stack, address });
    expect(found?.path).toBe("platforms/cybershield.ts");
    const lines = readFileSync(join(PROJECT_FOLDER, "platforms", "cybershield.ts"), "utf8").split("\n");
    expect(lines[(found?.line ?? 0) - 1]).toMatch(expected);
  });

  it("is none for a stack of another project", () => {
    expect(specLocations(platforms)({ stack: "shop-network", address: "aws_vpc.main" })).toBeUndefined();
  });
});
