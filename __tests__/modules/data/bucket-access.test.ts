import { type BucketGrant, bucketStatements } from "../../../modules/data/bucket-access.ts";

const KEY = "arn:aws:kms:eu-west-1:111111111111:key/1";

function grant(bucket: string, access: BucketGrant["access"]): BucketGrant {
  return { bucket, bucketArn: `arn:aws:s3:::${bucket}`, access };
}

describe("bucketStatements", () => {
  it("returns no statements without grants", () => {
    expect(bucketStatements([], "eu-west-1", KEY)).toEqual([]);
  });

  it("lets a reader list and read the bucket, and use its key through S3 only", () => {
    expect(bucketStatements([grant("raw-input", "read")], "eu-west-1", KEY)).toEqual([
      {
        sid: "ListRawInput",
        actions: ["s3:ListBucket", "s3:GetBucketLocation"],
        resources: ["arn:aws:s3:::raw-input"],
      },
      {
        sid: "UseRawInput",
        actions: ["s3:GetObject", "s3:GetObjectVersion"],
        resources: ["arn:aws:s3:::raw-input/*"],
      },
      {
        sid: "UseBucketKey",
        actions: ["kms:Decrypt"],
        resources: [KEY],
        conditions: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      },
    ]);
  });

  it("confines a grant with a prefix to the keys below it, also in lists", () => {
    const releases = { ...grant("releases", "read"), prefix: "payment/" };
    const arn = "arn:aws:s3:::releases";
    expect(bucketStatements([releases], "eu-west-1", KEY).slice(0, -1)).toEqual([
      {
        sid: "ListReleases",
        actions: ["s3:ListBucket"],
        resources: [arn],
        conditions: { StringLike: { "s3:prefix": "payment/*" } },
      },
      { sid: "LocateReleases", actions: ["s3:GetBucketLocation"], resources: [arn] },
      {
        sid: "UseReleases",
        actions: ["s3:GetObject", "s3:GetObjectVersion"],
        resources: [`${arn}/payment/*`],
      },
    ]);
  });

  it("allows writes only to read-write buckets, and encryption if there is one", () => {
    const statements = bucketStatements([grant("in", "read"), grant("out", "read-write")], "eu-west-1", KEY);
    const writing = statements.filter(({ actions }) => actions.includes("s3:PutObject"));
    expect(writing.map(({ sid, resources }) => [sid, resources])).toEqual([
      ["UseOut", ["arn:aws:s3:::out/*"]],
    ]);
    expect(statements.at(-1)!.actions).toEqual(["kms:Decrypt", "kms:GenerateDataKey"]);
  });
});
