import { type ConstraintCase, exists } from "../constraints/constraint-case.ts";

export const backupCases: readonly ConstraintCase[] = [
  {
    constraint: "backup-plan",
    when: "the vault exists",
    type: "aws_backup_plan",
    account: [exists("aws_backup_vault", "v", { name: "v" })],
    after: { rule: [{ target_vault_name: "v" }] },
  },
  {
    constraint: "backup-plan",
    when: "the vault does not exist",
    type: "aws_backup_plan",
    after: { rule: [{ target_vault_name: "v" }] },
    errors: ["CreateBackupPlan ResourceNotFoundException: Cannot find Backup vault v"],
  },
  {
    constraint: "backup-plan",
    when: "the plan has a selection",
    type: "aws_backup_plan",
    before: { id: "p" },
    account: [exists("aws_backup_selection", "s", { plan_id: "p" })],
    errors: [
      "DeleteBackupPlan InvalidRequestException: Related backup plan selections must be deleted prior to backup plan deletion",
    ],
  },
];
