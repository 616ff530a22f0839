import type { Platform } from "../../spec/platform.ts";
import type { Statement } from "../policy.ts";
import { writesLogs } from "./entry-plan.ts";

/** A place in the log bucket, who writes there, and how long it stays. */
export interface LogFolderPlan {
  readonly writer: "application-load-balancer" | "log-delivery";
  /** The start of the objects' keys: `alb/AWSLogs/111111111111/`. */
  readonly prefix: string;
  readonly days: number;
}

/** Where the load balancers and the CDN write their logs: a folder for each load balancer, one for CloudFront. */
export function planLogFolders(platform: Platform): LogFolderPlan[] {
  const { loadBalancers, cdn } = platform.edge;
  const own = `AWSLogs/${platform.account}/`;
  const balancers = Object.entries(loadBalancers)
    .filter(([, balancer]) => writesLogs(balancer))
    .map(
      ([name, balancer]): LogFolderPlan => ({
        writer: balancer.kind === "application" ? "application-load-balancer" : "log-delivery",
        prefix: `${name}/${own}`,
        days: balancer.accessLogDays,
      }),
    );
  if (cdn === undefined) return balancers;
  return [...balancers, { writer: "log-delivery", prefix: `${own}CloudFront/`, days: cdn.accessLogDays }];
}

/**
 * What lets AWS write into the folders, and nobody else: the path holds the account's id, which AWS sets.
 * Application load balancers have a principal of their own, the same in every region; all other logs are
 * delivered by CloudWatch Logs.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
 */
export function logWriters(
  platform: Pick<Platform, "account" | "region">,
  bucketArn: string,
  folders: readonly LogFolderPlan[],
): Statement[] {
  const pathsOf = (writer: LogFolderPlan["writer"]) =>
    folders.filter((folder) => folder.writer === writer).map(({ prefix }) => `${bucketArn}/${prefix}*`);
  const balancers = pathsOf("application-load-balancer");
  const delivered = pathsOf("log-delivery");
  return [
    ...(balancers.length === 0 ? [] : [loadBalancersWrite(balancers)]),
    ...(delivered.length === 0 ? [] : logDelivery(platform, bucketArn, delivered)),
  ];
}

function loadBalancersWrite(resources: readonly string[]): Statement {
  return {
    sid: "LoadBalancersWrite",
    principal: { service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    actions: ["s3:PutObject"],
    resources,
  };
}

function logDelivery(
  { account, region }: Pick<Platform, "account" | "region">,
  bucketArn: string,
  resources: readonly string[],
): Statement[] {
  const principal = { service: "delivery.logs.amazonaws.com" };
  const source = {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${account}:*` },
  };
  return [
    {
      sid: "LogDeliveryChecks",
      principal,
      actions: ["s3:GetBucketAcl", "s3:ListBucket"],
      resources: [bucketArn],
      conditions: source,
    },
    {
      sid: "LogDeliveryWrites",
      principal,
      actions: ["s3:PutObject"],
      resources,
      conditions: {
        ...source,
        StringEquals: { ...source.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
  ];
}
