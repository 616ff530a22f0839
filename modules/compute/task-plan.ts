import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import type { ServiceSettings } from "../../language/workloads.ts";
import { resourceName } from "../names.ts";

/** The initial image of a service, and the arguments that Terraform ignores afterwards. */
export interface TaskPlan {
  /** The image of the real task definition: `<repository>:<tag>` or a full reference. */
  readonly image: string;
  /**
   * The initial image. `placeholder` if the spec names no tag: the registry is then empty, or only
   * CI knows its content.
   */
  readonly startsWith: "image" | "placeholder";
  /** Arguments of the service that someone else changes, so Terraform ignores them. */
  readonly ignoreChanges: readonly ("task_definition" | "desired_count")[];
}

/**
 * The tag in the real task definition if the spec names none; CI replaces it when it first deploys.
 */
const FIRST_TAG = "first";

/**
 * Plans the images of a service.
 *
 * Invariant: the first deployment works with an empty registry, since nothing is pulled from it;
 * changes by other owners never appear in a plan.
 */
export function planTask(
  service: Pick<ServiceSettings, "image" | "ownership" | "scaling">,
  registryUrls: Readonly<Record<string, string>>,
): TaskPlan {
  const { image, ownership, scaling } = service;
  const countOwner = ownership.desiredCount ?? (scaling === undefined ? "terraform" : "autoscaler");
  const ignoreChanges: TaskPlan["ignoreChanges"] = [
    ...(ownership.image === "ci" ? (["task_definition"] as const) : []),
    ...(countOwner === "terraform" ? [] : (["desired_count"] as const)),
  ];
  if ("uri" in image) return { image: image.uri, startsWith: "image", ignoreChanges };
  return {
    image: `${requiredValue(registryUrls, image.registry)}:${image.tag ?? FIRST_TAG}`,
    startsWith: image.tag === undefined ? "placeholder" : "image",
    ignoreChanges,
  };
}

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

/** A container's environment: plain values, sorted by name. */
export function planEnvironment(
  { environment }: Pick<ServiceSettings, "environment">,
  platform: Pick<Platform, "name" | "environment" | "stores">,
  values: StoreValues,
): Record<string, string> {
  return sorted(environment, (value) =>
    typeof value === "string" ? value : storeAttribute(value, platform, values),
  );
}

/** A secret reference for ECS: a whole secret, or one field of its JSON. */
export interface SecretSource {
  /** The secret's ARN, for permissions. */
  readonly arn: string;
  /** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html */
  readonly valueFrom: string;
}

/** A container's secrets by environment variable, sorted by name. */
export function planSecrets(
  { secrets }: Pick<ServiceSettings, "secrets">,
  values: Pick<StoreValues, "databaseSecretArns" | "secretArns">,
): Record<string, SecretSource> {
  return sorted(secrets, (reference) => {
    if (typeof reference === "string") {
      const arn = requiredValue(values.secretArns, reference);
      return { arn, valueFrom: arn };
    }
    const arn = requiredValue(values.databaseSecretArns, reference.store);
    // The current version of one field of the JSON that RDS stores.
    return { arn, valueFrom: `${arn}:${reference.field}::` };
  });
}

/**
 * The database secrets that the app reads itself: those with an ARN in its environment, each once.
 *
 * RDS rotates a database's password every seven days, and ECS injects it only when a container
 * starts. This permission grants nothing more: the container already has the same credentials in
 * its environment.
 */
export function planReadableSecrets(
  { environment }: Pick<ServiceSettings, "environment">,
  { databaseSecretArns }: Pick<StoreValues, "databaseSecretArns">,
): string[] {
  const stores = Object.values(environment).flatMap((value) =>
    typeof value !== "string" && value.attribute === "secretArn" ? [value.store] : [],
  );
  return [...new Set(stores)].sort().map((store) => requiredValue(databaseSecretArns, store));
}

function storeAttribute(
  { store: name, attribute }: Exclude<ServiceSettings["environment"][string], string>,
  platform: Pick<Platform, "name" | "environment" | "stores">,
  values: StoreValues,
): string {
  const store = platform.stores[name];
  if (attribute === "address") return requiredValue(values.addresses, name);
  if (attribute === "port" && store !== undefined && "port" in store) return String(store.port);
  if (attribute === "username" && store?.kind === "postgres") return store.username;
  if (attribute === "secretArn") return requiredValue(values.databaseSecretArns, name);
  if (attribute === "name" && store?.kind === "postgres") return store.databaseName;
  if (attribute === "iamUser" && store !== undefined && "iamUser" in store && store.iamUser !== undefined)
    return store.iamUser;
  if (attribute === "name" && store?.kind === "redis") return resourceName(platform, name, store.name);
  if (attribute === "name" && store?.kind === "bucket") return requiredValue(values.bucketNames, name);
  throw new RangeError(`store ${name} has no ${attribute}`);
}

/** The ECR repository of an image, in any account; undefined for an image from elsewhere. */
export function repositoryArnOf(uri: string): string | undefined {
  const match = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)/.exec(uri);
  return match === null ? undefined : `arn:aws:ecr:${match[2]}:${match[1]}:repository/${match[3]}`;
}

function requiredValue(values: Readonly<Record<string, string>>, name: string): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new RangeError(`unknown store ${name}`);
  return value;
}

function sorted<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((name) => [name, map(required(record, name))]),
  );
}
