import { TASK_ROLE_ARN } from "../../constraints/case-resources.ts";
import type { ConstraintCase } from "../../constraints/constraint-case.ts";

export const rdsDbInstanceCases: readonly ConstraintCase[] = [
  {
    constraint: "role-trusted-by-service",
    when: "the monitoring role does not exist",
    type: "aws_db_instance",
    after: { monitoring_role_arn: TASK_ROLE_ARN },
    errors: [
      "CreateDBInstance InvalidParameterValue: IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING",
    ],
  },
  {
    constraint: "database-final-snapshot",
    when: "the final snapshot has a name",
    type: "aws_db_instance",
    before: { skip_final_snapshot: false, final_snapshot_identifier: "last" },
  },
  {
    constraint: "database-final-snapshot",
    when: "the final snapshot is skipped",
    type: "aws_db_instance",
    before: { skip_final_snapshot: true },
  },
  {
    constraint: "database-final-snapshot",
    when: "neither is set",
    type: "aws_db_instance",
    before: { skip_final_snapshot: false, final_snapshot_identifier: null },
    errors: [
      "DeleteDBInstance InvalidParameterCombination: FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
    ],
  },
  {
    constraint: "database-protected",
    when: "the database is not protected",
    type: "aws_db_instance",
    before: { deletion_protection: false },
  },
  {
    constraint: "database-protected",
    when: "the database is protected",
    type: "aws_db_instance",
    before: { deletion_protection: true },
    errors: [
      "DeleteDBInstance InvalidParameterCombination: Cannot delete protected DB Instance, please disable deletion protection and try again.",
    ],
  },
  {
    constraint: "database-storage",
    when: "the storage is 20 GiB",
    type: "aws_db_instance",
    after: { engine: "postgres", storage_type: "gp3", allocated_storage: 20 },
  },
  {
    constraint: "database-storage",
    when: "the storage is 10 GiB",
    type: "aws_db_instance",
    after: { engine: "postgres", storage_type: "gp3", allocated_storage: 10 },
    errors: [
      "CreateDBInstance InvalidParameterValue: Invalid storage size for engine name postgres and storage type gp3: 10",
    ],
  },
  {
    constraint: "database-storage",
    when: "the storage shrinks",
    type: "aws_db_instance",
    before: { allocated_storage: 100 },
    after: { allocated_storage: 50 },
    errors: [
      "ModifyDBInstance InvalidParameterCombination: Requested storage size is smaller than the current size.",
    ],
  },
];
