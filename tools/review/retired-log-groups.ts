import type { PlatformSpec } from "../../language/platform.ts";
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
 * what left is deleted: a service cannot be renamed without it. Log groups of anything else stay
 * as they were judged.
 */
export function withRetiredLogGroups(
  findings: readonly ReviewFinding[],
  platforms: readonly PlatformSpec[],
): readonly ReviewFinding[] {
  return findings.map((finding) => {
    const name = LOG_GROUP.exec(finding.address)?.[1];
    if (finding.rule !== RULE || finding.level !== "block" || name === undefined) return finding;
    if (retirementIn(platforms, finding.stack, name) !== "delete") return finding;
    return { ...finding, level: "ask", text: `${finding.text} The platform says so: retire.${name}.` };
  });
}

function retirementIn(platforms: readonly PlatformSpec[], stack: string, name: string): string | undefined {
  for (const spec of platforms) {
    const own = environmentsOf(spec).find((one) => stack.startsWith(`${spec.name}-${one}-compute`));
    if (own === undefined) continue;
    const { retire } = resolve(spec, own);
    if (Object.hasOwn(retire, name)) return retire[name];
  }
  return undefined;
}
