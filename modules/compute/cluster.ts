import { EcsCluster, type EcsClusterConfig } from "@cdktf/provider-aws/lib/ecs-cluster/index.js";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers/index.js";
import { Construct } from "constructs";
import { LogGroup } from "../observe/log-group.ts";

/** What a cluster is. */
export interface ClusterProps {
  readonly name: string;
  readonly containerInsights: boolean;
  /** The name of the log group that records `aws ecs execute-command`; undefined where no service allows it. */
  readonly execLogName: string | undefined;
  /** Encrypts its logs. */
  readonly logsKeyArn: string;
  /**
   * Whether Terraform refuses to destroy it. It holds no data, but `cdktf destroy` begins with the stacks that
   * hold none: it would stop every service before the databases refuse.
   */
  readonly protected: boolean;
}

/** Days that Container Insights' events are kept: its metrics live for 15 months by themselves. */
const INSIGHTS_RETENTION_DAYS = 30;
/** Days that records of commands run inside containers are kept. */
const EXEC_RETENTION_DAYS = 365;

/** An ECS cluster on Fargate, on demand and Spot. */
export class Cluster extends Construct {
  /** The cluster's name, once its capacity providers can be used. */
  readonly name: string;
  /** Records `aws ecs execute-command`; undefined where no service allows it. */
  readonly execLog: LogGroup | undefined;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const insights = props.containerInsights ? this.createInsightsLog(props) : undefined;
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
      ...(insights === undefined ? {} : { dependsOn: [insights.resource] }),
    });
    const capacity = new EcsClusterCapacityProviders(this, "capacity", {
      clusterName: cluster.name,
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
    });
    this.name = capacity.clusterName;
  }

  /** Made before the cluster: ECS would make it without encryption, kept for ever. */
  private createInsightsLog(props: ClusterProps): LogGroup {
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
