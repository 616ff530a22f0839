import { EcsCluster, type EcsClusterConfig } from "@cdktf/provider-aws/lib/ecs-cluster/index.js";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers/index.js";
import { Construct } from "constructs";
import { compact } from "../../language/compact.ts";
import { LogGroup } from "../observe/log-group.ts";

/** Inputs of {@link Cluster}. */
export interface ClusterProps {
  /** The cluster's name, by default the platform's prefix: `cybershield-prod`. */
  readonly name: string;
  /** Turns on CloudWatch Container Insights: metrics and events of services and tasks. */
  readonly containerInsights: boolean;
  /** Log group for `aws ecs execute-command` sessions; undefined if no service allows these. */
  readonly execLogName: string | undefined;
  /** ARN of the KMS key for its logs. */
  readonly logsKeyArn: string;
  /**
   * Makes Terraform refuse to destroy the cluster. It holds no data, but `cdktf destroy` starts
   * with stacks without data, and would stop every service before the databases refuse.
   */
  readonly protected: boolean;
}

/** Retention of Container Insights events in days; its metrics are kept for 15 months anyway. */
const INSIGHTS_RETENTION_DAYS = 30;
/** Retention of execute-command logs in days. */
const EXEC_RETENTION_DAYS = 365;

/** An ECS cluster on Fargate, with on-demand and Spot capacity. */
export class Cluster extends Construct {
  /** The cluster's name, available once its capacity providers are. */
  readonly name: string;
  /** Log group of `aws ecs execute-command` sessions; undefined if no service allows these. */
  readonly execLog: LogGroup | undefined;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const insights = props.containerInsights ? this.#createInsightsLog(props) : undefined;
    this.execLog =
      props.execLogName === undefined
        ? undefined
        : new LogGroup(this, "exec-log", {
            name: props.execLogName,
            retentionDays: EXEC_RETENTION_DAYS,
            keyArn: props.logsKeyArn,
          });
    const cluster = new EcsCluster(this, "cluster", {
      name: props.name,
      setting: [{ name: "containerInsights", value: props.containerInsights ? "enabled" : "disabled" }],
      ...execSettings(this.execLog),
      lifecycle: { preventDestroy: props.protected },
      ...compact({ dependsOn: insights === undefined ? undefined : [insights.resource] }),
    });
    const capacity = new EcsClusterCapacityProviders(this, "capacity", {
      clusterName: cluster.name,
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
    });
    this.name = capacity.clusterName;
  }

  /** Creates the log group first: ECS would create it unencrypted and without expiry. */
  #createInsightsLog(props: ClusterProps): LogGroup {
    return new LogGroup(this, "insights-log", {
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-reference-performance-logs-ECS.html
      name: `/aws/ecs/containerinsights/${props.name}/performance`,
      retentionDays: INSIGHTS_RETENTION_DAYS,
      keyArn: props.logsKeyArn,
    });
  }
}

function execSettings(log: LogGroup | undefined): Partial<EcsClusterConfig> {
  if (log === undefined) return {};
  return {
    configuration: {
      executeCommandConfiguration: {
        logging: "OVERRIDE",
        logConfiguration: { cloudWatchLogGroupName: log.name, cloudWatchEncryptionEnabled: true },
      },
    },
  };
}
