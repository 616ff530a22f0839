import { crc32 } from "node:zlib";
import type { AnswerLookup, CallContext } from "../contracts.ts";
import type { Block } from "../schema.ts";
import type { ObjectValue } from "../value.ts";
import { conformBlock } from "./defaults.ts";
import { partitionOf, regionOf } from "./places.ts";
import { policyDocument, policyText } from "./policy-document.ts";
import { textOf } from "./read.ts";

type PureLookup = (config: ObjectValue, context: CallContext) => ObjectValue;

function region(config: ObjectValue, context: CallContext): ObjectValue {
  const asked = /^ec2\.(.+)\.amazonaws\.com/.exec(textOf(config, "endpoint") ?? "")?.[1];
  const name = textOf(config, "name") ?? textOf(config, "region") ?? asked ?? context.region;
  const endpoint = `ec2.${name}.${partitionOf(name).dnsSuffix}`;
  return { id: name, name, region: name, endpoint, description: regionOf(name).name };
}

function partition(_config: ObjectValue, context: CallContext): ObjectValue {
  const { id, dnsSuffix, reverseDnsPrefix } = partitionOf(context.region);
  return { id, partition: id, dns_suffix: dnsSuffix, reverse_dns_prefix: reverseDnsPrefix };
}

function iamPolicyDocument(config: ObjectValue): ObjectValue {
  const document = policyDocument(config);
  const json = policyText(document, 2);
  return {
    ...config,
    version: textOf(config, "version") ?? "2012-10-17",
    json,
    minified_json: policyText(document, 0),
    // The provider hashes the text: CRC-32, IEEE polynomial.
    id: String(crc32(json)),
  };
}

function elbServiceAccount(config: ObjectValue, context: CallContext): ObjectValue {
  const id = regionOf(textOf(config, "region") ?? context.region).elbAccount;
  return { id, arn: `arn:${partitionOf(context.region).id}:iam::${id}:root` };
}

function loadBalancerZone(config: ObjectValue, context: CallContext): ObjectValue {
  const place = regionOf(textOf(config, "region") ?? context.region);
  const type = textOf(config, "load_balancer_type") ?? "application";
  return { id: type === "network" ? place.nlbZone : place.albZone, load_balancer_type: type };
}

/**
 * Who CloudFront's log delivery is to a bucket's ACL: the same for every account.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
 */
const LOG_DELIVERY = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0";

const PURE: Readonly<Record<string, PureLookup>> = {
  aws_cloudfront_log_delivery_canonical_user_id: () => ({ id: LOG_DELIVERY }),
  aws_elb_service_account: elbServiceAccount,
  aws_lb_hosted_zone_id: loadBalancerZone,
  aws_region: region,
  aws_partition: partition,
  aws_iam_policy_document: iamPolicyDocument,
};

/**
 * Data sources that the provider answers by itself, for a rehearsal without the real provider;
 * `undefined` for every other type.
 */
export const answerPureLookup = (
  type: string,
  config: ObjectValue,
  block: Block,
  context: CallContext,
): ReturnType<AnswerLookup> => {
  const lookup = PURE[type];
  if (lookup === undefined) return undefined;
  try {
    return conformBlock({ ...config, ...lookup(config, context) }, block);
  } catch (problem) {
    const message = problem instanceof Error ? problem.message : String(problem);
    return { refusal: { code: "InvalidJson", operation: "ReadDataSource", message } };
  }
};
