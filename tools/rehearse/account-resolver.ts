import type { ReadonlyAccount, SimulatedResource } from "./simulator/simulator-types.ts";
import type { AccountResolver, BucketSettings } from "./state-backend/s3-call.ts";

/**
 * Looks up buckets and KMS keys in the simulated account for the state backend. A bucket exists
 * once its resource has been created.
 *
 * @param existing buckets assumed to exist in addition to those of the account, with their regions
 */
export function accountResolver(
  account: ReadonlyAccount,
  existing: ReadonlyMap<string, string>,
): AccountResolver {
  return {
    findBucket: (name) => findBucket(account, name) ?? bucketTakenToExist(existing.get(name)),
    // Buckets that are assumed to exist come with KMS keys that are assumed to exist.
    findKmsKeyArn: (keyId) => findKmsKeyArn(account, keyId) ?? (existing.size > 0 ? keyId : undefined),
  };
}

function bucketTakenToExist(region: string | undefined): BucketSettings | undefined {
  return region === undefined ? undefined : { region, versioned: true };
}

function findBucket(account: ReadonlyAccount, name: string): BucketSettings | undefined {
  const bucket = account.resources("aws_s3_bucket").find(({ id }) => id === name);
  if (bucket === undefined) return undefined;
  const versioned = account
    .resources("aws_s3_bucket_versioning")
    .some(
      ({ values }) =>
        values.bucket === name && versioningStatus(values.versioning_configuration) === "Enabled",
    );
  return { region: bucket.region, versioned };
}

function versioningStatus(configuration: SimulatedResource["values"][string] | undefined): unknown {
  const [first] = Array.isArray(configuration) ? (configuration as readonly unknown[]) : [];
  return typeof first === "object" && first !== null ? Reflect.get(first, "status") : undefined;
}

/** Resolves a key ID, key ARN, alias name or alias ARN to the key's ARN. */
function findKmsKeyArn(account: ReadonlyAccount, keyId: string): string | undefined {
  const candidates = new Set([keyId]);
  for (const { values } of account.resources("aws_kms_alias")) {
    if (values.arn === keyId || values.name === keyId) candidates.add(String(values.target_key_id));
  }
  const key = account
    .resources("aws_kms_key")
    .find(({ id, values }) => candidates.has(id) || candidates.has(String(values.arn)));
  return key === undefined ? undefined : String(key.values.arn);
}
