import type { Environment } from "../../language/environment.ts";
import type { Platform } from "../../language/platform.ts";
import { defined, required } from "../../language/required.ts";
import { resourceName } from "../names.ts";
import { planStoreNames } from "../network/private-name-plan.ts";

/** Attributes of deployed stores by store. */
export interface StoreValues {
  /** Host names of databases and caches, by store. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Bucket names in S3, by store. */
  readonly bucketNames: Readonly<Record<string, string>>;
  /** ARN of the secret with a database's user name and password, by store. */
  readonly databaseSecretArns: Readonly<Record<string, string>>;
  /** ARNs of secrets in Secrets Manager, by store. */
  readonly secretArns: Readonly<Record<string, string>>;
}

interface Variables {
  /** The variables as the spec has them. */
  readonly environment: Environment;
}

/** A workload's environment: plain values, sorted by name. */
export function planEnvironment(
  { environment }: Variables,
  platform: Platform,
  values: StoreValues,
): Record<string, string> {
  return sortedEntries(environment, (value) =>
    typeof value === "string" ? value : storeAttribute(value, platform, values),
  );
}

/**
 * The database secrets that the app reads itself: those with an ARN in its environment, each once.
 *
 * RDS rotates a database's password every seven days, and ECS injects it only when a container
 * starts. This permission grants a service nothing more: its container already has the same
 * credentials in its environment. A server has no other way to its login.
 */
export function planReadableSecrets(
  { environment }: Variables,
  { databaseSecretArns }: Pick<StoreValues, "databaseSecretArns">,
): string[] {
  const stores = Object.values(environment).flatMap((value) =>
    typeof value !== "string" && value.attribute === "secretArn" ? [value.store] : [],
  );
  return [...new Set(stores)].sort().map((store) => storeValue(databaseSecretArns, store));
}

function storeAttribute(
  { store: name, attribute }: Exclude<Environment[string], string>,
  platform: Platform,
  values: StoreValues,
): string {
  const store = platform.stores[name];
  if (attribute === "address") return storeValue(values.addresses, name);
  if (attribute === "privateName") {
    const plan = planStoreNames(platform).find((each) => each.store === name);
    return defined(plan, `the private name of ${name}`).name;
  }
  if (attribute === "port" && store !== undefined && "port" in store) return String(store.port);
  if (attribute === "username" && store?.kind === "postgres") return store.username;
  if (attribute === "secretArn") return storeValue(values.databaseSecretArns, name);
  if (attribute === "name" && store?.kind === "postgres") return store.databaseName;
  if (attribute === "name" && store?.kind === "redis") return resourceName(platform, name, store.name);
  if (attribute === "iamUser" && store !== undefined && "iamUser" in store && store.iamUser !== undefined) {
    return store.iamUser;
  }
  if (attribute === "name" && store?.kind === "bucket") return storeValue(values.bucketNames, name);
  throw new RangeError(`store ${name} has no ${attribute}`);
}

/** Returns the value of a store. @throws RangeError for an unknown store */
export function storeValue(values: Readonly<Record<string, string>>, name: string): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new RangeError(`unknown store ${name}`);
  return value;
}

/** Maps the values of a record, sorted by key. */
export function sortedEntries<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((name) => [name, map(required(record, name))]),
  );
}
