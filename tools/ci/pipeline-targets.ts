import { ciEnvironments } from "../../language/ci-environments.ts";
import { compact } from "../../language/compact.ts";
import type { Platform } from "../../language/platform.ts";
import { ciRoleName, platformPrefix } from "../../modules/names.ts";
import { CiError } from "./ci-error.ts";

/** A platform in one environment, as a pipeline plans and applies it. */
export interface PipelineTarget {
  /** `shop-prod`. */
  readonly prefix: string;
  readonly platform: string;
  readonly environment: string;
  /** The region of the state bucket. */
  readonly region: string;
  /** ARN of the role that plans. */
  readonly planRole: string;
  /** ARN of the role that applies. */
  readonly applyRole: string;
  /** The CI environment of jobs that plan. */
  readonly planEnvironment: string;
  /** The CI environment of jobs that apply. */
  readonly applyEnvironment: string;
  /** The branch whose jobs may apply, if its role trusts no other. @default any */
  readonly branch?: string;
  /** The prefix of the environment that is applied before. @default none */
  readonly after?: string;
}

/** The service that runs a pipeline. */
export type PipelineService = "github" | "gitlab";

/**
 * Returns the platforms that a service's pipeline deploys: those with `ci.github` or `ci.gitlab`,
 * each after the one that it is promoted from.
 *
 * @throws CiError for an environment that is promoted from none of them, or from itself
 */
export function pipelineTargets(
  platforms: readonly Platform[],
  service: PipelineService,
): readonly PipelineTarget[] {
  const targets = platforms
    .filter(({ ci }) => ci[service] !== undefined)
    .map((platform) => targetOf(platform, service));
  const prefixes = new Set(targets.map(({ prefix }) => prefix));
  const ordered: PipelineTarget[] = [];
  const place = (target: PipelineTarget, later: readonly string[]): void => {
    if (ordered.includes(target)) return;
    const { after, prefix } = target;
    if (after !== undefined && (!prefixes.has(after) || [...later, prefix].includes(after))) {
      throw new CiError(
        `${prefix} is promoted from ${after}, which ${prefixes.has(after) ? "comes after it" : `has no ci.${service}`}. Fix: set ci.${service}.after to an environment of the platform that is applied before.`,
      );
    }
    for (const first of targets.filter((one) => one.prefix === after)) place(first, [...later, prefix]);
    ordered.push(target);
  };
  for (const target of targets) place(target, []);
  return ordered;
}

function targetOf(platform: Platform, service: PipelineService): PipelineTarget {
  const { name, environment, region, account, ci } = platform;
  const environments = ciEnvironments(platform);
  const role = (task: "plan" | "apply") => `arn:aws:iam::${account}:role/${ciRoleName(platform, task)}`;
  const after = ci[service]?.after;
  return {
    ...{ prefix: platformPrefix(platform), platform: name, environment, region },
    planRole: role("plan"),
    applyRole: role("apply"),
    planEnvironment: environments.plan,
    applyEnvironment: environments.apply,
    ...compact({
      branch: service === "gitlab" ? ci.gitlab?.branch : undefined,
      after: after && platformPrefix({ name, environment: after }),
    }),
  };
}
