import { CLOUDFRONT_REGION } from "../../aws/regions.ts";
import { type Check, problemAt } from "./check.ts";

/**
 * Checks that a platform with a CDN is in us-east-1: the certificate and web ACL that the CDN
 * shares with its load balancer must be there.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
export const checkCdn: Check = (platform) =>
  platform.edge.cdn === undefined || platform.region === CLOUDFRONT_REGION
    ? []
    : [
        problemAt(
          ["region"],
          platform.region,
          `${CLOUDFRONT_REGION} with edge.cdn: CloudFront requires its certificate and web ACL there`,
          `use "${CLOUDFRONT_REGION}", or remove edge.cdn`,
        ),
      ];
