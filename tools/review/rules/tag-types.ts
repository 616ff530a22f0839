import { riskOf } from "./builders.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";
import { pagedRule } from "./traffic-builders.ts";

/** Rules on resources that are tags, or nothing in AWS. */
export const tagTypeRules: readonly ReviewRule[] = [
  pagedRule({
    id: "tag-removed",
    types: [
      "aws_ec2_tag",
      "aws_ecs_tag",
      "aws_autoscaling_group_tag",
      "aws_dynamodb_tag",
      "aws_transfer_tag",
      "aws_ce_cost_allocation_tag",
    ],
    finds: "a single tag that is removed",
    judge: (change) =>
      change.isDestroyed ? [riskOf("cosmetic", `${replacementText(change)}: it is a tag.`)] : [],
  }),
  pagedRule({
    id: "analysis-removed",
    types: [
      "aws_ec2_network_insights_path",
      "aws_ec2_network_insights_analysis",
      "aws_resourcegroups_group",
      "aws_resourcegroups_resource",
      "aws_resourceexplorer2_index",
      "aws_resourceexplorer2_view",
      "aws_cloudwatch_query_definition",
      "aws_synthetics_group",
      "aws_synthetics_group_association",
      "aws_xray_group",
    ],
    finds: "a saved query, group or analysis that nothing depends on",
    judge: (change) =>
      change.isDestroyed
        ? [riskOf("cosmetic", `${replacementText(change)}: it only shows what is there.`, "note")]
        : [],
  }),
];
