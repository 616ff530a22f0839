import {
  ElasticacheReplicationGroup,
  type ElasticacheReplicationGroupLogDeliveryConfiguration,
} from "@cdktf/provider-aws/lib/elasticache-replication-group/index.js";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group/index.js";
import { ElasticacheUser } from "@cdktf/provider-aws/lib/elasticache-user/index.js";
import { ElasticacheUserGroup } from "@cdktf/provider-aws/lib/elasticache-user-group/index.js";
import { Construct } from "constructs";
import type { Redis } from "../../language/stores.ts";
import { LogGroup } from "../observe/log-group.ts";

/** Inputs of {@link RedisCache}. */
export interface RedisProps {
  /** The replication group ID. */
  readonly name: string;
  /** Prefix of its log groups' names: `cybershield-prod/cache`. */
  readonly logPath: string;
  /** Its settings in the spec. */
  readonly store: Redis;
  /** Subnet IDs of its tier, one per zone. */
  readonly subnetIds: readonly string[];
  /** The security group of its nodes. */
  readonly securityGroupId: string;
  /** ARN of the KMS key for data and snapshots. */
  readonly dataKeyArn: string;
  /** ARN of the KMS key for its logs. */
  readonly logsKeyArn: string;
  /** Makes Terraform refuse to destroy it, and takes a final snapshot. */
  readonly protected: boolean;
}

/** Retention of cache logs in days. */
const LOG_RETENTION_DAYS = 90;
const LOG_TYPES = ["slow-log", "engine-log"] as const;

/** A Redis cache on ElastiCache: private, TLS only, encrypted, optionally with replicas. */
export class RedisCache extends Construct {
  /** The primary endpoint's host name, which follows a failover. */
  readonly address: string;

  constructor(scope: Construct, id: string, props: RedisProps) {
    super(scope, id);
    const { store } = props;
    const subnets = new ElasticacheSubnetGroup(this, "subnet-group", {
      name: props.name,
      description: `Subnets of ${props.name}`,
      subnetIds: [...props.subnetIds],
    });
    const group = new ElasticacheReplicationGroup(this, "group", {
      replicationGroupId: props.name,
      description: `Redis cache ${props.name}`,
      engine: "redis",
      engineVersion: store.version,
      nodeType: store.nodeType,
      port: store.port,
      parameterGroupName: defaultParameterGroup(store.version),
      numCacheClusters: store.replicas + 1,
      automaticFailoverEnabled: store.replicas > 0,
      multiAzEnabled: store.replicas > 0,
      subnetGroupName: subnets.name,
      securityGroupIds: [props.securityGroupId],
      ...this.#logins(props),
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      atRestEncryptionEnabled: "true",
      kmsKeyId: props.dataKeyArn,
      snapshotRetentionLimit: store.snapshotRetentionDays,
      snapshotWindow: store.snapshotWindow,
      ...(props.protected ? { finalSnapshotIdentifier: `${props.name}-final` } : {}),
      maintenanceWindow: store.maintenanceWindow,
      autoMinorVersionUpgrade: "true",
      applyImmediately: false,
      logDeliveryConfiguration: this.#createLogs(props),
      lifecycle: { preventDestroy: props.protected },
    });
    this.address = group.primaryEndpointAddress;
  }

  /**
   * Admits one user, who logs in with an IAM token. A user group must have a user called `default`:
   * it can run nothing.
   * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
   */
  #logins({ name, store: { iamUser } }: RedisProps): { userGroupIds?: string[] } {
    if (iamUser === undefined) return {};
    const users = [
      new ElasticacheUser(this, "default-user", {
        userId: derivedId(name, "-default"),
        userName: "default",
        engine: "redis",
        accessString: "off ~* -@all",
        authenticationMode: { type: "no-password-required" },
      }),
      new ElasticacheUser(this, "iam-user", {
        // IAM login requires that both are the same.
        userId: iamUser,
        userName: iamUser,
        engine: "redis",
        accessString: "on ~* &* +@all -@admin",
        authenticationMode: { type: "iam" },
      }),
    ];
    const group = new ElasticacheUserGroup(this, "users", {
      userGroupId: derivedId(name, ""),
      engine: "redis",
      userIds: users.map(({ userId }) => userId),
    });
    return { userGroupIds: [group.userGroupId] };
  }

  #createLogs(props: RedisProps): ElasticacheReplicationGroupLogDeliveryConfiguration[] {
    return LOG_TYPES.map((logType) => {
      const group = new LogGroup(this, `${logType}s`, {
        // AWS services may write below this path without a resource policy per group.
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
        name: `/aws/vendedlogs/${props.logPath}/${logType}`,
        retentionDays: LOG_RETENTION_DAYS,
        keyArn: props.logsKeyArn,
      });
      return { destination: group.name, destinationType: "cloudwatch-logs", logFormat: "json", logType };
    });
  }
}

/** The most characters of the ID of an ElastiCache user or user group. */
const ID_MAX = 40;

/** An ID made of the cache's, shortened where it would be too long. */
function derivedId(name: string, end: string): string {
  return `${name.slice(0, ID_MAX - end.length).replace(/-$/, "")}${end}`;
}

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html */
function defaultParameterGroup(version: string): string {
  return version.startsWith("7.") ? "default.redis7" : "default.redis6.x";
}
