import { LbListener } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import {
  LbListenerRule,
  type LbListenerRuleAction,
  type LbListenerRuleCondition,
} from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment/index.js";
import { Construct } from "constructs";
import type { Listener } from "../../language/edge.ts";
import type { PublishSettings } from "../../language/workloads.ts";
import { TLS_POLICY } from "../edge/tls-policy.ts";
import type { ListenerRulePlan } from "./rule-plan.ts";
import { planTargetGroup } from "./target-group-plan.ts";

/**
 * What leads to targets: a rule of an application load balancer's listener, which stands already; or a network
 * load balancer's listener, which must lead somewhere from its first day and so comes with its targets.
 */
export type TrafficSource =
  | {
      readonly kind: "rule";
      readonly listenerArn: string;
      readonly rule: ListenerRulePlan;
      /** Whether a second target group takes the next version, and ECS moves the rule between the two. */
      readonly blueGreen: boolean;
    }
  | {
      readonly kind: "listener";
      readonly loadBalancerArn: string;
      readonly listener: Pick<Listener, "port" | "protocol">;
      /** Of a TLS listener; undefined: it ends no TLS. */
      readonly certificateArn: string | undefined;
    };

/** How a workload stands behind a load balancer. */
export interface TargetGroupProps {
  /** The target group's name, 1 to 32 characters. */
  readonly name: string;
  readonly vpcId: string;
  /** What a target is: an address, such as a container's, or a server. */
  readonly targetType: "ip" | "instance";
  /** The port that the targets listen on. */
  readonly port: number;
  readonly publish: PublishSettings;
  readonly source: TrafficSource;
}

/** A place's target group (two of them for blue/green) and what leads to it. */
export class TargetGroup extends Construct {
  readonly group: LbTargetGroup;
  /** The port that the targets listen on. */
  readonly port: number;
  /** The second target group; undefined without blue/green. */
  readonly alternate: LbTargetGroup | undefined;
  /** The rule that leads here; undefined behind a network load balancer. */
  readonly rule: LbListenerRule | undefined;
  /** A target group is used only once a load balancer leads to it: services and fleets wait for this. */
  readonly lead: LbListenerRule | LbListener;

  constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);
    const { source: lead, name } = props;
    this.port = props.port;
    this.group = this.createGroup("group", name, props);
    this.alternate =
      lead.kind === "rule" && lead.blueGreen
        ? this.createGroup("alternate-group", alternateName(name), props)
        : undefined;
    this.rule = lead.kind === "rule" ? this.createRule(lead) : undefined;
    this.lead = lead.kind === "rule" ? this.rule! : this.createListener(lead);
  }

  /** Puts a server, by its id, or an address behind the load balancer. */
  register(targetId: string): void {
    new LbTargetGroupAttachment(this, "attachment", { targetGroupArn: this.group.arn, targetId });
  }

  private createGroup(id: string, name: string, props: TargetGroupProps): LbTargetGroup {
    const { source: lead, publish } = props;
    return new LbTargetGroup(this, id, {
      name,
      vpcId: props.vpcId,
      targetType: props.targetType,
      port: props.port,
      ...(lead.kind === "rule"
        ? planTargetGroup(publish, "application", "HTTP")
        : planTargetGroup(publish, "network", lead.listener.protocol)),
    });
  }

  private createRule({
    listenerArn,
    rule,
    blueGreen,
  }: Extract<TrafficSource, { kind: "rule" }>): LbListenerRule {
    return new LbListenerRule(this, "rule", {
      listenerArn,
      priority: rule.priority,
      condition: conditionsOf(rule),
      action: [forwardTo(this.group, this.alternate)],
      // With blue/green ECS moves the weights at each deployment.
      ...(blueGreen ? { lifecycle: { ignoreChanges: ["action"] } } : {}),
    });
  }

  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html */
  private createListener(lead: Extract<TrafficSource, { kind: "listener" }>): LbListener {
    const { loadBalancerArn, listener, certificateArn } = lead;
    return new LbListener(this, "listener", {
      loadBalancerArn,
      port: listener.port,
      protocol: listener.protocol,
      ...(certificateArn === undefined ? {} : { sslPolicy: TLS_POLICY, certificateArn }),
      defaultAction: [{ type: "forward", targetGroupArn: this.group.arn }],
    });
  }
}

function conditionsOf({ hosts, paths }: ListenerRulePlan): LbListenerRuleCondition[] {
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
