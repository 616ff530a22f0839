import { CLOUDFRONT_REGION } from "../../aws/regions.ts";
import { ownValue } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { type Check, problemAt } from "./check.ts";

/** Checks a CDN's region and its timeout. */
export const checkCdn: Check = (platform) =>
  platform.edge.cdn === undefined ? [] : [...regionProblems(platform), ...timeoutProblems(platform)];

/**
 * A platform with a CDN is in us-east-1: the certificate and web ACL that the CDN shares with its
 * load balancer must be there.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
function regionProblems({ region }: Platform): Problem[] {
  if (region === CLOUDFRONT_REGION) return [];
  const allowed = `${CLOUDFRONT_REGION} with edge.cdn: CloudFront requires its certificate and web ACL there`;
  return [problemAt(["region"], region, allowed, `use "${CLOUDFRONT_REGION}", or remove edge.cdn`)];
}

/** A load balancer that gives up first turns a slow response into an error. */
function timeoutProblems({ edge: { cdn, domain, loadBalancers } }: Platform): Problem[] {
  const entry = ownValue(loadBalancers, domain?.entry);
  if (cdn === undefined || entry?.kind !== "application") return [];
  const { originTimeoutSeconds: seconds } = cdn;
  if (seconds <= entry.idleTimeoutSeconds) return [];
  const allowed = `at most the idle timeout of ${domain?.entry} (${entry.idleTimeoutSeconds}), which would close the connection first`;
  const fix = `set edge.loadBalancers.${domain?.entry}.idleTimeoutSeconds: ${seconds}`;
  return [problemAt(["edge", "cdn", "originTimeoutSeconds"], seconds, allowed, fix)];
}
