import type { Platform } from "../../language/platform.ts";
import { regionsOfPlatform } from "../../language/regional-view.ts";
import { STACK_KINDS, stackName } from "../../modules/names.ts";
import type { SharedProblem } from "./check-specs.ts";
import { type ExampleValue, exampleValues } from "./example-values.ts";
import type { StackSummary } from "./stack-summary.ts";

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
}

/** The result of `drydock check`. */
export interface CheckResult {
  /** Every problem of the specs, once for all environments that have it. */
  readonly problems: readonly SharedProblem[];
  /** The platforms without problems, one entry for each environment. */
  readonly platforms: readonly CheckedPlatform[];
}

/** Describes a resolved platform with its stacks among all synthesized ones. */
export function checkedPlatform(platform: Platform, stacks: readonly StackSummary[]): CheckedPlatform {
  const { name, environment, account, region } = platform;
  const ownNames = new Set(
    regionsOfPlatform(platform).flatMap((region) =>
      STACK_KINDS.map((kind) => stackName(platform, kind, region)),
    ),
  );
  return {
    platform: name,
    environment,
    account,
    region,
    stacks: stacks.filter((stack) => ownNames.has(stack.name)).sort((a, b) => (a.name < b.name ? -1 : 1)),
    toReplace: exampleValues(platform),
  };
}
