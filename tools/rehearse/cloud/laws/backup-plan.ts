import { blocksOf, textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { deletes, here, idOf, refuse } from "./support/rule.ts";

/** A backup plan keeps its backups in vaults that are there, and goes after its selections. */
export const backupPlan: Law = {
  name: "backup-plan",
  documentation: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html",
  types: ["aws_backup_plan"],
  check(change, context) {
    if (deletes(change)) {
      const id = idOf(change.before);
      const used = here(context, "aws_backup_selection").some(({ values }) => values.plan_id === id);
      return refuse(
        used,
        "DeleteBackupPlan",
        "InvalidRequestException",
        "Related backup plan selections must be deleted prior to backup plan deletion",
      );
    }
    const vaults = here(context, "aws_backup_vault").map(({ values }) => values.name);
    return blocksOf(change.after, "rule").flatMap((rule) => {
      const name = textOf(rule, "target_vault_name");
      const lost = name !== undefined && name !== "Default" && !vaults.includes(name);
      return refuse(
        lost,
        "CreateBackupPlan",
        "ResourceNotFoundException",
        `Cannot find Backup vault ${name}`,
        "rule",
      );
    });
  },
};
