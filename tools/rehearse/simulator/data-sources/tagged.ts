import { isGlobalType } from "../../../../aws/services.ts";
import {
  isMapOrObject,
  nestedBlocksOf,
  stringAttribute,
  stringListAttribute,
} from "../computed-values/attribute-reader.ts";
import type { ObjectValue } from "../terraform-value.ts";
import type { ValuesReader } from "./account-and-zones.ts";

/**
 * The tagged resources of a region, as the Resource Groups Tagging API lists them.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export const taggedResources: ValuesReader = (config, { account, region }) => {
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
    id: region,
    resource_tag_mapping_list: matches.map(({ arn, tags }) => ({
      resource_arn: arn,
      tags,
      compliance_details: [],
    })),
  };
};

function tagsOf(values: ObjectValue): ObjectValue {
  return isMapOrObject(values.tags_all) ? values.tags_all : isMapOrObject(values.tags) ? values.tags : {};
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
