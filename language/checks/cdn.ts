import { type Check, problemAt } from "./check.ts";

/** The region of CloudFront's certificate, web ACL and log settings. */
const CDN_REGION = "us-east-1";

/**
 * Checks that a platform with a CDN is in us-east-1: the certificate and web ACL that the CDN
 * shares with its load balancer must be there.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
export const checkCdn: Check = (platform) =>
  platform.edge.cdn === undefined || platform.region === CDN_REGION
    ? []
    : [
        problemAt(
          ["region"],
          platform.region,
          `${CDN_REGION} with edge.cdn: CloudFront requires its certificate and web ACL there`,
          `use "${CDN_REGION}", or remove edge.cdn`,
        ),
      ];
