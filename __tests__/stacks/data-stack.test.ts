import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan/index.js";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault/index.js";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance/index.js";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group/index.js";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group/index.js";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository/index.js";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group/index.js";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret/index.js";
import { cybershieldIn } from "../support/platforms.ts";
import { identityStatements, jsonOf } from "../support/policies.ts";
import { resourcesOf, stackJson, synthesize } from "../support/synth.ts";

const NAME = "cybershield-prod-data";
const stacks = synthesize(cybershieldIn("prod"), cybershieldIn("dev"));
const prodText = stacks[NAME]!;
const devText = stacks["cybershield-dev-data"]!;
const prod = stackJson(stacks, NAME);
const dev = stackJson(stacks, "cybershield-dev-data");
const KEY = /^\$\{aws_kms_key\.data-key_.+\.arn\}$/;

/** CyberShield's prod data stack with changes. */
function prodWith(change: Parameters<typeof cybershieldIn>[1]): string {
  return synthesize(cybershieldIn("prod", change))[NAME]!;
}

/** The same, parsed. */
function prodJsonWith(change: Parameters<typeof cybershieldIn>[1]) {
  return stackJson({ [NAME]: prodWith(change) }, NAME);
}

describe("CyberShield: PostgreSQL", () => {
  it("is PostgreSQL 15.13 on db.t3.micro with 20 GB of gp3, encrypted with the data key", () => {
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      identifier: "cybershield-prod-db",
      engine: "postgres",
      engine_version: "15.13",
      instance_class: "db.t3.micro",
      allocated_storage: 20,
      storage_type: "gp3",
      storage_encrypted: true,
      kms_key_id: expect.stringMatching(KEY),
      db_name: "cybershield",
      port: 5432,
    });
    expect(resourcesOf(prod, "aws_db_instance")[0]).not.toHaveProperty("iops");
  });

  it("keeps automated backups for 7 days, with point-in-time recovery, and copies tags to them", () => {
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      backup_retention_period: 7,
      backup_window: "03:00-04:00",
      copy_tags_to_snapshot: true,
      delete_automated_backups: false,
    });
  });

  it("is watched: enhanced monitoring, Performance Insights, logs in encrypted groups made beforehand", () => {
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
    const groups = resourcesOf(prod, "aws_cloudwatch_log_group").filter(({ name }) =>
      String(name).startsWith("/aws/rds/"),
    );
    expect(groups).toEqual(
      ["postgresql", "upgrade"].map((log) => ({
        name: `/aws/rds/instance/cybershield-prod-db/${log}`,
        retention_in_days: 90,
        kms_key_id: expect.stringContaining("logs_key_arn"),
      })),
    );
  });

  it("lets RDS take on the monitoring role for this account only, with AWS's own policy", () => {
    const [role] = resourcesOf(prod, "aws_iam_role").filter(({ name }) =>
      String(name).includes("monitoring"),
    );
    expect(jsonOf(role!.assume_role_policy)).toMatchObject({
      Statement: [
        {
          Principal: { Service: ["monitoring.rds.amazonaws.com"] },
          Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
        },
      ],
    });
    expect(resourcesOf(prod, "aws_iam_role_policy_attachment")).toContainEqual({
      role: expect.stringMatching(/^\$\{aws_iam_role\.database-monitoring_role_.+\.name\}$/),
      policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
  });

  it("needs no monitoring role where no database is monitored", () => {
    const change = { stores: { db: { monitoringIntervalSeconds: 0, performanceInsights: false } } } as const;
    const json = prodJsonWith(change);
    const [instance] = resourcesOf(json, "aws_db_instance");
    expect(instance).not.toHaveProperty("monitoring_role_arn");
    expect(instance).not.toHaveProperty("performance_insights_kms_key_id");
    expect(JSON.stringify(resourcesOf(json, "aws_iam_role"))).not.toContain("monitoring");
  });

  it("takes minor versions in its maintenance window, and no plan asks for the old one again", () => {
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      auto_minor_version_upgrade: true,
      allow_major_version_upgrade: false,
      apply_immediately: false,
      maintenance_window: "sun:04:30-sun:05:30",
      lifecycle: expect.objectContaining({ ignore_changes: ["engine_version"] }),
    });
  });

  it("says how to upgrade when the declared major version is not the one that runs", () => {
    const [instance] = resourcesOf(prod, "aws_db_instance");
    const { postcondition } = instance!.lifecycle as { postcondition: { [key: string]: string }[] };
    expect(postcondition).toEqual([
      {
        condition: '${startswith(self.engine_version, "15.")}',
        error_message: expect.stringContaining("--allow-major-version-upgrade --engine-version <15.x>"),
      },
    ]);
  });

  it("stands in a subnet group over both zones, behind its own security group, without a public address", () => {
    expect(prodText).toHaveResourceWithProperties(DbSubnetGroup, {
      name: "cybershield-prod-db",
      description: "Subnets of cybershield-prod-db",
      subnet_ids: expect.stringContaining('subnet_ids["main/database"]'),
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

  it("has its password made by RDS in Secrets Manager: none in code, plan or state", () => {
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      manage_master_user_password: true,
      master_user_secret_kms_key_id: expect.stringMatching(KEY),
      username: "cybershield",
      iam_database_authentication_enabled: true,
    });
    const [instance] = resourcesOf(prod, "aws_db_instance");
    expect(Object.keys(instance!).filter((key) => /^password/.test(key))).toEqual([]);
  });

  it("speaks TLS only, with a current certificate", () => {
    expect(prodText).toHaveResourceWithProperties(DbParameterGroup, {
      name: "cybershield-prod-db-postgres15",
      family: "postgres15",
      description: "Settings of cybershield-prod-db: TLS only",
      parameter: [{ name: "rds.force_ssl", value: "1", apply_method: "immediate" }],
      lifecycle: { create_before_destroy: true },
    });
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      ca_cert_identifier: "rds-ca-rsa2048-g1",
      parameter_group_name: expect.stringMatching(/^\$\{aws_db_parameter_group\./),
    });
  });

  it("is kept from deletion, and leaves a last snapshot behind", () => {
    expect(prodText).toHaveResourceWithProperties(DbInstance, {
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "cybershield-prod-db-final",
      lifecycle: expect.objectContaining({ prevent_destroy: true }),
    });
  });

  it("grows and buys operations where the spec says so", () => {
    const text = prodWith({ stores: { db: { storageType: "io2", storageGiB: 100, maxStorageGiB: 200 } } });
    expect(text).toHaveResourceWithProperties(DbInstance, {
      storage_type: "io2",
      iops: 3000,
      max_allocated_storage: 200,
    });
  });
});

describe("CyberShield: Redis", () => {
  it("is Redis 7.1 on cache.t3.micro", () => {
    expect(prodText).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      replication_group_id: "cybershield-prod-cache",
      description: "Redis cache cybershield-prod-cache",
      engine: "redis",
      engine_version: "7.1",
      node_type: "cache.t3.micro",
      parameter_group_name: "default.redis7",
      port: 6379,
      auto_minor_version_upgrade: "true",
      apply_immediately: false,
    });
  });

  it("speaks TLS only and is encrypted at rest with the data key", () => {
    expect(prodText).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      transit_encryption_enabled: true,
      transit_encryption_mode: "required",
      at_rest_encryption_enabled: "true",
      kms_key_id: expect.stringMatching(KEY),
    });
  });

  it("keeps snapshots for 5 days, a last one too, and is maintained in a window", () => {
    expect(prodText).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      snapshot_retention_limit: 5,
      snapshot_window: "02:00-03:00",
      final_snapshot_identifier: "cybershield-prod-cache-final",
      maintenance_window: "sun:06:00-sun:07:00",
      lifecycle: { prevent_destroy: true },
    });
  });

  it("prod: has a replica with automatic failover over two zones", () => {
    expect(prodText).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      num_cache_clusters: 2,
      automatic_failover_enabled: true,
      multi_az_enabled: true,
    });
    const [subnets] = resourcesOf(prod, "aws_elasticache_subnet_group");
    expect(subnets).toEqual({
      name: "cybershield-prod-cache",
      description: "Subnets of cybershield-prod-cache",
      subnet_ids: expect.stringContaining('subnet_ids["main/database"]'),
    });
  });

  it("dev: is a single node", () => {
    expect(devText).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      num_cache_clusters: 1,
      automatic_failover_enabled: false,
      multi_az_enabled: false,
    });
  });

  it("stands behind its own security group and writes its logs to encrypted groups", () => {
    const [group] = resourcesOf(prod, "aws_elasticache_replication_group");
    expect(group!.security_group_ids).toEqual([expect.stringContaining("security_group_ids.cache")]);
    expect(group!.log_delivery_configuration).toEqual(
      ["slow-log", "engine-log"].map((type) => ({
        destination: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..+\.name\}$/),
        destination_type: "cloudwatch-logs",
        log_format: "json",
        log_type: type,
      })),
    );
    const names = resourcesOf(prod, "aws_cloudwatch_log_group").map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        "/aws/vendedlogs/cybershield-prod/cache/slow-log",
        "/aws/vendedlogs/cybershield-prod/cache/engine-log",
      ]),
    );
  });

  it("takes the parameter group of its version", () => {
    const text = prodWith({ stores: { cache: { version: "6.2" } } });
    expect(text).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      parameter_group_name: "default.redis6.x",
    });
  });
});

describe("CyberShield: registry", () => {
  it("has tags that cannot be moved, is scanned on push and encrypted with the data key", () => {
    expect(prodText).toHaveResourceWithProperties(EcrRepository, {
      name: "cybershield-prod/images",
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "KMS", kms_key: expect.stringMatching(KEY) }],
      force_delete: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(resourcesOf(prod, "aws_ecr_repository_policy")).toEqual([]);
  });

  it("expires untagged images after 7 days and keeps the last 20 tagged ones", () => {
    const [policy] = resourcesOf(prod, "aws_ecr_lifecycle_policy");
    expect(jsonOf(policy!.policy)).toEqual({
      rules: [
        {
          rulePriority: 1,
          description: expect.any(String),
          selection: {
            tagStatus: "untagged",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 7,
          },
          action: { type: "expire" },
        },
        {
          rulePriority: 2,
          description: expect.any(String),
          selection: {
            tagStatus: "tagged",
            tagPatternList: ["*"],
            countType: "imageCountMoreThan",
            countNumber: 20,
          },
          action: { type: "expire" },
        },
      ],
    });
  });
});

describe("CyberShield: secrets", () => {
  it("holds containers for the four API keys, and no value", () => {
    const secrets = resourcesOf(prod, "aws_secretsmanager_secret");
    expect(secrets.map(({ name }) => name).sort()).toEqual([
      "cybershield-prod/abuseipdb-key",
      "cybershield-prod/openai-key",
      "cybershield-prod/shodan-key",
      "cybershield-prod/virustotal-key",
    ]);
    expect(prodText).toHaveResourceWithProperties(SecretsmanagerSecret, {
      description: "API key of Shodan (shodan.io)",
      kms_key_id: expect.stringMatching(KEY),
      recovery_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(resourcesOf(prod, "aws_secretsmanager_secret_version")).toEqual([]);
  });
});

describe("CyberShield: KMS", () => {
  it("encrypts everything kept with one key of its own, turned over each year", () => {
    expect(resourcesOf(prod, "aws_kms_key")).toHaveLength(1);
    expect(prodText).toHaveResourceWithProperties(KmsKey, {
      enable_key_rotation: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(resourcesOf(prod, "aws_kms_alias")[0]!.name).toBe("alias/cybershield-prod-data");
  });
});

describe("CyberShield: backup", () => {
  it("keeps monthly snapshots of the database for a year in an encrypted vault", () => {
    expect(prodText).toHaveResourceWithProperties(BackupVault, {
      name: "cybershield-prod-backup",
      kms_key_arn: expect.stringMatching(KEY),
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(prodText).toHaveResourceWithProperties(BackupPlan, {
      name: "cybershield-prod-backup",
      rule: [
        {
          rule_name: "long-term",
          target_vault_name: expect.stringMatching(/^\$\{aws_backup_vault\..+\.name\}$/),
          schedule: "cron(0 5 1 * ? *)",
          start_window: 60,
          completion_window: 480,
          lifecycle: { delete_after: 365 },
        },
      ],
    });
    const [selection] = resourcesOf(prod, "aws_backup_selection");
    expect(selection).toMatchObject({
      name: "stores",
      plan_id: expect.stringMatching(/^\$\{aws_backup_plan\..+\.id\}$/),
      iam_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.backup_role_.+\.arn\}$/),
      resources: [expect.stringMatching(/^\$\{aws_db_instance\..+\.arn\}$/)],
    });
  });

  it("is made by a role that AWS Backup takes on for this account only", () => {
    const [role] = resourcesOf(prod, "aws_iam_role").filter(({ name }) => name === "cybershield-prod-backup");
    expect(jsonOf(role!.assume_role_policy)).toMatchObject({
      Statement: [
        {
          Principal: { Service: ["backup.amazonaws.com"] },
          Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
        },
      ],
    });
  });

  it("runs with AWS's backup policies, those for S3 only where a bucket is kept", () => {
    const policies = (stack: typeof prod) =>
      resourcesOf(stack, "aws_iam_role_policy_attachment")
        .filter(({ role }) => /^\$\{aws_iam_role\.backup_role_\w+\.name\}$/.test(String(role)))
        .map(({ policy_arn }) => String(policy_arn).replace("arn:aws:iam::aws:policy/", ""))
        .sort();
    const own = "service-role/AWSBackupServiceRolePolicyFor";
    const database = [`${own}Backup`, `${own}Restores`];
    expect(policies(prod)).toEqual(database);
    const withBucket = prodJsonWith({
      stores: { files: { kind: "bucket" } },
      backup: { stores: ["db", "files"] },
    });
    expect(policies(withBucket)).toEqual([
      "AWSBackupServiceRolePolicyForS3Backup",
      "AWSBackupServiceRolePolicyForS3Restore",
      ...database,
    ]);
    expect(resourcesOf(withBucket, "aws_backup_selection")[0]!.resources).toEqual([
      expect.stringContaining("aws_db_instance."),
      expect.stringMatching(
        /^arn:aws:s3:::\$\{aws_s3_bucket_policy\.files-bucket_policy_[0-9A-F]+\.bucket\}$/,
      ),
    ]);
  });

  it("makes no vault where nothing is to be kept", () => {
    const { backup: _backup, ...rest } = cybershieldIn("prod");
    const json = stackJson(synthesize(rest), NAME);
    expect(resourcesOf(json, "aws_backup_vault")).toEqual([]);
  });
});

describe("CyberShield: logs", () => {
  it("keeps no log of a store unencrypted or for ever", () => {
    for (const stack of [prod, dev]) {
      const groups = resourcesOf(stack, "aws_cloudwatch_log_group");
      expect(groups).toHaveLength(4);
      for (const group of groups) {
        expect(group.kms_key_id).toContain("logs_key_arn");
        expect(group.retention_in_days).toBeGreaterThan(0);
      }
    }
  });
});

describe("buckets and their users", () => {
  const text = prodWith({
    stores: { input: { kind: "bucket" }, output: { kind: "bucket" } },
    users: {
      uploader: { buckets: [{ bucket: "input", access: "read-write" }, { bucket: "output" }] },
    },
  });
  const json = stackJson({ [NAME]: text }, NAME);

  it("are encrypted with the data key", () => {
    const encryption = resourcesOf(json, "aws_s3_bucket_server_side_encryption_configuration");
    expect(encryption).toHaveLength(2);
    expect(JSON.stringify(encryption)).toContain("aws_kms_key.data-key_");
  });

  it("are all that their user can reach", () => {
    expect(text).toHaveResourceWithProperties(IamUser, {
      name: "cybershield-prod-uploader",
      force_destroy: false,
    });
    const reach = identityStatements(json).flatMap(({ Resource }) => Resource);
    const bucket = (name: string, end: string) =>
      expect.stringMatching(
        new RegExp(
          `^arn:aws:s3:::\\$\\{aws_s3_bucket_policy\\.${name}-bucket_policy_[0-9A-F]+\\.bucket\\}${end}$`,
        ),
      );
    expect(reach).toEqual([
      bucket("input", ""),
      bucket("input", "/\\*"),
      bucket("output", ""),
      bucket("output", "/\\*"),
      expect.stringMatching(KEY),
    ]);
  });

  it("come without an access key", () => {
    expect(resourcesOf(json, "aws_iam_access_key")).toEqual([]);
  });
});

describe("an unprotected platform's data", () => {
  const json = prodJsonWith({ protected: false });
  const text = prodWith({ protected: false });

  it("can be destroyed and made again: nothing refuses, nothing is left in the way", () => {
    for (const resources of Object.values(json.resource!)) {
      for (const resource of Object.values(resources)) {
        const lifecycle = resource.lifecycle as { prevent_destroy?: boolean } | undefined;
        expect(lifecycle?.prevent_destroy ?? false).toBe(false);
      }
    }
    expect(text).toHaveResourceWithProperties(DbInstance, {
      deletion_protection: false,
      skip_final_snapshot: true,
      delete_automated_backups: true,
    });
    expect(resourcesOf(json, "aws_db_instance")[0]).not.toHaveProperty("final_snapshot_identifier");
    expect(resourcesOf(json, "aws_elasticache_replication_group")[0]).not.toHaveProperty(
      "final_snapshot_identifier",
    );
    expect(text).toHaveResourceWithProperties(SecretsmanagerSecret, { recovery_window_in_days: 0 });
    expect(text).toHaveResourceWithProperties(EcrRepository, { force_delete: true });
    expect(text).toHaveResourceWithProperties(BackupVault, { force_destroy: true });
  });
});
