import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import type { PlansIndex, PolicyOwner } from "./plans-index.ts";

/** The settings that keep a public bucket policy away, on one side of a plan. */
export interface BucketAccessBlock {
  /** S3 refuses a new public policy. */
  readonly refusesPolicy: boolean;
  /** S3 lets only the account in while the policy is public. */
  readonly restrictsAccess: boolean;
}

interface BlockChange {
  readonly change: PlannedResourceChange;
  /** The bucket's key; undefined for all buckets of the account. */
  readonly bucket: string | undefined;
}

/**
 * Settings of S3 Block Public Access, of the bucket and of the account.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export class PublicAccessBlocks {
  readonly #blocks: readonly BlockChange[];

  constructor(index: PlansIndex) {
    this.#blocks = index.changes.flatMap((change): BlockChange[] => {
      if (change.type === "aws_s3_account_public_access_block") return [{ change, bucket: undefined }];
      if (change.type !== "aws_s3_bucket_public_access_block") return [];
      return [{ change, bucket: index.owner(change, "bucket", "aws_s3_bucket").key }];
    });
  }

  /** Returns the settings that hold for a bucket after the plans. */
  after(owner: PolicyOwner): BucketAccessBlock {
    return this.#settings(owner, (change, name) =>
      change.action === "forget"
        ? change.was(name) === true
        : change.isPresentAfter && change.becomes(name) === true,
    );
  }

  /** True if a change takes `restrict_public_buckets` off any bucket. */
  get hasOpening(): boolean {
    return this.#blocks.some(({ change }) => isOpening(change));
  }

  /** Returns the change that takes `restrict_public_buckets` off a bucket. */
  opening(owner: PolicyOwner): PlannedResourceChange | undefined {
    return this.#of(owner).find(isOpening);
  }

  #settings(
    owner: PolicyOwner,
    isOn: (change: PlannedResourceChange, name: string) => boolean,
  ): BucketAccessBlock {
    const own = this.#of(owner);
    return {
      refusesPolicy: own.some((change) => isOn(change, "block_public_policy")),
      restrictsAccess: own.some((change) => isOn(change, "restrict_public_buckets")),
    };
  }

  #of(owner: PolicyOwner): PlannedResourceChange[] {
    return this.#blocks
      .filter(({ bucket }) => bucket === undefined || bucket === owner.key)
      .map(({ change }) => change);
  }
}

function isOpening(change: PlannedResourceChange): boolean {
  if (change.action === "forget" || change.was("restrict_public_buckets") !== true) return false;
  return !change.isPresentAfter || change.becomes("restrict_public_buckets") !== true;
}
