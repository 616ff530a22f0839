import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { renderPolicy } from "../policy.ts";

/** What ECS moves at a blue/green deployment. */
export interface DeploymentRoleProps {
  readonly name: string;
  readonly account: string;
  readonly ruleArn: string;
  readonly targetGroupArns: readonly string[];
}

/**
 * The role with which ECS moves traffic between two target groups: that rule and those groups only.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export class DeploymentRole extends Construct {
  /** The role's ARN, once its policy holds. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DeploymentRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name: props.name,
      // Without aws:SourceAccount: AWS documents this role's trust without conditions.
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
          // Elastic Load Balancing's look-ups know no resource.
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
