import type { Statement } from "../policy.ts";

/** Access of a role or user to a bucket. */
export interface BucketGrant {
  /** The bucket's name in the spec, part of the statement IDs. */
  readonly bucket: string;
  /** The bucket's ARN. */
  readonly bucketArn: string;
  /** `read` lists and reads objects; `read-write` also writes and deletes them. */
  readonly access: "read" | "read-write";
}

const READ = ["s3:GetObject", "s3:GetObjectVersion"];
const WRITE = ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];

/**
 * Statements for a role's or user's buckets: the buckets, their objects, and their KMS key through
 * S3 only.
 */
export function bucketStatements(
  grants: readonly BucketGrant[],
  region: string,
  dataKeyArn: string,
): Statement[] {
  if (grants.length === 0) return [];
  const writes = grants.some(({ access }) => access === "read-write");
  return [
    ...grants.flatMap(grantStatements),
    {
      sid: "UseBucketKey",
      actions: writes ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
      resources: [dataKeyArn],
      conditions: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
    },
  ];
}

function grantStatements({ bucket, bucketArn, access }: BucketGrant): Statement[] {
  const word = bucket.replace(/(?:^|-)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
  return [
    { sid: `List${word}`, actions: ["s3:ListBucket", "s3:GetBucketLocation"], resources: [bucketArn] },
    {
      sid: `Use${word}`,
      actions: access === "read-write" ? [...READ, ...WRITE] : READ,
      resources: [`${bucketArn}/*`],
    },
  ];
}
