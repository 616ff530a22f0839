import type { ConstraintCase } from "../../constraints/constraint-case.ts";

export const rdsMaintenanceWindowsCases: readonly ConstraintCase[] = [
  {
    constraint: "database-windows",
    when: "the windows differ",
    type: "aws_db_instance",
    after: { backup_window: "03:00-04:00", maintenance_window: "sun:05:00-sun:06:00" },
  },
  {
    constraint: "database-windows",
    when: "the windows overlap",
    type: "aws_db_instance",
    after: { backup_window: "05:30-06:30", maintenance_window: "sun:05:00-sun:06:00" },
    errors: [
      "CreateDBInstance InvalidParameterValue: The backup window and maintenance window must not overlap.",
    ],
  },
  {
    constraint: "database-windows",
    when: "the windows overlap across midnight",
    type: "aws_db_instance",
    after: { backup_window: "23:30-00:30", maintenance_window: "mon:00:00-mon:01:00" },
    errors: [
      "CreateDBInstance InvalidParameterValue: The backup window and maintenance window must not overlap.",
    ],
  },
  {
    constraint: "database-windows",
    when: "a window has no minutes",
    type: "aws_db_instance",
    after: { backup_window: "03:00-03:00", maintenance_window: "mon:00:00-mon:01:00" },
    errors: ["CreateDBInstance InvalidParameterValue: Backup window must be at least 30 minutes."],
  },
  {
    constraint: "database-windows",
    when: "the windows of a cache overlap",
    type: "aws_elasticache_replication_group",
    after: { snapshot_window: "05:30-06:30", maintenance_window: "sun:05:00-sun:06:00" },
    errors: [
      "CreateReplicationGroup InvalidParameterValue: The snapshot window and maintenance window must not overlap.",
    ],
  },
];
