import type { ServiceSettings } from "../../language/workloads.ts";
import { type StoreValues, sortedEntries, storeValue } from "./environment-plan.ts";

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
    image: `${storeValue(registryUrls, image.registry)}:${image.tag ?? FIRST_TAG}`,
    startsWith: image.tag === undefined ? "placeholder" : "image",
    ignoreChanges,
  };
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
  return sortedEntries(secrets, (reference) => {
    if (typeof reference === "string") {
      const arn = storeValue(values.secretArns, reference);
      return { arn, valueFrom: arn };
    }
    const arn = storeValue(values.databaseSecretArns, reference.store);
    // The current version of one field of the JSON that RDS stores.
    return { arn, valueFrom: `${arn}:${reference.field}::` };
  });
}

/** The ECR repository of an image, in any account; undefined for an image from elsewhere. */
export function repositoryArnOf(uri: string): string | undefined {
  const match = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)/.exec(uri);
  return match === null ? undefined : `arn:aws:ecr:${match[2]}:${match[1]}:repository/${match[3]}`;
}
