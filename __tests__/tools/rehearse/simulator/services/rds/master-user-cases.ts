import { UNKNOWN } from "../../../../../../tools/rehearse/simulator/terraform-value.ts";
import type { ConstraintCase } from "../../constraints/constraint-case.ts";

export const rdsMasterUserCases: readonly ConstraintCase[] = [
  {
    constraint: "database-master-user",
    when: "the name is the console's default",
    type: "aws_db_instance",
    after: { engine: "postgres", username: "postgres" },
  },
  {
    constraint: "database-master-user",
    when: "the engine is another one",
    type: "aws_db_instance",
    after: { engine: "mysql", username: "admin" },
  },
  {
    constraint: "database-master-user",
    when: "the users come from a snapshot",
    type: "aws_db_instance",
    after: { engine: "postgres", username: "admin", snapshot_identifier: "last", s3_import: [] },
  },
  {
    constraint: "database-master-user",
    when: "the source is not yet known",
    type: "aws_db_instance",
    after: { engine: "postgres", username: "admin", replicate_source_db: UNKNOWN },
  },
  {
    constraint: "database-master-user",
    when: "the database exists",
    type: "aws_db_instance",
    before: { engine: "postgres", username: "admin" },
    after: { engine: "postgres", username: "admin" },
  },
  {
    constraint: "database-master-user",
    when: "the name is a key word",
    type: "aws_db_instance",
    after: { engine: "postgres", username: "user", restore_to_point_in_time: [] },
    errors: [
      "CreateDBInstance InvalidParameterValue: MasterUsername user cannot be used as it is a reserved word used by the engine",
    ],
  },
  {
    constraint: "database-master-user",
    when: "the cluster's user is admin",
    type: "aws_rds_cluster",
    after: { engine: "aurora-postgresql", master_username: "admin" },
    errors: [
      "CreateDBCluster InvalidParameterValue: MasterUsername admin cannot be used as it is a reserved word used by the engine",
    ],
  },
  {
    constraint: "database-master-user",
    when: "the name starts with pg_",
    type: "aws_db_instance",
    after: { engine: "postgres", username: "pg_dba" },
    errors: [
      'CreateDBInstance InvalidParameterValue: MasterUsername pg_dba cannot be used because role names starting with "pg_" are reserved by the PostgreSQL engine',
    ],
  },
];
