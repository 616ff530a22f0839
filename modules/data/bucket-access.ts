import type { Statement } from "../policy.ts";

/** Access of a role or user to a bucket. */
export interface BucketGrant {
  /** The bucket's name in the spec, part of the statement IDs. */
  readonly bucket: string;
  /** The bucket's ARN. */
  readonly bucketArn: string;
  /** `read` lists and reads objects; `read-write` also writes and deletes them. */
  readonly access: "read" | "read-write";
  /** The start of the keys of the only objects that it covers: `payment/`. @default all objects */
  readonly prefix?: string | undefined;
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

function grantStatements({ bucket, bucketArn, access, prefix }: BucketGrant): Statement[] {
  const word = bucket.replace(/(?:^|-)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
  return [
    ...listStatements(word, bucketArn, prefix),
    {
      sid: `Use${word}`,
      actions: access === "read-write" ? [...READ, ...WRITE] : READ,
      resources: [`${bucketArn}/${prefix ?? ""}*`],
    },
  ];
}

/**
 * Statements to list a bucket, or the keys below a prefix of it. Only requests to list have the
 * condition's key.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
function listStatements(word: string, bucketArn: string, prefix: string | undefined): Statement[] {
  const resources = [bucketArn];
  if (prefix === undefined)
    return [{ sid: `List${word}`, actions: ["s3:ListBucket", "s3:GetBucketLocation"], resources }];
  return [
    {
      sid: `List${word}`,
      actions: ["s3:ListBucket"],
      resources,
      conditions: { StringLike: { "s3:prefix": `${prefix}*` } },
    },
    { sid: `Locate${word}`, actions: ["s3:GetBucketLocation"], resources },
  ];
}
