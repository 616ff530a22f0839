import { DbInstance } from "@cdktf/provider-aws/lib/db-instance/index.js";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group/index.js";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group/index.js";
import { cybershieldIn } from "../support/platforms.ts";
import { parseEmbeddedJson } from "../support/policies.ts";
import { parseStackJson, resourcesOfType, subnetReferences, synthesize } from "../support/synth.ts";

const NAME = "cybershield-prod-data";
const stacks = synthesize(cybershieldIn("prod"), cybershieldIn("dev"));
const prodText = stacks[NAME]!;
const devText = stacks["cybershield-dev-data"]!;
const prod = parseStackJson(stacks, NAME);
const KEY = /^\$\{aws_kms_key\.data-key_.+\.arn\}$/;

/** The Terraform JSON of CyberShield prod's data stack with changes. */
function prodWith(change: Parameters<typeof cybershieldIn>[1]): string {
  return synthesize(cybershieldIn("prod", change))[NAME]!;
}

/** CyberShield prod's data stack with changes. */
function prodJsonWith(change: Parameters<typeof cybershieldIn>[1]) {
  return parseStackJson({ [NAME]: prodWith(change) }, NAME);
}

describe("CyberShield: PostgreSQL", () => {
  it("is PostgreSQL 15.17 on db.t3.micro with 20 GB of gp3, encrypted with the data key", () => {
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      identifier: "cybershield-postgres",
      engine: "postgres",
      engine_version: "15.17",
      instance_class: "db.t3.micro",
      allocated_storage: 20,
      storage_type: "gp3",
      storage_encrypted: true,
      kms_key_id: expect.stringMatching(KEY),
      db_name: "cybershield",
      port: 5432,
    });
    expect(resourcesOfType(prod, "aws_db_instance")[0]).not.toHaveProperty("iops");
  });

  it("keeps automated backups for 7 days, and copies tags to snapshots", () => {
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      backup_retention_period: 7,
      backup_window: "03:00-04:00",
      copy_tags_to_snapshot: true,
      delete_automated_backups: false,
    });
  });

  it("has point-in-time recovery in every environment, for the spec's days and never for none", () => {
    const days = (text: string) =>
      resourcesOfType(parseStackJson({ [NAME]: text }, NAME), "aws_db_instance").map(
        ({ backup_retention_period }) => backup_retention_period,
      );
    expect([days(prodText), days(devText)]).toEqual([[7], [7]]);
    expect(days(prodWith({ stores: { db: { backupRetentionDays: 35 } } }))).toEqual([35]);
    expect(() => prodWith({ stores: { db: { backupRetentionDays: 0 } } })).toThrow(
      "stores.db.backupRetentionDays: received 0; allowed: ",
    );
  });

  it("has enhanced monitoring, Performance Insights, and encrypted log groups created before it", () => {
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      monitoring_interval: 60,
      monitoring_role_arn: expect.stringMatching(/^arn:aws:iam::111111111111:role\/\$\{.+\.role\}$/),
      performance_insights_enabled: true,
      performance_insights_kms_key_id: expect.stringMatching(KEY),
      performance_insights_retention_period: 7,
      enabled_cloudwatch_logs_exports: ["postgresql", "upgrade"],
      depends_on: [
        expect.stringMatching(/^aws_cloudwatch_log_group\.db-database_postgresql-logs_/),
        expect.stringMatching(/^aws_cloudwatch_log_group\.db-database_upgrade-logs_/),
      ],
    });
    const groups = resourcesOfType(prod, "aws_cloudwatch_log_group").filter(({ name }) =>
      String(name).startsWith("/aws/rds/"),
    );
    expect(groups).toEqual(
      ["postgresql", "upgrade"].map((log) => ({
        name: `/aws/rds/instance/cybershield-postgres/${log}`,
        retention_in_days: 90,
        kms_key_id: expect.stringContaining("logs_key_arn"),
      })),
    );
  });

  it("lets RDS assume the monitoring role for this account only, with AWS's managed policy", () => {
    const [role] = resourcesOfType(prod, "aws_iam_role").filter(
      ({ name }) => name === "cybershield-prod-database-monitoring",
    );
    expect(parseEmbeddedJson(role!.assume_role_policy)).toMatchObject({
      Statement: [
        {
          Principal: { Service: ["monitoring.rds.amazonaws.com"] },
          Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
        },
      ],
    });
    expect(resourcesOfType(prod, "aws_iam_role_policy_attachment")).toContainEqual({
      role: expect.stringMatching(/^\$\{aws_iam_role\.database-monitoring_role_.+\.name\}$/),
      policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
  });

  it("sets the monitoring role only on databases with enhanced monitoring", () => {
    const change = {
      stores: {
        db: { monitoringIntervalSeconds: 1 },
        unwatched: {
          ...cybershieldIn("prod").stores.db,
          name: undefined,
          iamUser: undefined,
          monitoringIntervalSeconds: 0,
          performanceInsights: false,
        },
      },
    } as Parameters<typeof cybershieldIn>[1];
    const databases = resourcesOfType(prodJsonWith(change), "aws_db_instance").map(
      ({ identifier, monitoring_interval, monitoring_role_arn }) => [
        identifier,
        monitoring_interval,
        monitoring_role_arn,
      ],
    );
    expect(databases).toEqual([
      [
        "cybershield-postgres",
        1,
        expect.stringContaining("aws_iam_role_policy_attachment.database-monitoring_"),
      ],
      ["cybershield-prod-unwatched", 0, undefined],
    ]);
  });

  it("has no monitoring role without enhanced monitoring", () => {
    const change = { stores: { db: { monitoringIntervalSeconds: 0, performanceInsights: false } } } as const;
    const json = prodJsonWith(change);
    const [instance] = resourcesOfType(json, "aws_db_instance");
    expect(instance).not.toHaveProperty("monitoring_role_arn");
    expect(instance).not.toHaveProperty("performance_insights_kms_key_id");
    expect(JSON.stringify(resourcesOfType(json, "aws_iam_role"))).not.toContain("monitoring");
  });

  it("is upgraded to minor versions in its maintenance window, and Terraform ignores the version", () => {
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      auto_minor_version_upgrade: true,
      allow_major_version_upgrade: false,
      apply_immediately: false,
      maintenance_window: "sun:04:30-sun:05:30",
      lifecycle: expect.objectContaining({ ignore_changes: ["engine_version"] }),
    });
  });

  it("has a postcondition with upgrade instructions for another major version than declared", () => {
    const [instance] = resourcesOfType(prod, "aws_db_instance");
    const { postcondition } = instance!.lifecycle as { postcondition: { [key: string]: string }[] };
    expect(postcondition).toEqual([
      {
        condition: '${startswith(self.engine_version_actual, "15.")}',
        error_message: expect.stringContaining("--allow-major-version-upgrade --engine-version <15.x>"),
      },
    ]);
  });

  it("is in a subnet group, with its own security group, without a public address", () => {
    expect(prodText).toHaveResourceWithProperties(DbSubnetGroup, {
      name: "cybershield-postgres",
      description: "Subnets of cybershield-postgres",
      subnet_ids: subnetReferences("main/database"),
    });
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      publicly_accessible: false,
      vpc_security_group_ids: [expect.stringContaining("security_group_ids.db")],
    });
  });

  it("has a standby in prod and none in dev", () => {
    expect(prodText).toHaveResourceWithProperties(DbInstance, { multi_az: true });
    expect(devText).toHaveResourceWithProperties(DbInstance, { multi_az: false });
  });

  it("has a password that RDS manages in Secrets Manager, and no password argument", () => {
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      manage_master_user_password: true,
      master_user_secret_kms_key_id: expect.stringMatching(KEY),
      username: "cybershield",
      iam_database_authentication_enabled: true,
    });
    const [instance] = resourcesOfType(prod, "aws_db_instance");
    expect(Object.keys(instance!).filter((key) => /^password/.test(key))).toEqual([]);
  });

  it("requires TLS, with a current CA certificate", () => {
    expect(prodText).toHaveResourceWithProperties(DbParameterGroup, {
      name: "cybershield-postgres-postgres15",
      family: "postgres15",
      description: "Settings of cybershield-postgres: TLS only",
      parameter: [{ name: "rds.force_ssl", value: "1", apply_method: "pending-reboot" }],
      lifecycle: { create_before_destroy: true },
    });
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      ca_cert_identifier: "rds-ca-rsa2048-g1",
      parameter_group_name: expect.stringMatching(/^\$\{aws_db_parameter_group\./),
    });
  });

  it("has deletion protection and a final snapshot", () => {
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "cybershield-postgres-final",
      lifecycle: expect.objectContaining({ prevent_destroy: true }),
    });
  });

  it("has storage autoscaling and provisioned IOPS if configured", () => {
    const text = prodWith({ stores: { db: { storageType: "io2", storageGiB: 100, maxStorageGiB: 200 } } });
    expect(text).toHaveResourceWithProperties(DbInstance, {
      storage_type: "io2",
      iops: 3000,
      max_allocated_storage: 200,
    });
  });
});
