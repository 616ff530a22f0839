import { required } from "../../language/required.ts";
import type { StateStackConfig } from "./state-stack-config.ts";

/** The data sources that a search reads; Terraform needs their schemas. */
export const SEARCH_TYPES = ["aws_kms_key", "aws_resourcegroupstaggingapi_resources"] as const;

/** The value of a search's output. */
export interface SearchResult {
  /** The IDs of enabled KMS keys with the stack's tags and description, sorted. */
  readonly keys: readonly string[];
  /** The names of buckets with the stack's tags. */
  readonly buckets: readonly string[];
}

const OUTPUT = "drydock_search";

/**
 * Terraform JSON that finds the stack's keys and buckets by their tags: data sources and an output.
 * All stacks share these tags, so a key is recognized by its description and a bucket by its name.
 * AWS lists new tags after a few seconds.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export function searchFor({ tags, keyDescription }: StateStackConfig): unknown {
  const mappings = "data.aws_resourcegroupstaggingapi_resources.stack.resource_tag_mapping_list";
  const arns = (service: string) =>
    `[for mapping in ${mappings} : mapping.resource_arn if split(":", mapping.resource_arn)[2] == "${service}"]`;
  const isUsable = `key.key_state == "Enabled" && key.description == ${quoted(keyDescription)}`;
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

/** Reads the search's output from the state file that the search wrote. */
export function searchResult(stateText: string): SearchResult {
  const { outputs } = JSON.parse(stateText) as { outputs: Record<string, { value: SearchResult }> };
  const { keys, buckets } = required(outputs, OUTPUT).value;
  return { keys: [...keys].sort(), buckets };
}

/** Quotes text as a Terraform string literal. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
}
