import { FlowLog } from "@cdktf/provider-aws/lib/flow-log/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { LogGroup } from "../observe/log-group.ts";
import { renderPolicy, renderTrustPolicy } from "../policy.ts";

/** The VPC and destination of flow logs. */
export interface FlowLogsProps {
  /** `Name` tag, and prefix of log group and role: `cybershield-prod`. */
  readonly name: string;
  /** The VPC whose packets are logged. */
  readonly vpcId: string;
  /** The 12-digit account ID, in whose name alone the service may assume the role. */
  readonly account: string;
  /** The region of VPC and log group. */
  readonly region: string;
  /** Days until logs are deleted. */
  readonly retentionDays: number;
  /** ARN of the KMS key for the log group. */
  readonly keyArn: string;
}

/**
 * A VPC's flow logs: all traffic, aggregated each minute, to an encrypted log group.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const logs = new LogGroup(this, "logs", {
      name: `/${props.name}/flow-logs`,
      retentionDays: props.retentionDays,
      keyArn: props.keyArn,
    });
    const role = new IamRole(this, "role", {
      name: `${props.name}-flow-logs`,
      assumeRolePolicy: renderTrustPolicy(props.account, "vpc-flow-logs.amazonaws.com"),
    });
    new IamRolePolicy(this, "write", {
      role: role.name,
      name: "write-flow-logs",
      // AWS also lists CreateLogGroup, but that would recreate the group after a destroy.
      // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
      policy: renderPolicy(
        {
          sid: "WriteFlowLogs",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          resources: [`${logs.arn}:*`],
        },
        {
          sid: "FindLogGroup",
          actions: ["logs:DescribeLogGroups"],
          resources: [`arn:aws:logs:${props.region}:${props.account}:log-group:*`],
        },
      ),
    });
    new FlowLog(this, "log", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logs.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
      tags: { Name: props.name },
    });
  }
}
