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

const PURE: Readonly<Record<string, PureLookup>> = {
  aws_region: region,
  aws_partition: partition,
  aws_iam_policy_document: iamPolicyDocument,
};

/**
 * Data sources that the provider answers by itself, for a rehearsal without the real provider;
 * `undefined` for every other type.
 */
export const answerPureLookup: AnswerLookup = (
  type: string,
  config: ObjectValue,
  block: Block,
  context: CallContext,
) => {
  const lookup = PURE[type];
  if (lookup === undefined) return undefined;
  try {
    return conformBlock({ ...config, ...lookup(config, context) }, block);
  } catch (problem) {
    const message = problem instanceof Error ? problem.message : String(problem);
    return { refusal: { code: "InvalidJson", operation: "ReadDataSource", message } };
  }
};
