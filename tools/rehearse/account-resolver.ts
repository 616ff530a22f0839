import type { ReadonlyAccount, SimulatedResource } from "./simulator/simulator-types.ts";
import type { AccountResolver, BucketSettings } from "./state-backend/s3-call.ts";

/**
 * What the state store asks of the simulated account: a bucket exists once its resource was created.
 *
 * @param existing buckets that are taken to exist beside those of the account, with their regions
 */
export function accountResolver(
  account: ReadonlyAccount,
  existing: ReadonlyMap<string, string>,
): AccountResolver {
  return {
    findBucket: (name) => findBucket(account, name) ?? bucketTakenToExist(existing.get(name)),
    // Buckets that are taken to exist come with keys that are taken to exist.
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

/** A key by its id, its ARN, an alias or an alias's ARN: its ARN. */
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
