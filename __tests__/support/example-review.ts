import type { ReviewFinding } from "../../tools/review/finding.ts";
import type { Review } from "../../tools/review/review.ts";

/** A finding of the stack `shop-prod-data`. */
export function exampleFinding(own: Partial<ReviewFinding> = {}): ReviewFinding {
  return {
    rule: "rds-deleted",
    class: "loss",
    level: "block",
    stack: "shop-prod-data",
    address: "aws_db_instance.main",
    action: "replace",
    text: "The database is deleted without a final snapshot.",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html"],
    ...own,
  };
}

/** A review with something of everything. */
export function exampleReview(): Review {
  const update = { action: "update", documentation: [] };
  return {
    verdict: "block",
    findings: [
      exampleFinding({ cascade: ["aws_db_proxy.main", "aws_route53_record.db"] }),
      exampleFinding({
        ...update,
        rule: "guarded-attribute",
        class: "unknown",
        level: "unknown",
        address: "aws_lb.main",
        text: "The listener's port waits for aws_lb_target_group.app.",
      }),
      exampleFinding({
        ...update,
        rule: "listener-port",
        class: "outage",
        level: "ask",
        address: "aws_lb_listener.https",
        text: "Port 443 becomes 8443: clients keep the old one.",
      }),
      ...[0, 1, 2, 3, 4, 5, 6].map((index) =>
        exampleFinding({
          ...update,
          rule: "fewer-tasks",
          class: "thinner",
          level: "note",
          address: `aws_ecs_service.a${index}`,
          text: "One task fewer.",
        }),
      ),
    ],
    plans: [
      {
        stack: "shop-prod-data",
        path: "plans/shop-prod-data.json",
        mode: "normal",
        isComplete: false,
        isErrored: false,
        digest: "0123456789abcdef".repeat(4),
        counts: { replace: 1, update: 1 },
        changes: [
          {
            address: "aws_db_instance.main",
            type: "aws_db_instance",
            action: "replace",
            attributes: [
              { name: "engine", before: "mysql", after: "postgres", forcesReplacement: true },
              { name: "tags" },
            ],
          },
          {
            address: "aws_lb_listener.https",
            type: "aws_lb_listener",
            action: "update",
            attributes: [{ name: "port", before: "443", isUnknown: true }],
          },
        ],
      },
    ],
    connectivity: [
      {
        change: "possible",
        from: "internet (203.0.113.0/24)",
        to: "db",
        ports: "tcp 3306",
        by: ["added shop-prod-network/aws_route.out"],
        why: [],
      },
      {
        change: "ceased",
        from: "app",
        to: "cache",
        ports: "tcp 6379",
        by: [],
        why: ["shop-prod-network/aws_security_group.cache: no rule admits it"],
      },
    ],
    permissions: [
      {
        subject: "role app",
        gained: ["s3:DeleteObject on arn:aws:s3:::shop/*"],
        lost: ["s3:PutObject on arn:aws:s3:::shop/*"],
        unknown: ["it attaches a policy whose ARN is known only after apply"],
      },
    ],
    waived: [
      {
        finding: exampleFinding({
          ...update,
          rule: "topic-replaced",
          class: "name",
          level: "ask",
          address: "aws_sns_topic.alarms",
          text: "The topic gets another ARN.",
        }),
        reason: "Nobody has subscribed yet.",
        who: "Ada",
        until: "2027-01-31",
      },
    ],
    limits: ["AWS was not tried out: the order of the changes is not complete."],
  };
}
