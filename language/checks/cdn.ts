import { type Check, problemAt } from "./check.ts";

/** The region that CloudFront takes its certificate, its web ACL and its log settings from. */
const CDN_REGION = "us-east-1";

/**
 * A CDN's platform is in us-east-1: the certificate and web ACL that it shares with its load balancer must be
 * there. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
export const checkCdn: Check = (platform) =>
  platform.edge.cdn === undefined || platform.region === CDN_REGION
    ? []
    : [
        problemAt(
          ["region"],
          platform.region,
          `${CDN_REGION} with edge.cdn: CloudFront's certificate and web ACL are there`,
          `use "${CDN_REGION}", or remove edge.cdn`,
        ),
      ];
