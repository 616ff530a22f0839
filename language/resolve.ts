import { crossCheck } from "./checks/index.ts";
import { withAuthorsPaths } from "./environment-paths.ts";
import { merge } from "./merge.ts";
import { isPlainObject, plainDataProblems } from "./plain-data.ts";
import { NOT_A_SPEC, type Platform, type PlatformSpec, platformSchema } from "./platform.ts";
import {
  fixUnknownName,
  formatNameList,
  formatReceived,
  joinPath,
  type Problem,
  SpecError,
} from "./problem.ts";
import { withReachableFlows } from "./reachability.ts";
import { describeIssue, schemaProblems } from "./schema-problems.ts";

/**
 * Resolves a platform in one environment: merges the environment's changes into the base, fills in
 * every default and runs every check.
 *
 * @throws SpecError with every problem that the schemas find or, if they find none, every problem
 *   that the checks find; nothing else, whatever is given.
 */
export function resolve(spec: PlatformSpec, environment: string): Platform {
  const { merged, base, change } = mergeEnvironment(spec, environment);
  const subject = `${platformNameOf(spec)} (${environment})`;
  const reject = (problems: readonly Problem[]): never => {
    throw new SpecError(subject, withAuthorsPaths(problems, base, change, environment));
  };
  const parsed = platformSchema.safeParse(merged, { error: describeIssue, jitless: true });
  if (!parsed.success) return reject(schemaProblems(parsed.error.issues, merged));
  const problems = crossCheck(parsed.data);
  if (problems.length > 0) return reject(problems);
  return withReachableFlows(parsed.data);
}

/**
 * Returns the names of a spec's environments.
 * @throws SpecError if the spec is not plain data with environments.
 */
export function environmentsOf(spec: PlatformSpec): string[] {
  return Object.keys(checkedEnvironments(spec, platformNameOf(spec)));
}

function mergeEnvironment(
  spec: unknown,
  environment: string,
): { readonly merged: unknown; readonly base: unknown; readonly change: unknown } {
  const subject = platformNameOf(spec);
  const environments = checkedEnvironments(spec, subject);
  const names = Object.keys(environments);
  if (typeof environment !== "string" || !Object.hasOwn(environments, environment)) {
    const received = formatReceived(environment);
    const allowed = `an environment of this platform: ${formatNameList(names)}`;
    const fix = typeof environment === "string" ? fixUnknownName(environment, names) : "name one of them";
    throw new SpecError(subject, [{ path: "environments", received, allowed, fix }]);
  }
  const { environments: _all, ...base } = spec as Record<string, unknown>;
  const change = environments[environment];
  const fixed = ["name", "environment", "environments"].filter(
    (key) => isPlainObject(change) && change[key] !== undefined,
  );
  if (!isPlainObject(change) || fixed.length > 0) {
    throw new SpecError(
      subject,
      fixed.length > 0 ? fixed.map((key) => fixedKey(environment, key)) : [notAnObject(environment, change)],
    );
  }
  return { merged: { ...(merge(base, change) as object), environment }, base, change };
}

function checkedEnvironments(spec: unknown, subject: string): Record<string, unknown> {
  const problems = plainDataProblems(spec);
  if (problems.length > 0) throw new SpecError(subject, problems);
  const [allowed = "", fix = ""] = NOT_A_SPEC.split("\n");
  if (!isPlainObject(spec)) {
    throw new SpecError(subject, [{ path: "(the spec)", received: formatReceived(spec), allowed, fix }]);
  }
  if (!isPlainObject(spec.environments) || Object.keys(spec.environments).length === 0) {
    const received = formatReceived(spec.environments);
    const problem = {
      path: "environments",
      received,
      allowed: "at least one environment",
      fix: 'write { prod: { account: "…" } }',
    };
    throw new SpecError(subject, [problem]);
  }
  return spec.environments;
}

function fixedKey(environment: string, key: string): Problem {
  return {
    path: joinPath(["environments", environment, key]),
    received: "a value",
    allowed: "no override: it is the same in every environment",
    fix: "remove it",
  };
}

function notAnObject(environment: string, change: unknown): Problem {
  return {
    path: joinPath(["environments", environment]),
    received: formatReceived(change),
    allowed: "an object with the environment's changes",
    fix: 'write { account: "…" }',
  };
}

/** Returns the platform's name for messages, without running the author's code. */
function platformNameOf(spec: unknown): string {
  const name: unknown = isPlainObject(spec)
    ? Object.getOwnPropertyDescriptor(spec, "name")?.value
    : undefined;
  return typeof name === "string" && /^[\w-]{1,40}$/.test(name) ? name : "platform";
}
