import { compact } from "../../language/compact.ts";
import type { Platform } from "../../language/platform.ts";
import { type UnopenedPort, unopenedPorts } from "../../language/unopened-ports.ts";
import { platformPrefix, prefixInStackName, STACK_KINDS } from "../../modules/names.ts";
import type { DeployedStack } from "../deploy/stack-change.ts";
import type { SharedProblem } from "./check-specs.ts";
import { type CheckedChange, checkChange, isForbidden } from "./checked-change.ts";
import { type ExampleValue, exampleValues } from "./example-values.ts";
import { firstDeploymentValues } from "./first-deployment.ts";
import { type StackSummary, summarizeStack } from "./stack-summary.ts";

/** A platform without problems, in one environment. */
export interface CheckedPlatform {
  /** The platform's name: `cybershield`. */
  readonly platform: string;
  /** The environment's name: `prod`. */
  readonly environment: string;
  /** The 12-digit account ID. */
  readonly account: string;
  /** The primary region. */
  readonly region: string;
  /** Its stacks, sorted by name; empty if any spec has a problem: nothing is synthesized then. */
  readonly stacks: readonly StackSummary[];
  /** The values to replace before a first real deployment. */
  readonly toReplace: readonly ExampleValue[];
  /** Declared ports that nothing in the spec opens. */
  readonly unopened: readonly UnopenedPort[];
  /** The change since the revision; only if one was asked for. */
  readonly change?: CheckedChange;
}

/** The result of `drydock check`. */
export interface CheckResult {
  /** Every problem of the specs, once for all environments that have it. */
  readonly problems: readonly SharedProblem[];
  /** The platforms without problems, one entry for each environment. */
  readonly platforms: readonly CheckedPlatform[];
  /** The commit of the revision that this tree is compared with, abbreviated. */
  readonly fromRevision?: string;
  /** Stacks of the revision that belong to no platform and environment of this tree. */
  readonly onlyAtRevision?: readonly string[];
}

/** True if the check fails: a spec has a problem, or a change would be refused. */
export function isRefused({ problems, platforms }: CheckResult): boolean {
  return problems.length > 0 || platforms.some(({ change }) => change !== undefined && isForbidden(change));
}

/**
 * Describes a resolved platform with its stacks among all synthesized ones.
 *
 * @param deployed all stacks of the revision that this tree is compared with
 */
export function checkedPlatform(
  platform: Platform,
  stacks: readonly DeployedStack[],
  deployed?: readonly DeployedStack[],
): CheckedPlatform {
  const { name, environment, account, region } = platform;
  const own = stacksOfPlatform(platform, stacks);
  const before = deployed === undefined ? undefined : stacksOfPlatform(platform, deployed);
  return {
    platform: name,
    environment,
    account,
    region,
    stacks: own.map(summarizeStack).sort((a, b) => (a.name < b.name ? -1 : 1)),
    toReplace: [...exampleValues(platform), ...firstDeploymentValues(platform)],
    unopened: unopenedPorts(platform),
    ...compact({ change: before && checkChange(before, own, platform.retire) }),
  };
}

/** The stacks of a platform in one environment, in any region: also one that it left. */
export function stacksOfPlatform<T extends { readonly name: string }>(
  platform: Pick<Platform, "name" | "environment">,
  stacks: readonly T[],
): readonly T[] {
  const prefix = platformPrefix(platform);
  return stacks.filter(({ name }) => STACK_KINDS.some((kind) => prefixInStackName(name, kind) === prefix));
}
