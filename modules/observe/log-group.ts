import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { Construct } from "constructs";

/** Where logs go and how long they stay. */
export interface LogGroupProps {
  /** The log group's name: `/cybershield-prod/app`. */
  readonly name: string;
  readonly retentionDays: number;
  /** The KMS key's ARN. */
  readonly keyArn: string;
}

/** An encrypted CloudWatch log group that forgets in time. */
export class LogGroup extends Construct {
  readonly name: string;
  readonly arn: string;
  /** What a writer that names it by itself waits for. */
  readonly resource: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id);
    this.resource = new CloudwatchLogGroup(this, "group", {
      name: props.name,
      retentionInDays: props.retentionDays,
      kmsKeyId: props.keyArn,
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
  }
}
