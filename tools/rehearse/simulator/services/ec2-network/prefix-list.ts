import { partitionOfRegion } from "../../../../../aws/regions.ts";
import {
  nestedBlocksOf,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import { describeQuery } from "../../data-sources/matching-resources.ts";
import type { CallContext } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import type { ServiceResources } from "../service-resources.ts";
import { awsPrefixLists } from "./aws-prefix-lists.ts";
import { ec2Resource } from "./ec2-resource.ts";

function requestedPrefixList(config: ObjectValue): string | undefined {
  const filter = nestedBlocksOf(config, "filter").find(
    (candidate) => stringAttribute(candidate, "name") === "prefix-list-name",
  );
  return stringAttribute(config, "name") ?? stringListAttribute(filter, "values")[0];
}

/**
 * An AWS-managed prefix list for `aws_ec2_managed_prefix_list` and `aws_prefix_list`, without
 * entries.
 */
function awsPrefixListValues(config: ObjectValue, { region }: CallContext): ObjectValue | undefined {
  const id = stringAttribute(config, "id") ?? stringAttribute(config, "prefix_list_id");
  const name = requestedPrefixList(config);
  const list = awsPrefixLists(region).find(
    (candidate) =>
      (id === undefined || candidate.id === id) && (name === undefined || candidate.name === name),
  );
  if (list === undefined || (id === undefined && name === undefined)) return undefined;
  return {
    id: list.id,
    name: list.name,
    arn: `arn:${partitionOfRegion(region).id}:ec2:${region}:aws:prefix-list/${list.id}`,
    owner_id: "AWS",
    address_family: "IPv4",
    max_entries: list.maxEntries,
    version: 1,
    entries: [],
    cidr_blocks: [],
    tags: {},
  };
}

/** Reads an AWS-managed prefix list; the account's lists are read like any other resource. */
const readManagedPrefixList: DataSourceHandler = (config, context) => {
  const values = awsPrefixListValues(config, context);
  return values && { values };
};

const readPrefixList: DataSourceHandler = (config, context) =>
  readManagedPrefixList(config, context) ?? { notFound: describeQuery(config) };

/** Prefix lists. */
export const ec2NetworkPrefixListResources: ServiceResources = {
  types: {
    aws_ec2_managed_prefix_list: {
      values: {
        ...ec2Resource("pl", "prefix-list"),
        version: (context) => Number(context.before?.version ?? 0) + 1,
      },
      readDataSource: readManagedPrefixList,
    },
    aws_ec2_managed_prefix_list_entry: { values: { id: "{prefix_list_id},{cidr}" } },
    aws_prefix_list: { readDataSource: readPrefixList },
  },
};
