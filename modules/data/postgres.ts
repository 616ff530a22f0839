import { DbInstance } from "@cdktf/provider-aws/lib/db-instance/index.js";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group/index.js";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group/index.js";
import { TerraformElement } from "cdktf";
import { Construct } from "constructs";
import { compact } from "../../language/compact.ts";
import type { Postgres } from "../../language/stores.ts";
import { LogGroup } from "../observe/log-group.ts";
import { type PostgresPlan, planPostgres } from "./postgres-plan.ts";

/** Inputs of {@link PostgresDatabase}. */
export interface PostgresProps {
  /** The DB instance identifier. */
  readonly name: string;
  /** Its settings in the spec. */
  readonly store: Postgres;
  /** Subnets in at least two zones. */
  readonly subnetIds: readonly string[];
  /** The security group of its network interfaces. */
  readonly securityGroupId: string;
  /** ARN of the KMS key for storage, backups, the password and Performance Insights. */
  readonly dataKeyArn: string;
  /** ARN of the KMS key for its logs. */
  readonly logsKeyArn: string;
  /** ARN of the enhanced monitoring role; undefined if monitoring is off. */
  readonly monitoringRoleArn: string | undefined;
  /** Makes AWS and Terraform refuse to delete it, and takes a final snapshot. */
  readonly protected: boolean;
}

/** Retention of database logs in days. */
const LOG_RETENTION_DAYS = 90;

/**
 * A PostgreSQL database on RDS: private, encrypted, TLS only, with point-in-time recovery. RDS
 * generates and rotates the administrator's password in Secrets Manager, so it is in no file and no
 * state.
 *
 * RDS rotates every seven days: existing connections keep working, but new ones need the new
 * password. Clients therefore get the secret's ARN and may read it (`secretArn` in the spec): when
 * a login fails, they read the secret again and retry (docs/operations.md, "The database's
 * password").
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export class PostgresDatabase extends Construct {
  /** The DB instance's ARN, which the backup plan selects. */
  readonly arn: string;
  /** The host name. */
  readonly address: string;
  /** ARN of the secret with `username` and `password`. */
  readonly secretArn: string;
  /** The identity that IAM policies name it by: `db-ABCDEFGHIJKL01234`. */
  readonly resourceId: string;

  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    const plan = planPostgres(props.name, props.store);
    const instance = this.#createInstance(props, plan, this.#createLogs(props, plan));
    this.arn = instance.arn;
    this.address = instance.address;
    this.resourceId = instance.resourceId;
    this.secretArn = instance.masterUserSecret.get(0).secretArn;
  }

  /** Creates the log groups first: RDS would create them unencrypted and without expiry. */
  #createLogs(props: PostgresProps, plan: PostgresPlan): LogGroup[] {
    return Object.entries(plan.logGroups).map(
      ([log, name]) =>
        new LogGroup(this, `${log}-logs`, {
          name,
          retentionDays: LOG_RETENTION_DAYS,
          keyArn: props.logsKeyArn,
        }),
    );
  }

  #createInstance(props: PostgresProps, plan: PostgresPlan, logs: LogGroup[]): DbInstance {
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
      dbSubnetGroupName: this.#createSubnetGroup(props).name,
      vpcSecurityGroupIds: [props.securityGroupId],
      publiclyAccessible: false,
      multiAz: store.multiZone,
      // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
      caCertIdentifier: "rds-ca-rsa2048-g1",
      parameterGroupName: this.#createParameterGroup(props, plan).name,
      ...upkeep(store),
      ...observation(props, plan),
      ...protection(props, plan),
      lifecycle: {
        preventDestroy: props.protected,
        // RDS installs minor versions itself, and refuses to go back to the old one.
        ignoreChanges: ["engine_version"],
        postcondition: [majorIsAsDeclared(props.name, plan.major)],
      },
      dependsOn: logs.map((log) => log.resource),
    });
  }

  #createSubnetGroup(props: PostgresProps): DbSubnetGroup {
    return new DbSubnetGroup(this, "subnet-group", {
      name: props.name,
      description: `Subnets of ${props.name}`,
      subnetIds: [...props.subnetIds],
    });
  }

  /**
   * A parameter group named by its family, also in its address: a major upgrade needs both, and
   * deletes the old one last. It exists before the database first starts, so nothing waits for a
   * reboot. A value equal to RDS's default reads back as `pending-reboot`; any other apply method
   * would show a change forever.
   * https://github.com/hashicorp/terraform-provider-aws/issues/39252
   */
  #createParameterGroup(props: PostgresProps, plan: PostgresPlan): DbParameterGroup {
    const group = new DbParameterGroup(this, `parameter-group-${plan.family}`, {
      name: `${props.name}-${plan.family}`,
      family: plan.family,
      description: `Settings of ${props.name}: TLS only`,
      parameter: [{ name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" }],
      lifecycle: { createBeforeDestroy: true },
    });
    // Earlier versions had it without its family.
    const earlier = new TerraformElement(this, "parameter-group");
    group.moveFromId(`aws_db_parameter_group.${earlier.friendlyUniqueId}`);
    return group;
  }
}

function storage({ store, dataKeyArn }: PostgresProps, { iops }: PostgresPlan) {
  return {
    storageType: store.storageType,
    allocatedStorage: store.storageGiB,
    ...compact({ maxAllocatedStorage: store.maxStorageGiB, iops }),
    storageEncrypted: true,
    kmsKeyId: dataKeyArn,
  };
}

function login({ store, dataKeyArn }: PostgresProps) {
  return {
    username: store.username,
    manageMasterUserPassword: true,
    masterUserSecretKmsKeyId: dataKeyArn,
    // A login without a password is on only for a declared user.
    iamDatabaseAuthenticationEnabled: store.iamUser !== undefined,
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
    ...compact({ monitoringRoleArn }),
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
 * A major upgrade is planned work, never a side effect of a deployment: start it by hand, then
 * update the spec.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html
 */
function majorIsAsDeclared(name: string, major: string) {
  return {
    // The running version: `engine_version` may be just the major.
    condition: `\${startswith(self.engine_version_actual, "${major}.")}`,
    errorMessage:
      `${name} does not run PostgreSQL ${major}. Upgrade it first: aws rds modify-db-instance ` +
      `--db-instance-identifier ${name} --allow-major-version-upgrade --engine-version <${major}.x> ` +
      `--db-parameter-group-name default.postgres${major}`,
  };
}
