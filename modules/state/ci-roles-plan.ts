import { ciEnvironments, githubSubject } from "../../language/ci-environments.ts";
import type { Platform } from "../../language/platform.ts";
import { ciRoleName, planKeyPrefix, platformPrefix } from "../names.ts";

/** The two roles of a platform's pipeline in one environment. */
export interface CiRolesPlan {
  /** `shop-prod`. */
  readonly prefix: string;
  /** The role that plans. */
  readonly plan: CiRolePlan;
  /** The role that applies. */
  readonly apply: CiRolePlan;
  /** The managed policies of the role that applies. */
  readonly applyPolicies: readonly string[];
  /** The prefix of the plans' keys in the state bucket: `plans/shop-prod/`. */
  readonly planKeyPrefix: string;
  /** True if the state stack makes GitHub's OIDC provider. */
  readonly createsProvider: boolean;
}

/** A role, and the jobs that may assume it. */
export interface CiRolePlan {
  /** The role's name: `shop-prod-ci-plan`. */
  readonly name: string;
  /** The `sub` of the jobs' tokens: `repo:acme/shop:environment:shop-prod-plan`. */
  readonly subject: string;
}

/** Plans the roles of a platform's pipeline; undefined without `ci.github`. */
export function planCiRoles(platform: Platform): CiRolesPlan | undefined {
  const { github } = platform.ci;
  if (github === undefined) return undefined;
  const environments = ciEnvironments(platform);
  const subject = (environment: string) => githubSubject(github.repository, environment);
  return {
    prefix: platformPrefix(platform),
    plan: { name: ciRoleName(platform, "plan"), subject: subject(environments.plan) },
    apply: { name: ciRoleName(platform, "apply"), subject: subject(environments.apply) },
    applyPolicies: github.applyPolicies,
    planKeyPrefix: planKeyPrefix(platform),
    createsProvider: github.identityProvider === "create",
  };
}
