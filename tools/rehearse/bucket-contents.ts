import type { SimulatedAccount } from "./simulator/simulated-account.ts";
import type { ObjectFiles } from "./state-backend/object-files.ts";

/**
 * Connects the account's buckets with the objects of the state backend. Deleting a bucket also
 * deletes its objects and its settings, which are separate resources in Terraform.
 */
export function connectBuckets(account: SimulatedAccount, objects: ObjectFiles): void {
  account.connectObjects({
    count: (bucket) => objects.versions(bucket).length,
    keys: (bucket, prefix) => objects.list(bucket, prefix).map(({ key }) => key),
  });
  account.onRemoved(({ type, id }) => {
    if (type !== "aws_s3_bucket") return;
    objects.deleteBucket(id);
    const settings = account
      .resources()
      .filter((resource) => /^aws_s3_(bucket_|object$)/.test(resource.type) && resource.values.bucket === id);
    for (const setting of settings) account.remove(setting.type, setting.region, setting.id);
  });
}
