import { CloudwatchLogDelivery } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery/index.js";
import { CloudwatchLogDeliveryDestination } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination/index.js";
import { CloudwatchLogDeliverySource } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-source/index.js";
import { Construct } from "constructs";

/** The distribution to log, and the destination. */
export interface CdnLogsProps {
  /** Prefix of the delivery's names: `cybershield-prod-cdn`. */
  readonly name: string;
  /** ARN of the CloudFront distribution. */
  readonly distributionArn: string;
  /** ARN of the access log bucket, with its policy attached. */
  readonly bucketArn: string;
}

/** Every field except cookies, which would let a reader of the logs impersonate a visitor. */
const FIELDS = [
  "date",
  "time",
  "x-edge-location",
  "sc-bytes",
  "c-ip",
  "cs-method",
  "cs(Host)",
  "cs-uri-stem",
  "sc-status",
  "cs(Referer)",
  "cs(User-Agent)",
  "cs-uri-query",
  "x-edge-result-type",
  "x-edge-request-id",
  "x-host-header",
  "cs-protocol",
  "cs-bytes",
  "time-taken",
  "x-forwarded-for",
  "ssl-protocol",
  "ssl-cipher",
  "x-edge-response-result-type",
  "cs-protocol-version",
  "c-port",
  "time-to-first-byte",
  "x-edge-detailed-result-type",
  "sc-content-type",
  "sc-content-len",
  "sc-range-start",
  "sc-range-end",
];

/**
 * CloudFront standard logging (v2). It delivers by bucket policy, so the bucket needs no ACLs,
 * unlike the legacy form. Always in us-east-1.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
export class CdnLogs extends Construct {
  constructor(scope: Construct, id: string, props: CdnLogsProps) {
    super(scope, id);
    const source = new CloudwatchLogDeliverySource(this, "source", {
      name: props.name,
      logType: "ACCESS_LOGS",
      resourceArn: props.distributionArn,
    });
    const destination = new CloudwatchLogDeliveryDestination(this, "destination", {
      name: props.name,
      outputFormat: "json",
      deliveryDestinationConfiguration: [{ destinationResourceArn: props.bucketArn }],
    });
    new CloudwatchLogDelivery(this, "delivery", {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      recordFields: FIELDS,
    });
  }
}
