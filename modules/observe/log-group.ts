import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { Construct } from "constructs";

/** Inputs of {@link LogGroup}. */
export interface LogGroupProps {
  /** The log group's name: `/cybershield-prod/app`. */
  readonly name: string;
  /** Days until events are deleted: a value of `aws/log-retention.ts`. */
  readonly retentionDays: number;
  /** ARN of the KMS key. */
  readonly keyArn: string;
}

/** An encrypted CloudWatch log group with retention. */
export class LogGroup extends Construct {
  /** The log group's name, available once it exists. */
  readonly name: string;
  /** The ARN, without the `:*` of its log streams. */
  readonly arn: string;
  /** Dependency for writers that use the name directly. */
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
