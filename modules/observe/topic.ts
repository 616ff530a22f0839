import { createHash } from "node:crypto";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { Construct } from "constructs";
import { renderPolicy, type Statement } from "../policy.ts";
import { plainText } from "../terraform-text.ts";

/** Inputs of {@link Topic}. */
export interface TopicProps {
  /** The topic's name: `cybershield-prod-alarms`. */
  readonly name: string;
  /** The 12-digit account ID, whose alarms and budgets alone may publish. */
  readonly account: string;
  /** The region of topic and alarms. */
  readonly region: string;
  /** ARN of the KMS key, which CloudWatch and Budgets must be allowed to use. */
  readonly keyArn: string;
  /** Subscribers; each must confirm AWS's e-mail. */
  readonly emails: readonly string[];
  /** Makes Terraform refuse to destroy it. */
  readonly protected: boolean;
}

/** The encrypted SNS topic for alarms and the budget. */
export class Topic extends Construct {
  /** The ARN, available once the topic policy is attached. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: TopicProps) {
    super(scope, id);
    const topic = new SnsTopic(this, "topic", {
      name: props.name,
      kmsMasterKeyId: props.keyArn,
      // Subscriptions were confirmed by hand; and `cdktf destroy` starts here, so it refuses at
      // once.
      lifecycle: { preventDestroy: props.protected },
    });
    this.arn = new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: renderPolicy(...publishers(props, topic.arn)),
    }).arn;
    for (const email of props.emails) {
      new SnsTopicSubscription(this, `email-${shortHash(plainText(email))}`, {
        topicArn: topic.arn,
        protocol: "email",
        endpoint: email,
      });
    }
  }
}

/**
 * Allows only this account's alarms and budgets to publish.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
 */
function publishers({ account, region }: TopicProps, topicArn: string): Statement[] {
  const statement = (sid: string, service: string, source: string): Statement => ({
    sid,
    principal: { service },
    actions: ["sns:Publish"],
    resources: [topicArn],
    conditions: {
      StringEquals: { "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": source },
    },
  });
  return [
    statement("AlarmsPublish", "cloudwatch.amazonaws.com", `arn:aws:cloudwatch:${region}:${account}:alarm:*`),
    statement("BudgetsPublish", "budgets.amazonaws.com", `arn:aws:budgets::${account}:*`),
  ];
}

/** A construct ID part for text with significant punctuation, which IDs drop. */
function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
