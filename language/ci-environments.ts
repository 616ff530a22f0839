import type { Platform } from "./platform.ts";

/** The two environments of a platform's pipeline, at GitHub or GitLab, in one environment. */
export interface CiEnvironments {
  /** The environment of jobs that plan. */
  readonly plan: string;
  /** The environment of jobs that apply. */
  readonly apply: string;
}

/** Returns the names of a pipeline's environments: its own, else named after the platform. */
export function ciEnvironments({
  name,
  environment,
  ci,
}: Pick<Platform, "name" | "environment" | "ci">): CiEnvironments {
  const prefix = `${name}-${environment}`;
  const pipeline = ci.github ?? ci.gitlab;
  return {
    plan: pipeline?.planEnvironment ?? `${prefix}-plan`,
    apply: pipeline?.applyEnvironment ?? prefix,
  };
}

/**
 * Returns the subject of the tokens of jobs in a GitHub environment, whatever their branch.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export function githubSubject(repository: string, environment: string): string {
  return `repo:${repository}:environment:${environment}`;
}

/**
 * Returns the subject of the tokens of a GitLab project's jobs on a branch, in the format that a
 * project has unless its `ci_id_token_sub_claim_components` are changed. A merge request's jobs
 * have its source branch. https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload
 */
export function gitlabSubject(project: string, branch: string): string {
  return `project_path:${project}:ref_type:branch:ref:${branch}`;
}
