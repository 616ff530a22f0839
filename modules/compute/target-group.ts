import { LbListener } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import {
  LbListenerRule,
  type LbListenerRuleAction,
  type LbListenerRuleCondition,
} from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment/index.js";
import { Construct } from "constructs";
import { compact } from "../../language/compact.ts";
import type { Listener } from "../../language/edge.ts";
import type { PublishSettings } from "../../language/publishing.ts";
import { defined } from "../../language/required.ts";
import { TLS_POLICY } from "../edge/tls-policy.ts";
import type { ListenerRulePlan } from "./rule-plan.ts";
import { planTargetGroup } from "./target-group-plan.ts";

/**
 * The source of a target group's traffic: a rule of an existing application load balancer listener,
 * or a network load balancer's listener, which needs a default target and so is created with it.
 */
export type TrafficSource =
  | {
      /** A rule of an application load balancer's listener. */
      readonly kind: "rule";
      /** ARN of the listener that gets the rule. */
      readonly listenerArn: string;
      /** The rule's conditions and priority. */
      readonly rule: ListenerRulePlan;
      /**
       * Adds a second target group, between which ECS shifts the rule in a blue/green deployment.
       */
      readonly blueGreen: boolean;
    }
  | {
      /** A listener of a network load balancer, created with the target group. */
      readonly kind: "listener";
      /** Its construct ID, of the load balancer and port: a renamed workload takes it over. */
      readonly id: string;
      /** ARN of the network load balancer. */
      readonly loadBalancerArn: string;
      /** The listener's port and protocol in the spec. */
      readonly listener: Pick<Listener, "port" | "protocol">;
      /** Certificate of a TLS listener; undefined if it does not terminate TLS. */
      readonly certificateArn: string | undefined;
    };

/** Inputs of {@link TargetGroup}. */
export interface TargetGroupProps {
  /** The target group's name, 1 to 32 characters. */
  readonly name: string;
  /**
   * The end of the group's construct ID: another one makes another group beside the old one. Empty,
   * or `-8080-https`.
   */
  readonly suffix: string;
  /** True if targets are registered with a port of their own, as Amazon ECS does. */
  readonly registersPorts: boolean;
  /** The VPC of the targets. */
  readonly vpcId: string;
  /** The target type: an address such as a container's, or an instance. */
  readonly targetType: "ip" | "instance";
  /** The port that targets listen on. */
  readonly port: number;
  /** The attachment's settings in the spec: protocol, algorithm, health check. */
  readonly publish: PublishSettings;
  /** The rule or listener that forwards to it. */
  readonly source: TrafficSource;
}

/** A target group (two for blue/green) and the rule or listener that forwards to it. */
export class TargetGroup extends Construct {
  /** The target group that gets traffic first. */
  readonly group: LbTargetGroup;
  /** The port that targets listen on. */
  readonly port: number;
  /** The second target group; undefined without blue/green. */
  readonly alternate: LbTargetGroup | undefined;
  /** The listener rule; undefined behind a network load balancer. */
  readonly rule: LbListenerRule | undefined;
  /**
   * The rule or listener. Services and fleets depend on it, since an unattached group is unusable.
   */
  readonly lead: LbListenerRule | LbListener;
  readonly #suffix: string;

  constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);
    const { source: lead, name } = props;
    this.port = props.port;
    this.#suffix = props.suffix;
    this.group = this.#createGroup(`group${props.suffix}`, name, props);
    this.alternate =
      lead.kind === "rule" && lead.blueGreen
        ? this.#createGroup(`alternate-group${props.suffix}`, alternateName(name), props)
        : undefined;
    this.rule = lead.kind === "rule" ? this.#createRule(lead) : undefined;
    this.lead = lead.kind === "rule" ? defined(this.rule, "the listener rule") : this.#createListener(lead);
  }

  /** Registers a server by ID, or an address. */
  register(targetId: string): void {
    new LbTargetGroupAttachment(this, `attachment${this.#suffix}`, {
      targetGroupArn: this.group.arn,
      targetId,
    });
  }

  #createGroup(id: string, name: string, props: TargetGroupProps): LbTargetGroup {
    const { source: lead, publish } = props;
    return new LbTargetGroup(this, id, {
      name,
      vpcId: props.vpcId,
      targetType: props.targetType,
      port: props.port,
      ...(lead.kind === "rule"
        ? planTargetGroup(publish, "application", "HTTP")
        : planTargetGroup(publish, "network", lead.listener.protocol)),
      lifecycle: {
        // AWS deletes no group that a rule or listener still forwards to.
        createBeforeDestroy: true,
        // The group's port is then only a default, and a changed one would replace the group.
        ...(props.registersPorts ? { ignoreChanges: ["port"] } : {}),
      },
    });
  }

  #createRule({ listenerArn, rule, blueGreen }: Extract<TrafficSource, { kind: "rule" }>): LbListenerRule {
    // In the group's scope, since the rule outlives the group: another workload can take it over.
    return new LbListenerRule(defined(this.node.scope, "the scope"), rule.id, {
      listenerArn,
      priority: rule.priority,
      condition: conditionsOf(rule),
      action: [forwardTo(this.group, this.alternate)],
      // ECS shifts the weights in each blue/green deployment.
      ...(blueGreen ? { lifecycle: { ignoreChanges: ["action"] } } : {}),
    });
  }

  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html */
  #createListener(lead: Extract<TrafficSource, { kind: "listener" }>): LbListener {
    const { id, loadBalancerArn, listener, certificateArn } = lead;
    return new LbListener(defined(this.node.scope, "the scope"), id, {
      loadBalancerArn,
      port: listener.port,
      protocol: listener.protocol,
      ...compact({ certificateArn, sslPolicy: certificateArn === undefined ? undefined : TLS_POLICY }),
      defaultAction: [{ type: "forward", targetGroupArn: this.group.arn }],
    });
  }
}

function conditionsOf({ hosts, paths }: ListenerRulePlan): LbListenerRuleCondition[] {
  const conditions: LbListenerRuleCondition[] = [];
  if (hosts.length > 0) conditions.push({ hostHeader: { values: [...hosts] } });
  if (paths.length > 0) conditions.push({ pathPattern: { values: [...paths] } });
  // A rule needs a condition; this one always matches.
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

/** The second group's name, `cybershield-tg-alt`, truncated to AWS's 32 characters. */
function alternateName(name: string): string {
  return `${name.slice(0, 28).replace(/-$/, "")}-alt`;
}
