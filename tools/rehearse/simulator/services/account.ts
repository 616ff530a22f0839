import { partitionOfRegion, REGIONS } from "../../../../aws/regions.ts";
import { isGlobalType } from "../../../../aws/services.ts";
import { nestedBlocksOf, stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import { deterministicToken } from "../computed-values/deterministic-values.ts";
import { simulatedRegion } from "../computed-values/regions.ts";
import { resolveString, type ValueContext } from "../computed-values/value-context.ts";
import type { DataSourceHandler } from "../data-sources/data-source-handler.ts";
import type { CallContext } from "../simulator-types.ts";
import { isObjectValue, type ObjectValue } from "../terraform-value.ts";
import type { ServiceResources } from "./service-resources.ts";

/** Returns `vpc` for "Amazon Virtual Private Cloud (Amazon VPC)". */
function serviceCode(context: ValueContext): string {
  const name = resolveString(context, "service_name");
  const shortName = name.endsWith(")") ? name.slice(name.lastIndexOf("(") + 1, -1) : name;
  return shortName
    .replace(/^(Amazon|AWS) /, "")
    .toLowerCase()
    .replaceAll(" ", "-");
}

/** The identity of the caller: a user named `rehearsal`. */
const readCallerIdentity: DataSourceHandler = (_config, { account, region }) => ({
  values: {
    id: account.accountId,
    account_id: account.accountId,
    arn: `arn:${partitionOfRegion(region).id}:iam::${account.accountId}:user/rehearsal`,
    user_id: `AIDA${deterministicToken(`${account.accountId}/rehearsal`, "base32", 17)}`,
  },
});

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

/**
 * The tagged resources of a region, as the Resource Groups Tagging API lists them.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
const readTaggedResources: DataSourceHandler = (config, { account, region }) => {
  const arns = stringListAttribute(config, "resource_arn_list");
  const types = stringListAttribute(config, "resource_type_filters");
  const filters = nestedBlocksOf(config, "tag_filter");
  const matches = account
    .resources()
    .filter((resource) => isGlobalType(resource.type) || resource.region === region)
    .map(({ values }) => ({ arn: stringAttribute(values, "arn") ?? "", tags: tagsOf(values) }))
    .filter(({ arn, tags }) => arn !== "" && Object.keys(tags).length > 0)
    .filter(({ arn }) => arns.length === 0 || arns.includes(arn))
    .filter(({ arn }) => types.length === 0 || types.some((type) => isOfType(arn, type)))
    .filter(({ tags }) => filters.every((filter) => carries(tags, filter)));
  return {
    values: {
      id: region,
      resource_tag_mapping_list: matches.map(({ arn, tags }) => ({
        resource_arn: arn,
        tags,
        compliance_details: [],
      })),
    },
  };
};

function tagsOf(values: ObjectValue): ObjectValue {
  return isObjectValue(values.tags_all) ? values.tags_all : isObjectValue(values.tags) ? values.tags : {};
}

/**
 * True if the ARN matches a filter: `kms` is every resource of the service, `kms:key` those of one
 * type.
 */
function isOfType(arn: string, filter: string): boolean {
  const [service = "", type] = filter.split(":");
  const [, , ownService, , , ...rest] = arn.split(":");
  if (service !== ownService) return false;
  return (
    type === undefined || (service === "s3" && type === "bucket") || rest.join(":").split(/[/:]/)[0] === type
  );
}

function carries(tags: ObjectValue, filter: ObjectValue): boolean {
  const value = tags[stringAttribute(filter, "key") ?? ""];
  const accepted = stringListAttribute(filter, "values");
  return typeof value === "string" && (accepted.length === 0 || accepted.includes(value));
}

/** The account, its regions, quotas and tags. */
export const accountResources: ServiceResources = {
  types: {
    aws_regions: { values: { id: "{partition}", names: REGIONS } },
    aws_servicequotas_service: { values: { id: "{service_code}", service_code: serviceCode } },
    aws_caller_identity: { readDataSource: readCallerIdentity },
    aws_region: { computeInProvider: readRegion },
    aws_partition: { computeInProvider: readPartition },
    aws_resourcegroupstaggingapi_resources: { readDataSource: readTaggedResources },
  },
};
