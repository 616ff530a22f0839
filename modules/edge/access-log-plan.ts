import type { Platform } from "../../language/platform.ts";
import type { Statement } from "../policy.ts";
import { writesAccessLogs } from "./load-balancer-plan.ts";

/** A place in the log bucket, who writes there, and how long it stays. */
export interface LogFolderPlan {
  readonly writer: "application-load-balancer" | "network-load-balancer" | "cloudfront";
  /** The start of the objects' keys: `alb/AWSLogs/111111111111/`. */
  readonly prefix: string;
  readonly days: number;
}

/** Where the load balancers and the CDN write their logs: a folder for each load balancer, one for CloudFront. */
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

/** The account and region that the logs come from. */
type LogSource = Pick<Platform, "account" | "region">;

/**
 * What lets AWS write into the folders, and nobody else: the path holds the account's id, which AWS sets.
 * Application load balancers have a principal of their own, the same in every region; all other logs are
 * delivered by CloudWatch Logs.
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
 * Word for word what CloudWatch Logs asks for: where it does not find it, it adds it to the bucket's policy by
 * itself, and the next plan would take it away again. So it is all of the account's folder, not CloudFront's alone.
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
