import type { Platform } from "../../language/platform.ts";
import { withoutConstructSuffix } from "../deploy/forms/retirement.ts";
import type { ReviewFinding } from "./finding.ts";

/** The rule on deleted log groups, which nothing but the review protects. */
const LOG_GROUP_RULE = "logs-group-destroyed";

/**
 * The address of a resource of CDKTF's, with the name of its outermost construct. The end is the
 * hash of its construct; a part that repeats the end of the one before it is left out.
 */
const ADDRESS = /^aws_\w+\.([a-z0-9-]+)(?:_\w+)?_[0-9A-F]{8}$/;
/** The construct of a workload's log group. */
const LOG_GROUP = /^aws_cloudwatch_log_group\.[a-z0-9-]+-log_group_[0-9A-F]{8}$/;

/**
 * Lowers certain loss by a deletion from `block` to `ask` where the platform's own `retire` says
 * that what left is deleted: that is its owner's decision, and a person confirms it. Everything
 * else stays as it was judged, also what is lost where `retire` wants a final snapshot. Where the
 * platform does not say what becomes of a service's log group, which `drydock deploy` does not ask
 * for, the finding tells how to.
 */
export function withRetirements(
  findings: readonly ReviewFinding[],
  platformOf: (stack: string) => Platform | undefined,
): readonly ReviewFinding[] {
  return findings.map((finding) => {
    const construct = ADDRESS.exec(finding.address)?.[1];
    const isLoss = finding.class === "loss" && finding.level === "block" && finding.action === "delete";
    if (!isLoss || construct === undefined) return finding;
    const platform = platformOf(finding.stack);
    if (platform === undefined) return finding;
    const name = withoutConstructSuffix(construct);
    const retirement = Object.hasOwn(platform.retire, name) ? platform.retire[name] : undefined;
    if (retirement === "delete")
      return { ...finding, level: "ask", text: `${finding.text} The platform says so: retire.${name}.` };
    if (finding.rule !== LOG_GROUP_RULE || !LOG_GROUP.test(finding.address)) return finding;
    const ways = `retire: { "${name}": "keep" } leaves it in AWS; "delete" lets a person decide.`;
    return { ...finding, text: `${finding.text} In the platform, ${ways}` };
  });
}
