import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy/index.js";
import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl/index.js";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association/index.js";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration/index.js";
import { Construct } from "constructs";
import { required } from "../../language/required.ts";
import { LogGroup } from "../observe/log-group.ts";
import { renderPolicy } from "../policy.ts";
import type { ManagedGroupPlan, WafPlan, WafRulePlan } from "./waf-plan.ts";

/** Inputs of {@link Waf}. */
export interface WafProps {
  /** The web ACL's name, also its CloudWatch metric: `cybershield-prod`. */
  readonly name: string;
  /** Its scope, rules and load balancers. */
  readonly plan: WafPlan;
  /** The 12-digit account ID, whose log delivery alone may write. */
  readonly account: string;
  /** The region of the web ACL and its log group. */
  readonly region: string;
  /** ARN of the KMS key for its log. */
  readonly keyArn: string;
  /** ARNs by the names in the plan. */
  readonly loadBalancerArns: Readonly<Record<string, string>>;
}

const FIVE_MINUTES_IN_SECONDS = 300;
/**
 * Headers that let a reader impersonate someone: HTTP's own, AWS's session token, and those in
 * which clients usually send API keys and tokens.
 */
const SECRET_HEADERS = [
  ...["authorization", "proxy-authorization", "cookie"],
  ...["x-amz-security-token", "x-api-key", "x-auth-token"],
];

/** A web ACL that allows by default, and logs every request without headers that carry secrets. */
export class Waf extends Construct {
  /** The web ACL's ARN, which a CloudFront distribution names. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: WafProps) {
    super(scope, id);
    const acl = new Wafv2WebAcl(this, "acl", {
      name: props.name,
      scope: props.plan.scope,
      defaultAction: { allow: {} },
      rule: props.plan.rules.map(ruleSettings),
      visibilityConfig: visibility(props.name),
    });
    this.arn = acl.arn;
    this.#log(props);
    for (const name of props.plan.loadBalancers) {
      new Wafv2WebAclAssociation(this, `association-${name}`, {
        webAclArn: acl.arn,
        resourceArn: required(props.loadBalancerArns, name),
      });
    }
  }

  /**
   * Creates the log group, whose name must have AWS's prefix.
   * https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
   */
  #log({ name, plan, account, region, keyArn }: WafProps): void {
    const logs = new LogGroup(this, "logs", {
      name: `aws-waf-logs-${name}`,
      retentionDays: plan.logRetentionDays,
      keyArn,
    });
    const allowed = new CloudwatchLogResourcePolicy(this, "log-policy", {
      policyName: `aws-waf-logs-${name}`,
      policyDocument: renderPolicy({
        sid: "WafWrites",
        principal: { service: "delivery.logs.amazonaws.com" },
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [`${logs.arn}:*`],
        conditions: {
          StringEquals: { "aws:SourceAccount": account },
          ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${account}:*` },
        },
      }),
    });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      resourceArn: this.arn,
      logDestinationConfigs: [logs.arn],
      redactedFields: SECRET_HEADERS.map((header) => ({ singleHeader: { name: header } })),
      dependsOn: [allowed],
    });
  }
}

function ruleSettings({ name, priority, kind }: WafRulePlan): Wafv2WebAclRule {
  const common = { name, priority, visibilityConfig: visibility(name) };
  if ("managedGroup" in kind) {
    return {
      ...common,
      overrideAction: { none: {} },
      statement: { managed_rule_group_statement: managedGroupSettings(kind) },
    };
  }
  return {
    ...common,
    action: { block: {} },
    statement: {
      rate_based_statement: {
        limit: kind.requestsPerFiveMinutes,
        evaluation_window_sec: FIVE_MINUTES_IN_SECONDS,
        aggregate_key_type: "IP",
      },
    },
  };
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html */
function managedGroupSettings({ managedGroup, countedRules }: ManagedGroupPlan) {
  const overrides = countedRules.map((name) => ({ name, action_to_use: { count: {} } }));
  return {
    vendor_name: "AWS",
    name: managedGroup,
    ...(overrides.length === 0 ? {} : { rule_action_override: overrides }),
  };
}

function visibility(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
