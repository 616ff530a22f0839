import { backupSchema } from "../../../language/operations.ts";
import { BackupOfServers, LongTermBackup } from "../../../modules/data/backup.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

describe("a backup of servers alone", () => {
  const { json } = synthesizeConstruct((stack) => {
    const { planId, roleArn } = new LongTermBackup(stack, "backup", {
      name: "shop-backup",
      account: "111111111111",
      backup: backupSchema.parse({ servers: ["relay"] }),
      storeArns: [],
      withBuckets: false,
      dataKeyArn: "arn:key",
      protected: true,
    });
    new BackupOfServers(stack, "servers", { planId, roleArn, serverArns: ["arn:relay"] });
  });

  it("has a plan and a vault, and selects no stores", () => {
    expect(resourcesOfType(json, "aws_backup_vault")).toHaveLength(1);
    expect(resourcesOfType(json, "aws_backup_plan")).toHaveLength(1);
    expect(resourcesOfType(json, "aws_backup_selection").map(({ name }) => name)).toEqual(["servers"]);
  });

  it("selects each server by ARN, with the plan's role", () => {
    expect(resourcesOfType(json, "aws_backup_selection")).toEqual([
      {
        name: "servers",
        plan_id: expect.stringMatching(/^\$\{aws_backup_plan\.backup_plan_\w+\.id\}$/),
        iam_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.backup_role_\w+\.arn\}$/),
        resources: ["arn:relay"],
      },
    ]);
  });
});
