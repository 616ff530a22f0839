import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan/index.js";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault/index.js";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance/index.js";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository/index.js";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group/index.js";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import type { Platform } from "../../language/platform.ts";
import { cybershieldIn } from "../support/platforms.ts";
import { iamPolicyStatements, parseEmbeddedJson } from "../support/policies.ts";
import { parseStackJson, resourcesOfType, subnetReferences, synthesize } from "../support/synth.ts";

const NAME = "cybershield-prod-data";
const stacks = synthesize(cybershieldIn("prod"), cybershieldIn("dev"));
const prodText = stacks[NAME]!;
const devText = stacks["cybershield-dev-data"]!;
const prod = parseStackJson(stacks, NAME);
const dev = parseStackJson(stacks, "cybershield-dev-data");
const KEY = /^\$\{aws_kms_key\.data-key_.+\.arn\}$/;

/** The Terraform JSON of CyberShield prod's data stack with changes. */
function prodWith(change: Parameters<typeof cybershieldIn>[1]): string {
  return synthesize(cybershieldIn("prod", change))[NAME]!;
}

/** CyberShield prod's data stack with changes. */
function prodJsonWith(change: Parameters<typeof cybershieldIn>[1]) {
  return parseStackJson({ [NAME]: prodWith(change) }, NAME);
}

describe("CyberShield: Redis", () => {
  it("is Redis 7.1 on cache.t3.micro", () => {
    expect(prodText).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      replication_group_id: "cybershield-redis",
      description: "Redis cache cybershield-redis",
      engine: "redis",
      engine_version: "7.1",
      node_type: "cache.t3.micro",
      parameter_group_name: "default.redis7",
      port: 6379,
      auto_minor_version_upgrade: "true",
      apply_immediately: false,
    });
  });

  it("CyberShield: logins: admits one user by IAM, and no other, not even without a password", () => {
    expect(
      resourcesOfType(prod, "aws_elasticache_user").map(
        ({ user_id, user_name, access_string, authentication_mode }) => [
          user_id,
          user_name,
          access_string,
          authentication_mode,
        ],
      ),
    ).toEqual([
      ["cybershield-redis-default", "default", "off ~* -@all", { type: "no-password-required" }],
      ["cybershield-app", "cybershield-app", "on ~* &* +@all -@admin", { type: "iam" }],
    ]);
    expect(resourcesOfType(prod, "aws_elasticache_user_group")).toEqual([
      {
        user_group_id: "cybershield-redis",
        engine: "redis",
        user_ids: [
          expect.stringMatching(/^\$\{aws_elasticache_user\.cache-cache_default-user_\w+\.user_id\}$/),
          expect.stringMatching(/^\$\{aws_elasticache_user\.cache-cache_iam-user_\w+\.user_id\}$/),
        ],
      },
    ]);
    expect(prodText).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      user_group_ids: [
        expect.stringMatching(/^\$\{aws_elasticache_user_group\.cache-cache_users_\w+\.user_group_id\}$/),
      ],
    });
  });

  it("requires TLS and is encrypted at rest with the data key", () => {
    expect(prodText).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      transit_encryption_enabled: true,
      transit_encryption_mode: "required",
      at_rest_encryption_enabled: "true",
      kms_key_id: expect.stringMatching(KEY),
    });
  });

  it("has snapshots for 5 days, a final snapshot, and a maintenance window", () => {
    expect(prodText).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      snapshot_retention_limit: 5,
      snapshot_window: "02:00-03:00",
      final_snapshot_identifier: "cybershield-redis-final",
      maintenance_window: "sun:06:00-sun:07:00",
      lifecycle: { prevent_destroy: true },
    });
  });

  it("in prod has a replica with automatic failover across zones", () => {
    expect(prodText).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      num_cache_clusters: 2,
      automatic_failover_enabled: true,
      multi_az_enabled: true,
    });
    const [subnets] = resourcesOfType(prod, "aws_elasticache_subnet_group");
    expect(subnets).toEqual({
      name: "cybershield-redis",
      description: "Subnets of cybershield-redis",
      subnet_ids: subnetReferences("main/private"),
    });
  });

  it("in dev is a single node", () => {
    expect(devText).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      num_cache_clusters: 1,
      automatic_failover_enabled: false,
      multi_az_enabled: false,
    });
  });

  it("has its own security group, and delivers its logs to log groups", () => {
    const [group] = resourcesOfType(prod, "aws_elasticache_replication_group");
    expect(group!.security_group_ids).toEqual([expect.stringContaining("security_group_ids.cache")]);
    expect(group!.log_delivery_configuration).toEqual(
      ["slow-log", "engine-log"].map((type) => ({
        destination: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..+\.name\}$/),
        destination_type: "cloudwatch-logs",
        log_format: "json",
        log_type: type,
      })),
    );
    const names = resourcesOfType(prod, "aws_cloudwatch_log_group").map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        "/aws/vendedlogs/cybershield-prod/cache/slow-log",
        "/aws/vendedlogs/cybershield-prod/cache/engine-log",
      ]),
    );
  });

  it("has the default parameter group of its version", () => {
    const platform = cybershieldIn("prod");
    const { cache } = platform.stores;
    if (cache?.kind !== "redis") expect.unreachable("the cache is Redis");
    const old = { ...cache, version: "6.2", iamUser: undefined };
    const app = { ...platform.workloads.app, environment: {} } as Platform["workloads"][string];
    const stores = { ...platform.stores, cache: old };
    const text = synthesize({ ...platform, stores, workloads: { app } })[NAME]!;
    expect(text).toHaveResourceWithProperties(ElasticacheReplicationGroup, {
      parameter_group_name: "default.redis6.x",
    });
  });
});

describe("CyberShield: registry", () => {
  it("has immutable tags, is scanned on push and encrypted with the data key", () => {
    expect(prodText).toHaveResourceWithProperties(EcrRepository, {
      name: "cybershield-prod/images",
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "KMS", kms_key: expect.stringMatching(KEY) }],
      force_delete: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(resourcesOfType(prod, "aws_ecr_repository_policy")).toEqual([]);
  });

  it("expires untagged images after 7 days and keeps the last 20 tagged ones", () => {
    const [policy] = resourcesOfType(prod, "aws_ecr_lifecycle_policy");
    expect(parseEmbeddedJson(policy!.policy)).toEqual({
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
  it("creates empty secrets for the four API keys", () => {
    const secrets = resourcesOfType(prod, "aws_secretsmanager_secret");
    expect(Object.fromEntries(secrets.map(({ name, ...settings }) => [name, settings]))).toEqual(
      Object.fromEntries(
        [
          ["abuseipdb", "API key of AbuseIPDB (abuseipdb.com)"],
          ["openai", "API key of OpenAI (openai.com)"],
          ["shodan", "API key of Shodan (shodan.io)"],
          ["virustotal", "API key of VirusTotal (virustotal.com)"],
        ].map(([name, description]) => [
          `cybershield-prod/${name}-key`,
          {
            description,
            kms_key_id: expect.stringMatching(KEY),
            recovery_window_in_days: 30,
            lifecycle: { prevent_destroy: true },
          },
        ]),
      ),
    );
    expect(resourcesOfType(prod, "aws_secretsmanager_secret_version")).toEqual([]);
  });
});

describe("CyberShield: KMS", () => {
  it("has one key for data at rest, with yearly rotation", () => {
    expect(resourcesOfType(prod, "aws_kms_key")).toHaveLength(1);
    expect(prodText).toHaveResourceWithProperties(KmsKey, {
      description: "Data at rest of cybershield-prod",
      enable_key_rotation: true,
      lifecycle: { prevent_destroy: true },
    });
    const [key] = resourcesOfType(prod, "aws_kms_key");
    expect(parseEmbeddedJson(key!.policy)).toMatchObject({
      Statement: [{ Principal: { AWS: "arn:aws:iam::111111111111:root" } }],
    });
    expect(resourcesOfType(prod, "aws_kms_alias")[0]!.name).toBe("alias/cybershield-prod-data");
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
          schedule: "cron(0 7 1 * ? *)",
          start_window: 60,
          completion_window: 480,
          lifecycle: { delete_after: 365 },
        },
      ],
    });
    const [selection] = resourcesOfType(prod, "aws_backup_selection");
    expect(selection).toMatchObject({
      name: "stores",
      plan_id: expect.stringMatching(/^\$\{aws_backup_plan\..+\.id\}$/),
      iam_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.backup_role_.+\.arn\}$/),
      resources: [expect.stringMatching(/^\$\{aws_db_instance\..+\.arn\}$/)],
    });
  });

  it("uses a role that AWS Backup may assume for this account only", () => {
    const [role] = resourcesOfType(prod, "aws_iam_role").filter(
      ({ name }) => name === "cybershield-prod-backup",
    );
    expect(parseEmbeddedJson(role!.assume_role_policy)).toMatchObject({
      Statement: [
        {
          Principal: { Service: ["backup.amazonaws.com"] },
          Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
        },
      ],
    });
  });

  it("uses AWS's managed backup policies, those for S3 only with a bucket", () => {
    const policies = (stack: typeof prod) =>
      resourcesOfType(stack, "aws_iam_role_policy_attachment")
        .filter(({ role }) => /^\$\{aws_iam_role\.backup_role_\w+\.name\}$/.test(String(role)))
        .map(({ policy_arn }) => String(policy_arn).replace("arn:aws:iam::aws:policy/", ""))
        .sort();
    const prefix = "service-role/AWSBackupServiceRolePolicyFor";
    const database = [`${prefix}Backup`, `${prefix}Restores`];
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
    expect(resourcesOfType(withBucket, "aws_backup_selection")[0]!.resources).toEqual([
      expect.stringContaining("aws_db_instance."),
      expect.stringMatching(
        /^arn:aws:s3:::\$\{aws_s3_bucket_policy\.files-bucket_policy_[0-9A-F]+\.bucket\}$/,
      ),
    ]);
  });

  it("has no vault without a backup in the spec", () => {
    const { backup: _backup, ...rest } = cybershieldIn("prod");
    const json = parseStackJson(synthesize(rest), NAME);
    expect(resourcesOfType(json, "aws_backup_vault")).toEqual([]);
  });
});

describe("CyberShield: logs", () => {
  it("go to encrypted log groups with retention for every store", () => {
    for (const environment of ["prod", "dev"]) {
      const stack = environment === "prod" ? prod : dev;
      const database = environment === "prod" ? "cybershield-postgres" : "cybershield-dev-db";
      const names = [
        ...["engine-log", "slow-log"].map((log) => `/aws/vendedlogs/cybershield-${environment}/cache/${log}`),
        ...["postgresql", "upgrade"].map((log) => `/aws/rds/instance/${database}/${log}`),
      ];
      const groups = resourcesOfType(stack, "aws_cloudwatch_log_group");
      expect(groups.sort((one, other) => (String(one.name) < String(other.name) ? -1 : 1))).toEqual(
        names.sort().map((name) => ({
          name,
          retention_in_days: 90,
          kms_key_id: "${data.terraform_remote_state.network.outputs.logs_key_arn}",
        })),
      );
    }
  });
});

describe("buckets and their users", () => {
  const text = prodWith({
    stores: {
      input: { kind: "bucket", oldVersionDays: 45 },
      output: { kind: "bucket", name: "acme-output" },
    },
    users: {
      uploader: { buckets: [{ bucket: "input", access: "read-write" }, { bucket: "output" }] },
    },
  });
  const json = parseStackJson({ [NAME]: text }, NAME);

  it("are named with the account ID, since names are global, or by the spec", () => {
    expect(resourcesOfType(json, "aws_s3_bucket").map(({ bucket }) => bucket)).toEqual([
      "cybershield-prod-input-111111111111",
      "acme-output",
    ]);
  });

  it("expire old versions after the spec's days, and have prevent_destroy", () => {
    expect(resourcesOfType(json, "aws_s3_bucket").map(({ lifecycle }) => lifecycle)).toEqual(
      Array(2).fill({ prevent_destroy: true }),
    );
    const [lifecycle] = resourcesOfType(json, "aws_s3_bucket_lifecycle_configuration");
    expect(lifecycle!.rule).toMatchObject([{ noncurrent_version_expiration: [{ noncurrent_days: 45 }] }]);
  });

  it("are encrypted with the data key", () => {
    const encryption = resourcesOfType(json, "aws_s3_bucket_server_side_encryption_configuration");
    expect(encryption).toEqual(
      ["input", "output"].map((name) => ({
        bucket: expect.stringMatching(new RegExp(`^\\$\\{aws_s3_bucket\\.${name}-bucket_\\w+\\.bucket\\}$`)),
        rule: [
          {
            apply_server_side_encryption_by_default: {
              sse_algorithm: "aws:kms",
              kms_master_key_id: expect.stringMatching(KEY),
            },
            bucket_key_enabled: true,
          },
        ],
      })),
    );
  });

  it("are the only resources that their user can access", () => {
    expect(text).toHaveResourceWithProperties(IamUser, {
      name: "cybershield-prod-uploader",
      force_destroy: false,
    });
    const reach = iamPolicyStatements(json).flatMap(({ Resource }) => Resource);
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

  it("are decrypted for their user only through S3 in this region", () => {
    const [key] = iamPolicyStatements(json).filter(({ Sid }) => Sid === "UseBucketKey");
    expect(key!.Condition).toMatchObject({
      StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
    });
  });

  it("come without an access key", () => {
    expect(resourcesOfType(json, "aws_iam_access_key")).toEqual([]);
  });
});

describe("the data of an unprotected platform", () => {
  const text = prodWith({
    protected: false,
    stores: { files: { kind: "bucket" } },
    users: { uploader: { buckets: [{ bucket: "files" }] } },
  });
  const json = parseStackJson({ [NAME]: text }, NAME);

  it("can be destroyed and created again: without protection, final snapshots and recovery windows", () => {
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
    expect(resourcesOfType(json, "aws_db_instance")[0]).not.toHaveProperty("final_snapshot_identifier");
    expect(resourcesOfType(json, "aws_elasticache_replication_group")[0]).not.toHaveProperty(
      "final_snapshot_identifier",
    );
    const secrets = resourcesOfType(json, "aws_secretsmanager_secret");
    expect(secrets.map(({ recovery_window_in_days }) => recovery_window_in_days)).toEqual([0, 0, 0, 0]);
    expect(text).toHaveResourceWithProperties(EcrRepository, { force_delete: true });
    expect(text).toHaveResourceWithProperties(S3Bucket, { force_destroy: true });
    expect(text).toHaveResourceWithProperties(IamUser, { force_destroy: true });
    expect(text).toHaveResourceWithProperties(BackupVault, { force_destroy: true });
  });
});
