import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";
import { arnTemplate, type ValueGenerators } from "../../computed-values/value-context.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import type { ServiceResources } from "../service-resources.ts";
import { findCloudfrontManagedPolicy } from "./managed-policies.ts";

const cloudfrontPolicy: ValueGenerators = { id: "{uuid}", etag: "E{upper:13/etag}" };

/**
 * Reads a managed policy of CloudFront; the account's policies are read like any other resource.
 */
const readCloudfrontPolicy =
  (type: string): DataSourceHandler =>
  (config, { account, region }) => {
    const policy = findCloudfrontManagedPolicy(type, {
      name: stringAttribute(config, "name"),
      id: stringAttribute(config, "id"),
    });
    if (policy === undefined) return undefined;
    const kind = type.replace("aws_cloudfront_", "").replaceAll("_", "-");
    const arn = `arn:aws:cloudfront::${account.accountId}:${kind}/${policy.id}`;
    const values = { ...policy, arn, etag: `E${deterministicToken(policy.id, "upper", 13)}`, comment: "" };
    return { resource: { type, id: policy.id, region, values } };
  };

/** CloudFront's cache, origin request and response headers policies. */
export const cloudfrontPolicyResources: ServiceResources = {
  types: {
    aws_cloudfront_cache_policy: {
      values: {
        ...cloudfrontPolicy,
        arn: arnTemplate("cloudfront::{account}:cache-policy/{id}"),
      },
      readDataSource: readCloudfrontPolicy("aws_cloudfront_cache_policy"),
    },
    aws_cloudfront_origin_request_policy: {
      values: {
        ...cloudfrontPolicy,
        arn: arnTemplate("cloudfront::{account}:origin-request-policy/{id}"),
      },
      readDataSource: readCloudfrontPolicy("aws_cloudfront_origin_request_policy"),
    },
    aws_cloudfront_response_headers_policy: {
      values: {
        ...cloudfrontPolicy,
        arn: arnTemplate("cloudfront::{account}:response-headers-policy/{id}"),
      },
      readDataSource: readCloudfrontPolicy("aws_cloudfront_response_headers_policy"),
    },
  },
};
