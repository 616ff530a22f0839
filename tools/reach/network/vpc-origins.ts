import { memoize } from "../../../language/memoize.ts";
import { attributeBlocks } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import type { ModelContext } from "./model-context.ts";

/** The resources that a VPC origin can name. */
const ORIGIN_TYPES = ["aws_lb", "aws_instance"];

/**
 * Returns the VPC origins of CloudFront by the resource that each leads to. CloudFront connects to
 * it from inside the VPC, so it needs neither a public address nor a route.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
export const readVpcOrigins = memoize(
  (context: ModelContext): ReadonlyMap<string, string> =>
    new Map(
      context.managed("aws_cloudfront_vpc_origin").flatMap((origin) => {
        const target = targetOfVpcOrigin(context, origin);
        return target === undefined ? [] : [[target, origin.address] as const];
      }),
    ),
);

/** Returns the address of the resource that a VPC origin leads to; undefined if it is unknown. */
export function targetOfVpcOrigin(context: ModelContext, origin: Resource): string | undefined {
  const [config] = attributeBlocks(origin.values, "vpc_origin_endpoint_config").items;
  return context.resolver.namedResource(origin, config?.arn, ...ORIGIN_TYPES)?.address;
}
