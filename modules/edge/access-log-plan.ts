import type { Platform } from "../../language/platform.ts";
import type { Statement } from "../policy.ts";
import { writesAccessLogs } from "./load-balancer-plan.ts";

/** A folder of the log bucket, its writer and its retention. */
export interface LogFolderPlan {
  /** The service that writes the logs, and whose delivery principal needs permission. */
  readonly writer: "application-load-balancer" | "network-load-balancer" | "cloudfront";
  /** The key prefix: `alb/AWSLogs/111111111111/`. */
  readonly prefix: string;
  /** Days until a log is deleted. */
  readonly days: number;
}

/** Plans the log folders: one per load balancer, one for CloudFront. */
export function planLogFolders(platform: Platform): LogFolderPlan[] {
  const { loadBalancers, cdn } = platform.edge;
  const own = `AWSLogs/${platform.account}/`;
  const balancers = Object.entries(loadBalancers)
    .filter(([, balancer]) => writesAccessLogs(balancer))
    .map(
      ([name, balancer]): LogFolderPlan => ({
        writer: balancer.kind === "application" ? "application-load-balancer" : "network-load-balancer",
        prefix: `${name}/${own}`,
        days: balancer.accessLogDays,
      }),
    );
  if (cdn === undefined) return balancers;
  return [...balancers, { writer: "cloudfront", prefix: `${own}CloudFront/`, days: cdn.accessLogDays }];
}

/** The account and region that deliver the logs. */
type LogSource = Pick<Platform, "account" | "region">;

/**
 * Bucket policy statements for AWS's log delivery to these folders only: the path contains the
 * account ID, which AWS sets. Application load balancers have a principal of their own, the same in
 * every region; CloudWatch Logs delivers all other logs.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html
 */
export function logWriteStatements(
  source: LogSource,
  bucketArn: string,
  folders: readonly LogFolderPlan[],
): Statement[] {
  const pathsOf = (writer: LogFolderPlan["writer"]) =>
    folders.filter((folder) => folder.writer === writer).map(({ prefix }) => `${bucketArn}/${prefix}*`);
  const application = pathsOf("application-load-balancer");
  const network = pathsOf("network-load-balancer");
  return [
    ...(application.length === 0 ? [] : [applicationLoadBalancerStatements(application)]),
    ...(network.length === 0 ? [] : networkLoadBalancerStatements(source, bucketArn, network)),
    ...(pathsOf("cloudfront").length === 0 ? [] : [cloudFrontStatements(source, bucketArn)]),
  ];
}

function applicationLoadBalancerStatements(resources: readonly string[]): Statement {
  return {
    sid: "LoadBalancersWrite",
    principal: { service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    actions: ["s3:PutObject"],
    resources,
  };
}

const LOG_DELIVERY = { service: "delivery.logs.amazonaws.com" };

function networkLoadBalancerStatements(
  { account, region }: LogSource,
  bucketArn: string,
  resources: readonly string[],
): Statement[] {
  const source = {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${account}:*` },
  };
  return [
    {
      sid: "LogDeliveryChecks",
      principal: LOG_DELIVERY,
      actions: ["s3:GetBucketAcl", "s3:ListBucket"],
      resources: [bucketArn],
      conditions: source,
    },
    {
      sid: "LogDeliveryWrites",
      principal: LOG_DELIVERY,
      actions: ["s3:PutObject"],
      resources,
      conditions: {
        ...source,
        StringEquals: { ...source.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
  ];
}

/**
 * Exactly the statement that CloudWatch Logs requires: otherwise it adds its own to the bucket
 * policy, and the next plan would remove it. Hence it covers the account's whole folder.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
 */
function cloudFrontStatements({ account, region }: LogSource, bucketArn: string): Statement {
  return {
    sid: "AWSLogDeliveryWrite1",
    principal: LOG_DELIVERY,
    actions: ["s3:PutObject"],
    resources: [`${bucketArn}/AWSLogs/${account}/*`],
    conditions: {
      StringEquals: { "aws:SourceAccount": account, "s3:x-amz-acl": "bucket-owner-full-control" },
      ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${account}:delivery-source:*` },
    },
  };
}
