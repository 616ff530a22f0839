import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { environmentsOf, resolve } from "../../language/resolve.ts";
import type { ReviewFinding } from "./finding.ts";

/** The rule on deleted log groups. */
const RULE = "logs-group-destroyed";

/**
 * A workload's log group, as the compute stack names it: the first part is its name in the spec.
 * The end is CDKTF's hash of its construct.
 */
const LOG_GROUP = /^aws_cloudwatch_log_group\.([a-z0-9-]+)-log_group_[0-9A-F]{8}$/;

/**
 * Lowers the deletion of a log group from `block` to `ask` where the platform says in `retire` that
 * what left is deleted: a service cannot be renamed without it. Where the platform says nothing,
 * the finding tells how to. Log groups of anything else stay as they were judged.
 */
export function withRetiredLogGroups(
  findings: readonly ReviewFinding[],
  platforms: readonly PlatformSpec[],
): readonly ReviewFinding[] {
  return findings.map((finding) => {
    const name = LOG_GROUP.exec(finding.address)?.[1];
    if (finding.rule !== RULE || finding.level !== "block" || name === undefined) return finding;
    const retire = retirementsOf(platforms, finding.stack);
    if (retire === undefined) return finding;
    if (Object.hasOwn(retire, name) && retire[name] === "delete")
      return { ...finding, level: "ask", text: `${finding.text} The platform says so: retire.${name}.` };
    const ways = `retire: { "${name}": "keep" } leaves it in AWS; "delete" lets a person decide.`;
    return { ...finding, text: `${finding.text} In the platform, ${ways}` };
  });
}

/** The retirements of the platform to which a compute stack belongs; undefined for other stacks. */
function retirementsOf(platforms: readonly PlatformSpec[], stack: string): Platform["retire"] | undefined {
  for (const spec of platforms) {
    const own = environmentsOf(spec).find((one) => stack.startsWith(`${spec.name}-${one}-compute`));
    if (own !== undefined) return resolve(spec, own).retire;
  }
  return undefined;
}
