import { ciEnvironments, githubSubject, gitlabSubject } from "../../language/ci-environments.ts";
import type { Platform } from "../../language/platform.ts";
import { GITHUB_ISSUER, GITLAB_AUDIENCE, type TokenIssuer } from "../../language/token-issuers.ts";
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
  /** The days until the plans are deleted. */
  readonly planDays: number;
  /** The service that runs the pipeline. */
  readonly service: "GitHub Actions" | "GitLab CI/CD";
  /** The issuer of its jobs' tokens. */
  readonly issuer: TokenIssuer;
  /** True if the state stack makes the issuer's OIDC provider. */
  readonly createsProvider: boolean;
}

/** A role, and the jobs that may assume it. */
export interface CiRolePlan {
  /** The role's name: `shop-prod-ci-plan`. */
  readonly name: string;
  /**
   * The `sub` of the jobs' tokens: `repo:acme/shop:environment:shop-prod-plan`. With `*`, a
   * pattern.
   */
  readonly subject: string;
}

/** Plans the roles of a platform's pipeline; undefined without one. */
export function planCiRoles(platform: Platform): CiRolesPlan | undefined {
  const trust = pipelineTrust(platform);
  if (trust === undefined) return undefined;
  const { pipeline, plan, apply, ...rest } = trust;
  return {
    prefix: platformPrefix(platform),
    plan: { name: ciRoleName(platform, "plan"), subject: plan },
    apply: { name: ciRoleName(platform, "apply"), subject: apply },
    applyPolicies: pipeline.applyPolicies,
    planKeyPrefix: planKeyPrefix(platform),
    planDays: pipeline.planDays,
    createsProvider: pipeline.identityProvider === "create",
    ...rest,
  };
}

/** The pipeline of a platform, with the subjects of the jobs that plan and apply. */
function pipelineTrust(platform: Platform) {
  const { github, gitlab } = platform.ci;
  if (github !== undefined) {
    const environments = ciEnvironments(platform);
    return {
      ...({ pipeline: github, service: "GitHub Actions", issuer: GITHUB_ISSUER } as const),
      plan: githubSubject(github.repository, environments.plan),
      apply: githubSubject(github.repository, environments.apply),
    };
  }
  if (gitlab === undefined) return undefined;
  return {
    ...({ pipeline: gitlab, service: "GitLab CI/CD" } as const),
    issuer: { host: gitlab.host, audience: GITLAB_AUDIENCE },
    // Merge requests have branches of any name; a colon ends the project's path.
    plan: gitlabSubject(gitlab.project, "*"),
    apply: gitlabSubject(gitlab.project, gitlab.branch),
  };
}
