import { isReservedPostgresUser } from "../../aws/postgres-user-names.ts";
import { ownValue } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import { joinPath, type Problem } from "../problem.ts";
import { withReachableFlows } from "../reachability.ts";
import type { Postgres, Redis } from "../stores.ts";
import { type Check, duplicatesOf, problemAt, type SpecPath } from "./check.ts";

/** A service's variable with the user that it logs in as. */
interface LoginVariable {
  readonly service: string;
  readonly path: SpecPath;
  readonly store: string;
}

/**
 * Checks IAM logins: every user of a database or cache is used by a service with a flow to it, and
 * every service that logs in finds a user.
 */
export const checkIamLogins: Check = (declared) => {
  const platform = withReachableFlows(declared);
  const variables = loginVariables(platform);
  const users = Object.entries(platform.stores).flatMap(([name, store]) =>
    (store.kind === "postgres" || store.kind === "redis") && store.iamUser !== undefined
      ? [{ name, store, user: store.iamUser, path: ["stores", name, "iamUser"] }]
      : [],
  );
  const caches = users.filter(({ store }) => store.kind === "redis");
  return [
    ...users.flatMap(({ name, store, user, path }) => [
      ...(store.kind === "postgres" ? databaseUserProblems(path, store, user) : cacheProblems(path, store)),
      ...(variables.some((variable) => variable.store === name) ? [] : [unusedProblem(path, name, user)]),
    ]),
    ...duplicatesOf(caches, ({ user }) => user).map(({ first, again }) =>
      problemAt(
        again.path,
        again.user,
        `a user of its own: ${joinPath(first.path)} has the same, and its ID is unique in an account and region`,
        "choose another name",
      ),
    ),
    ...variables.flatMap((variable) => variableProblems(platform, variable)),
  ];
};

function loginVariables({ workloads }: Platform): LoginVariable[] {
  return Object.entries(workloads).flatMap(([service, workload]) =>
    workload.kind !== "service"
      ? []
      : Object.entries(workload.environment).flatMap(([variable, value]) =>
          typeof value !== "string" && value.attribute === "iamUser"
            ? [{ service, path: ["workloads", service, "environment", variable], store: value.store }]
            : [],
        ),
  );
}

/**
 * The administrator keeps its password: RDS lets a user with the role `rds_iam` log in by token
 * only.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
 */
function databaseUserProblems(path: SpecPath, { username }: Postgres, user: string): Problem[] {
  if (user === username) {
    const allowed = `a user other than the administrator (username "${username}"), who logs in with the password`;
    return [problemAt(path, user, allowed, `use a name such as "${username}_iam"`)];
  }
  if (!isReservedPostgresUser(user)) return [];
  const allowed = "a user name that RDS for PostgreSQL does not reserve";
  return [problemAt(path, user, allowed, 'use a name such as "app_iam"')];
}

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html#auth-iam-limits */
function cacheProblems(path: SpecPath, { iamUser, version }: Redis): Problem[] {
  if (!version.startsWith("6.")) return [];
  const allowed = `none with Redis ${version}: ElastiCache supports IAM login from version 7.0`;
  return [problemAt(path, iamUser, allowed, 'set version: "7.1", or remove it')];
}

function unusedProblem(path: SpecPath, store: string, user: string): Problem {
  const allowed = "a user that a service logs in as: no service has it in its environment";
  const fix = `add environment: { DATABASE_IAM_USER: { store: "${store}", attribute: "iamUser" } } to a service, or remove it`;
  return problemAt(path, user, allowed, fix);
}

function variableProblems(
  { stores, flows }: Platform,
  { service, path, store: name }: LoginVariable,
): Problem[] {
  const store = ownValue(stores, name);
  // Another check reports a store without such an attribute.
  if (store?.kind !== "postgres" && store?.kind !== "redis") return [];
  if (store.iamUser === undefined) {
    const allowed = `an attribute of ${name}: it has no iamUser`;
    return [problemAt([...path, "attribute"], "iamUser", allowed, `set stores.${name}.iamUser`)];
  }
  if (flows.some(({ from, to }) => from === service && to === name)) return [];
  const allowed = `a login to a store that ${service} has a flow to`;
  return [problemAt([...path, "store"], name, allowed, `add flow("${service}", "${name}"), or remove this`)];
}
