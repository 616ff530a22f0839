import { Construct } from "constructs";
import type { RegionalView } from "../../language/regional-view.ts";
import { bucketArn, PrivateBucket } from "../data/private-bucket.ts";
import { bucketName, regionalKey } from "../names.ts";
import { type LogFolderPlan, logWriteStatements } from "./access-log-plan.ts";

/** Inputs of {@link AccessLogs}. */
export interface AccessLogsProps {
  /** The region's view of the platform, for names, account and region. */
  readonly platform: RegionalView;
  /** The key prefixes that services write to; at least one. */
  readonly folders: readonly LogFolderPlan[];
}

const OLD_VERSION_DAYS = 7;

/**
 * The access log bucket. It uses SSE-S3, because load balancers support nothing else: "the only
 * server-side encryption option that's supported is Amazon S3-managed keys".
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export class AccessLogs extends Construct {
  /** The name, available once the bucket policy is attached, because AWS writes a test object. */
  readonly bucketName: string;
  /** The bucket's ARN, available at the same point. */
  readonly bucketArn: string;

  constructor(scope: Construct, id: string, { platform, folders }: AccessLogsProps) {
    super(scope, id);
    const name = bucketName(platform, regionalKey(platform, "edge-logs"));
    const bucket = new PrivateBucket(this, "logs", {
      name,
      retention: {
        oldVersionDays: OLD_VERSION_DAYS,
        expireDays: Object.fromEntries(folders.map(({ prefix, days }) => [prefix, days])),
      },
      statements: logWriteStatements(platform, bucketArn(name), folders),
      protected: platform.protected,
    });
    this.bucketName = bucket.name;
    this.bucketArn = bucket.arn;
  }
}
