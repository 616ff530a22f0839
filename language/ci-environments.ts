import type { Platform } from "./platform.ts";

/** The two GitHub environments of a platform in one environment. */
export interface CiEnvironments {
  /** The environment of jobs that plan. */
  readonly plan: string;
  /** The environment of jobs that apply. */
  readonly apply: string;
}

/** Returns the names of a platform's GitHub environments: its own, else named after it. */
export function ciEnvironments({
  name,
  environment,
  ci,
}: Pick<Platform, "name" | "environment" | "ci">): CiEnvironments {
  const prefix = `${name}-${environment}`;
  return {
    plan: ci.github?.planEnvironment ?? `${prefix}-plan`,
    apply: ci.github?.applyEnvironment ?? prefix,
  };
}

/**
 * Returns the subject of the tokens of jobs in a GitHub environment, whatever their branch.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export function githubSubject(repository: string, environment: string): string {
  return `repo:${repository}:environment:${environment}`;
}
