import { Construct } from "constructs";
import type { RegionalView } from "../../language/regional-view.ts";
import { bucketArn, PrivateBucket } from "../data/private-bucket.ts";
import { bucketName, regionalKey } from "../names.ts";
import { type LogFolderPlan, logWriteStatements } from "./access-log-plan.ts";

/** Whose access logs are kept. */
export interface AccessLogsProps {
  readonly platform: RegionalView;
  readonly folders: readonly LogFolderPlan[];
}

const OLD_VERSION_DAYS = 7;

/**
 * The bucket of the access logs. It is encrypted with S3's own keys, since load balancers can write to no
 * other: "the only server-side encryption option that's supported is Amazon S3-managed keys".
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export class AccessLogs extends Construct {
  /** Whoever uses the name waits for the bucket's policy: AWS tries to write when logging is turned on. */
  readonly bucketName: string;
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
