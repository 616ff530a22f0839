import { regionOf } from "../answers/places.ts";
import { blocksOf, textOf } from "../answers/read.ts";
import type { CallContext, Law } from "../contracts.ts";
import { allowsAction, principals, statements } from "./support/policy.ts";
import { here, isOpen, refuse } from "./support/rule.ts";

/** Whether the bucket's policy lets load balancers of the region write. */
function mayWrite(context: CallContext, bucket: string): boolean {
  const writers = [
    "logdelivery.elasticloadbalancing.amazonaws.com",
    "delivery.logs.amazonaws.com",
    regionOf(context.region).elbAccount,
  ];
  const policies = here(context, "aws_s3_bucket_policy", "aws_s3_bucket").filter(
    ({ values }) => values.bucket === bucket,
  );
  return policies.some(({ values }) =>
    (statements(textOf(values, "policy") ?? "") ?? []).some(
      (statement) =>
        allowsAction(statement, "s3:PutObject") &&
        principals(statement).some(
          (one) => one === "*" || writers.some((writer) => writer !== "" && one.includes(writer)),
        ),
    ),
  );
}

/** Load balancers write their logs only to buckets encrypted with S3's own keys. */
function usesKms(context: CallContext, bucket: string): boolean {
  return here(context, "aws_s3_bucket_server_side_encryption_configuration")
    .filter(({ values }) => values.bucket === bucket)
    .flatMap(({ values }) => blocksOf(values, "rule"))
    .flatMap((rule) => blocksOf(rule, "apply_server_side_encryption_by_default"))
    .some(({ sse_algorithm }) => sse_algorithm === "aws:kms" || sse_algorithm === "aws:kms:dsse");
}

/** A load balancer's log bucket is there, in its region, lets it write and is encrypted by S3. */
export const loadBalancerLogBucket: Law = {
  name: "load-balancer-log-bucket",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
  types: ["aws_lb", "aws_alb"],
  check(change, context) {
    if (change.after === null || isOpen(change.after, "access_logs")) return [];
    return blocksOf(change.after, "access_logs")
      .filter(({ enabled }) => enabled === true)
      .flatMap((logs) => {
        const bucket = textOf(logs, "bucket") ?? "";
        const broken = !mayWrite(context, bucket) || usesKms(context, bucket);
        return refuse(
          broken,
          "ModifyLoadBalancerAttributes",
          "InvalidConfigurationRequest",
          `Access Denied for bucket: ${bucket}. Please check S3bucket permission`,
          "access_logs",
        );
      });
  },
};
