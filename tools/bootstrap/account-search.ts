import type { StateStackConfig } from "./state-stack-config.ts";

/** The data sources of a search, which Terraform must know the schema of. */
export const SEARCH_TYPES = ["aws_kms_key", "aws_resourcegroupstaggingapi_resources"] as const;

/** The result of a search, as its output gives it. */
export interface SearchResult {
  /** The ids of usable keys with the stack's tags and description, sorted. */
  readonly keys: readonly string[];
  /** The names of buckets with the stack's tags. */
  readonly buckets: readonly string[];
}

const OUTPUT = "drydock_search";

/**
 * Data sources and an output that find the stack's keys and buckets by their tags. The tags alone
 * are shared with all
 * stacks: a key is told by its description, a bucket by its name. AWS lists new tags after some
 * seconds.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export function searchFor({ tags, keyDescription }: StateStackConfig): unknown {
  const found = "data.aws_resourcegroupstaggingapi_resources.stack.resource_tag_mapping_list";
  const arns = (service: string) =>
    `[for one in ${found} : one.resource_arn if split(":", one.resource_arn)[2] == "${service}"]`;
  const isUsable = `key.key_state == "Enabled" && key.description == ${expression(keyDescription)}`;
  return {
    data: {
      aws_resourcegroupstaggingapi_resources: {
        stack: {
          resource_type_filters: ["kms:key", "s3"],
          tag_filter: Object.entries(tags).map(([key, value]) => ({ key, values: [value] })),
        },
      },
      aws_kms_key: { stack: { for_each: `\${toset(${arns("kms")})}`, key_id: "${each.value}" } },
    },
    output: {
      [OUTPUT]: {
        value: {
          keys: `\${[for arn, key in data.aws_kms_key.stack : split("/", arn)[1] if ${isUsable}]}`,
          buckets: `\${[for arn in ${arns("s3")} : split(":::", arn)[1]]}`,
        },
      },
    },
  };
}

/** Reads the output of a search out of the state that it leaves. */
export function searchResult(stateText: string): SearchResult {
  const { outputs } = JSON.parse(stateText) as { outputs: Record<string, { value: SearchResult }> };
  const { keys, buckets } = outputs[OUTPUT]!.value;
  return { keys: [...keys].sort(), buckets };
}

/** A text as an expression of Terraform's own. */
function expression(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
}
