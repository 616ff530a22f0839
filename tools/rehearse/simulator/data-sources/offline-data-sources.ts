import { crc32 } from "node:zlib";
import { partitionOfRegion } from "../../../../aws/regions.ts";
import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { simulatedRegion } from "../computed-values/regions.ts";
import { normalizeToBlock } from "../normalize-to-schema.ts";
import type { SchemaBlock } from "../schema.ts";
import type { CallContext, DataSourceReader } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { buildIamPolicyDocument, formatIamPolicyDocument } from "./iam-policy-document.ts";

type OfflineDataSource = (config: ObjectValue, context: CallContext) => ObjectValue;

function readRegion(config: ObjectValue, context: CallContext): ObjectValue {
  const endpointRegion = /^ec2\.(.+)\.amazonaws\.com/.exec(stringAttribute(config, "endpoint") ?? "")?.[1];
  const name =
    stringAttribute(config, "name") ?? stringAttribute(config, "region") ?? endpointRegion ?? context.region;
  const endpoint = `ec2.${name}.${partitionOfRegion(name).dnsSuffix}`;
  return { id: name, name, region: name, endpoint, description: simulatedRegion(name).name };
}

function readPartition(_config: ObjectValue, context: CallContext): ObjectValue {
  const { id, dnsSuffix, reverseDnsPrefix } = partitionOfRegion(context.region);
  return { id, partition: id, dns_suffix: dnsSuffix, reverse_dns_prefix: reverseDnsPrefix };
}

function readIamPolicyDocument(config: ObjectValue): ObjectValue {
  const document = buildIamPolicyDocument(config);
  const json = formatIamPolicyDocument(document, 2);
  return {
    ...config,
    version: stringAttribute(config, "version") ?? "2012-10-17",
    json,
    minified_json: formatIamPolicyDocument(document, 0),
    // The provider hashes the text: CRC-32, IEEE polynomial.
    id: String(crc32(json)),
  };
}

function readElbServiceAccount(config: ObjectValue, context: CallContext): ObjectValue {
  const id = simulatedRegion(stringAttribute(config, "region") ?? context.region).elbLogAccount;
  return { id, arn: `arn:${partitionOfRegion(context.region).id}:iam::${id}:root` };
}

function readLoadBalancerZone(config: ObjectValue, context: CallContext): ObjectValue {
  const { hostedZones } = simulatedRegion(stringAttribute(config, "region") ?? context.region);
  const type = stringAttribute(config, "load_balancer_type") ?? "application";
  return {
    id: type === "network" ? hostedZones.networkLoadBalancer : hostedZones.applicationLoadBalancer,
    load_balancer_type: type,
  };
}

/**
 * The canonical user ID of CloudFront's log delivery in a bucket's ACL: the same for every account.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
 */
const LOG_DELIVERY_USER_ID = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0";

const OFFLINE_DATA_SOURCES: Readonly<Record<string, OfflineDataSource>> = {
  aws_cloudfront_log_delivery_canonical_user_id: () => ({ id: LOG_DELIVERY_USER_ID }),
  aws_elb_service_account: readElbServiceAccount,
  aws_lb_hosted_zone_id: readLoadBalancerZone,
  aws_region: readRegion,
  aws_partition: readPartition,
  aws_iam_policy_document: readIamPolicyDocument,
};

/**
 * Reads data sources that the provider computes itself, for a rehearsal without the real provider;
 * `undefined` for every other type.
 */
export const readOfflineDataSource = (
  type: string,
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
): ReturnType<DataSourceReader> => {
  const read = OFFLINE_DATA_SOURCES[type];
  if (read === undefined) return undefined;
  try {
    return normalizeToBlock({ ...config, ...read(config, context) }, block);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { apiError: { code: "InvalidJson", operation: "ReadDataSource", message } };
  }
};
