import {
  LbListenerRule,
  type LbListenerRuleAction,
  type LbListenerRuleCondition,
} from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import { LbTargetGroup, type LbTargetGroupConfig } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment/index.js";
import { Construct } from "constructs";
import type { Publish } from "../../spec/workloads.ts";
import type { RulePlan } from "./rule-plan.ts";

/** How a workload stands behind a load balancer. */
export interface PublishedTargetsProps {
  /** The target group's name, 1 to 32 characters. */
  readonly name: string;
  readonly vpcId: string;
  /** What a target is: a container's address, or a server. */
  readonly targetType: "ip" | "instance";
  /** The port that the targets listen on. */
  readonly port: number;
  readonly publish: Publish;
  readonly rule: RulePlan;
  readonly listenerArn: string;
  /** Whether a second target group takes the next version, and ECS moves the rule between the two. */
  readonly blueGreen: boolean;
}

/** A workload's target group (two of them for blue/green) and the listener's rule that leads to it. */
export class PublishedTargets extends Construct {
  readonly group: LbTargetGroup;
  /** The second target group; undefined without blue/green. */
  readonly alternate: LbTargetGroup | undefined;
  /** A target group is used only once a load balancer leads to it: services and fleets wait for this. */
  readonly rule: LbListenerRule;

  constructor(scope: Construct, id: string, props: PublishedTargetsProps) {
    super(scope, id);
    this.group = this.createGroup("group", props.name, props);
    this.alternate = props.blueGreen
      ? this.createGroup("alternate-group", alternateName(props.name), props)
      : undefined;
    this.rule = new LbListenerRule(this, "rule", {
      listenerArn: props.listenerArn,
      priority: props.rule.priority,
      condition: conditionsOf(props.rule),
      action: [forwardTo(this.group, this.alternate)],
      // With blue/green ECS moves the weights at each deployment.
      ...(props.blueGreen ? { lifecycle: { ignoreChanges: ["action"] } } : {}),
    });
  }

  /** Puts a server behind the load balancer. */
  register(instanceId: string): void {
    new LbTargetGroupAttachment(this, "attachment", { targetGroupArn: this.group.arn, targetId: instanceId });
  }

  private createGroup(id: string, name: string, props: PublishedTargetsProps): LbTargetGroup {
    const { healthCheck, crossZone, deregistrationDelaySeconds, algorithm, targetProtocol } = props.publish;
    return new LbTargetGroup(this, id, {
      name,
      vpcId: props.vpcId,
      targetType: props.targetType,
      port: props.port,
      protocol: targetProtocol,
      ...algorithmSettings(algorithm),
      loadBalancingCrossZoneEnabled: String(crossZone),
      deregistrationDelay: String(deregistrationDelaySeconds),
      healthCheck: {
        enabled: true,
        protocol: healthCheck.protocol ?? targetProtocol,
        port: "traffic-port",
        path: healthCheck.path,
        matcher: "200-299",
        interval: healthCheck.intervalSeconds,
        timeout: healthCheck.timeoutSeconds,
        healthyThreshold: 2,
        unhealthyThreshold: healthCheck.retries,
      },
    });
  }
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
function algorithmSettings(algorithm: Publish["algorithm"]): Partial<LbTargetGroupConfig> {
  switch (algorithm) {
    case "round-robin":
      return { loadBalancingAlgorithmType: "round_robin" };
    case "least-outstanding-requests":
      return { loadBalancingAlgorithmType: "least_outstanding_requests" };
    case "source-ip-hash":
      return { stickiness: { enabled: true, type: "source_ip" } };
  }
}

function conditionsOf({ hosts, paths }: RulePlan): LbListenerRuleCondition[] {
  const conditions: LbListenerRuleCondition[] = [];
  if (hosts.length > 0) conditions.push({ hostHeader: { values: [...hosts] } });
  if (paths.length > 0) conditions.push({ pathPattern: { values: [...paths] } });
  // A rule must have a condition: this one is always true.
  return conditions.length > 0 ? conditions : [{ pathPattern: { values: ["/*"] } }];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html */
function forwardTo(group: LbTargetGroup, alternate: LbTargetGroup | undefined): LbListenerRuleAction {
  if (alternate === undefined) return { type: "forward", targetGroupArn: group.arn };
  return {
    type: "forward",
    forward: {
      targetGroup: [
        { arn: group.arn, weight: 100 },
        { arn: alternate.arn, weight: 0 },
      ],
    },
  };
}

/** `cybershield-tg-alt`, cut to the 32 characters that AWS allows. */
function alternateName(name: string): string {
  return `${name.slice(0, 28).replace(/-$/, "")}-alt`;
}
