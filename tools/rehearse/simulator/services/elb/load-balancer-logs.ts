import { nestedBlocksOf, stringAttribute } from "../../computed-values/attribute-reader.ts";
import { simulatedRegion } from "../../computed-values/regions.ts";
import {
  apiErrorIf,
  hasUnknownAttribute,
  resourcesInRegion,
} from "../../constraints/support/constraint-helpers.ts";
import {
  allowsAction,
  parsePolicyStatements,
  statementPrincipals,
} from "../../constraints/support/policy-statements.ts";
import { operationName } from "../../operation-name.ts";
import type { CallContext, Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";

/** True if the bucket policy allows the region's load balancers to write. */
function allowsLogDelivery(context: CallContext, bucket: string): boolean {
  const writers = [
    "logdelivery.elasticloadbalancing.amazonaws.com",
    "delivery.logs.amazonaws.com",
    simulatedRegion(context.region).elbLogAccount,
  ];
  const policies = resourcesInRegion(context, "aws_s3_bucket_policy", "aws_s3_bucket").filter(
    ({ values }) => values.bucket === bucket,
  );
  return policies.some(({ values }) =>
    (parsePolicyStatements(stringAttribute(values, "policy") ?? "") ?? []).some(
      (statement) =>
        allowsAction(statement, "s3:PutObject") &&
        statementPrincipals(statement).some(
          (principal) =>
            principal === "*" || writers.some((writer) => writer !== "" && principal.includes(writer)),
        ),
    ),
  );
}

/**
 * True if the bucket uses KMS encryption: load balancers write logs only to buckets with SSE-S3.
 */
function isKmsEncrypted(context: CallContext, bucket: string): boolean {
  return resourcesInRegion(context, "aws_s3_bucket_server_side_encryption_configuration")
    .filter(({ values }) => values.bucket === bucket)
    .flatMap(({ values }) => nestedBlocksOf(values, "rule"))
    .flatMap((rule) => nestedBlocksOf(rule, "apply_server_side_encryption_by_default"))
    .some(({ sse_algorithm }) => sse_algorithm === "aws:kms" || sse_algorithm === "aws:kms:dsse");
}

/**
 * A load balancer's log bucket must exist in its region, allow the write, and use SSE-S3
 * encryption.
 */
const loadBalancerLogBucket: Constraint = {
  name: "load-balancer-log-bucket",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
  errorCodes: ["InvalidConfigurationRequest"],
  types: ["aws_lb"],
  check(change, context) {
    if (change.after === null || hasUnknownAttribute(change.after, "access_logs")) return [];
    return nestedBlocksOf(change.after, "access_logs")
      .filter(({ enabled }) => enabled === true)
      .flatMap((logs) => {
        const bucket = stringAttribute(logs, "bucket") ?? "";
        const isInvalidBucket = !allowsLogDelivery(context, bucket) || isKmsEncrypted(context, bucket);
        return apiErrorIf(
          isInvalidBucket,
          operationName(change.type, "update"),
          "InvalidConfigurationRequest",
          `Access Denied for bucket: ${bucket}. Please check S3bucket permission`,
          "access_logs",
        );
      });
  },
};

/** Access logs of load balancers. */
export const elbLoadBalancerLogsResources: ServiceResources = {
  constraints: [loadBalancerLogBucket],
};
