import { nestedBlocksOf, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, idOrName, isDelete, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A backup plan needs existing vaults, and cannot be deleted before its selections. */
export const backupPlan: Constraint = {
  name: "backup-plan",
  documentation: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html",
  types: ["aws_backup_plan"],
  check(change, context) {
    if (isDelete(change)) {
      const id = idOrName(change.before);
      const isUsed = resourcesInRegion(context, "aws_backup_selection").some(
        ({ values }) => values.plan_id === id,
      );
      return apiErrorIf(
        isUsed,
        "DeleteBackupPlan",
        "InvalidRequestException",
        "Related backup plan selections must be deleted prior to backup plan deletion",
      );
    }
    const vaults = resourcesInRegion(context, "aws_backup_vault").map(({ values }) => values.name);
    return nestedBlocksOf(change.after, "rule").flatMap((rule) => {
      const name = stringAttribute(rule, "target_vault_name");
      const isMissing = name !== undefined && name !== "Default" && !vaults.includes(name);
      return apiErrorIf(
        isMissing,
        "CreateBackupPlan",
        "ResourceNotFoundException",
        `Cannot find Backup vault ${name}`,
        "rule",
      );
    });
  },
};
