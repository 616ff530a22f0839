import { DbInstance } from "@cdktf/provider-aws/lib/db-instance/index.js";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group/index.js";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group/index.js";
import { Construct } from "constructs";
import type { Postgres } from "../../language/stores.ts";
import { LogGroup } from "../observe/log-group.ts";
import { type PostgresPlan, planPostgres } from "./postgres-plan.ts";

/** What a database stands on. */
export interface PostgresProps {
  /** The DB instance identifier. */
  readonly name: string;
  readonly store: Postgres;
  /** Subnets in at least two zones. */
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /** Encrypts storage, backups, the password and Performance Insights. */
  readonly dataKeyArn: string;
  /** Encrypts its logs. */
  readonly logsKeyArn: string;
  /** Takes its enhanced monitoring samples; undefined when that is off. */
  readonly monitoringRoleArn: string | undefined;
  /** Whether AWS and Terraform both refuse to delete it, and a last snapshot is taken. */
  readonly protected: boolean;
}

/** Days that a database's own logs are kept. */
const LOG_RETENTION_DAYS = 90;

/**
 * A PostgreSQL database on RDS: private, encrypted, TLS only, backed up with point-in-time recovery. RDS
 * makes and rotates the administrator's password in Secrets Manager, so that it is in no file and no state.
 *
 * Rotation is every seven days: what was given the old password keeps its connections but cannot open new ones.
 * So whoever logs in is told where the secret is, and may read it again (`secretArn` in the spec): when a login
 * fails, it reads the secret once more and logs in with what is there (docs/operations.md, "The database's password").
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export class PostgresDatabase extends Construct {
  readonly arn: string;
  /** The host name. */
  readonly address: string;
  /** The secret with `username` and `password`. */
  readonly secretArn: string;

  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    const plan = planPostgres(props.name, props.store);
    const instance = this.createInstance(props, plan, this.createLogs(props, plan));
    this.arn = instance.arn;
    this.address = instance.address;
    this.secretArn = instance.masterUserSecret.get(0).secretArn;
  }

  /** Made before the database: RDS would make them without encryption, kept for ever. */
  private createLogs(props: PostgresProps, plan: PostgresPlan): LogGroup[] {
    return Object.entries(plan.logGroups).map(
      ([log, name]) =>
        new LogGroup(this, `${log}-logs`, {
          name,
          retentionDays: LOG_RETENTION_DAYS,
          keyArn: props.logsKeyArn,
        }),
    );
  }

  private createInstance(props: PostgresProps, plan: PostgresPlan, logs: LogGroup[]): DbInstance {
    const { store } = props;
    return new DbInstance(this, "instance", {
      identifier: props.name,
      engine: "postgres",
      engineVersion: store.version,
      instanceClass: store.instanceClass,
      dbName: store.databaseName,
      port: store.port,
      ...storage(props, plan),
      ...login(props),
      dbSubnetGroupName: this.createSubnetGroup(props).name,
      vpcSecurityGroupIds: [props.securityGroupId],
      publiclyAccessible: false,
      multiAz: store.multiZone,
      // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
      caCertIdentifier: "rds-ca-rsa2048-g1",
      parameterGroupName: this.createParameterGroup(props, plan).name,
      ...upkeep(store),
      ...observation(props, plan),
      ...protection(props, plan),
      lifecycle: {
        preventDestroy: props.protected,
        // RDS installs minor versions by itself; asking for the old one again would be refused.
        ignoreChanges: ["engine_version"],
        postcondition: [majorIsAsDeclared(props.name, plan.major)],
      },
      dependsOn: logs.map((log) => log.resource),
    });
  }

  private createSubnetGroup(props: PostgresProps): DbSubnetGroup {
    return new DbSubnetGroup(this, "subnet-group", {
      name: props.name,
      description: `Subnets of ${props.name}`,
      subnetIds: [...props.subnetIds],
    });
  }

  /**
   * Named by its family, and made before the old one goes: a major upgrade needs both. The group is there before the
   * database first starts, so that nothing waits for a reboot. What equals RDS's default (from PostgreSQL 15 on, this
   * does) reads back as `pending-reboot` whatever was asked for: any other method would be planned anew for ever.
   * https://github.com/hashicorp/terraform-provider-aws/issues/39252
   */
  private createParameterGroup(props: PostgresProps, plan: PostgresPlan): DbParameterGroup {
    return new DbParameterGroup(this, "parameter-group", {
      name: `${props.name}-${plan.family}`,
      family: plan.family,
      description: `Settings of ${props.name}: TLS only`,
      parameter: [{ name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" }],
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

function storage({ store, dataKeyArn }: PostgresProps, { iops }: PostgresPlan) {
  return {
    storageType: store.storageType,
    allocatedStorage: store.storageGiB,
    ...(store.maxStorageGiB === undefined ? {} : { maxAllocatedStorage: store.maxStorageGiB }),
    ...(iops === undefined ? {} : { iops }),
    storageEncrypted: true,
    kmsKeyId: dataKeyArn,
  };
}

function login({ store, dataKeyArn }: PostgresProps) {
  return {
    username: store.username,
    manageMasterUserPassword: true,
    masterUserSecretKmsKeyId: dataKeyArn,
    iamDatabaseAuthenticationEnabled: true,
  };
}

/** Changes that restart the database wait for the maintenance window. */
function upkeep(store: Postgres) {
  return {
    backupRetentionPeriod: store.backupRetentionDays,
    backupWindow: store.backupWindow,
    copyTagsToSnapshot: true,
    maintenanceWindow: store.maintenanceWindow,
    autoMinorVersionUpgrade: true,
    allowMajorVersionUpgrade: false,
    applyImmediately: false,
  };
}

function observation({ store, dataKeyArn, monitoringRoleArn }: PostgresProps, plan: PostgresPlan) {
  return {
    enabledCloudwatchLogsExports: Object.keys(plan.logGroups),
    monitoringInterval: store.monitoringIntervalSeconds,
    ...(monitoringRoleArn === undefined ? {} : { monitoringRoleArn }),
    performanceInsightsEnabled: store.performanceInsights,
    ...(store.performanceInsights
      ? { performanceInsightsKmsKeyId: dataKeyArn, performanceInsightsRetentionPeriod: 7 }
      : {}),
  };
}

function protection(props: PostgresProps, plan: PostgresPlan) {
  return {
    deletionProtection: props.protected,
    deleteAutomatedBackups: !props.protected,
    skipFinalSnapshot: !props.protected,
    ...(props.protected ? { finalSnapshotIdentifier: plan.finalSnapshot } : {}),
  };
}

/**
 * A major upgrade is planned work, never a side effect of a deploy: it is started by hand, then the spec
 * follows. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html
 */
function majorIsAsDeclared(name: string, major: string) {
  return {
    // The version that runs: `engine_version` may be the major alone.
    condition: `\${startswith(self.engine_version_actual, "${major}.")}`,
    errorMessage:
      `${name} does not run PostgreSQL ${major}. Upgrade it first: aws rds modify-db-instance ` +
      `--db-instance-identifier ${name} --allow-major-version-upgrade --engine-version <${major}.x> ` +
      `--db-parameter-group-name default.postgres${major}`,
  };
}
