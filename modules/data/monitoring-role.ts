import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { Construct } from "constructs";
import { renderTrustPolicy } from "../policy.ts";

/**
 * The role with which RDS writes enhanced monitoring to the account's `RDSOSMetrics` log group. RDS
 * requires AWS's managed policy, which covers `RDS*` log groups only.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 */
export class MonitoringRole extends Construct {
  /** The role's ARN, available once its policy is attached, because RDS tests the role. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: { readonly name: string; readonly account: string }) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name: props.name,
      assumeRolePolicy: renderTrustPolicy(props.account, "monitoring.rds.amazonaws.com"),
    });
    const attachment = new IamRolePolicyAttachment(this, "policy", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
    this.arn = `arn:aws:iam::${props.account}:role/${attachment.role}`;
  }
}
