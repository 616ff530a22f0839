import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { renderPolicy } from "../policy.ts";

/** The listener rule and target groups of a blue/green deployment. */
export interface DeploymentRoleProps {
  /** The role's name: `cybershield-prod-app-deployment`. */
  readonly name: string;
  /** The 12-digit account ID. */
  readonly account: string;
  /** ARN of the listener rule whose weights ECS changes. */
  readonly ruleArn: string;
  /** ARNs of the two target groups that it shifts traffic between. */
  readonly targetGroupArns: readonly string[];
}

/**
 * The role with which ECS shifts traffic between two target groups, restricted to that rule and
 * those groups.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export class DeploymentRole extends Construct {
  /** The role's ARN, available once its policy is attached. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DeploymentRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name: props.name,
      // No aws:SourceAccount: AWS documents this trust policy without conditions.
      assumeRolePolicy: renderPolicy({
        sid: "AssumeByService",
        principal: { service: "ecs.amazonaws.com" },
        actions: ["sts:AssumeRole"],
      }),
    });
    const policy = new IamRolePolicy(this, "policy", {
      role: role.name,
      name: "move-traffic",
      policy: renderPolicy(
        {
          // Elastic Load Balancing's describe actions support no resource restriction.
          // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
          sid: "LookUp",
          actions: [
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth",
          ],
          resources: ["*"],
        },
        { sid: "MoveRule", actions: ["elasticloadbalancing:ModifyRule"], resources: [props.ruleArn] },
        {
          sid: "MoveTargets",
          actions: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
          resources: props.targetGroupArns,
        },
      ),
    });
    this.arn = `arn:aws:iam::${props.account}:role/${policy.role}`;
  }
}
