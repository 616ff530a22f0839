import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { APP_ROLE_ARN, appRole, permissionLines } from "./app-role-fixture.ts";
import { allowing, type FixtureResource, policyText } from "./plan-fixture.ts";

describe("the policy of a resource", () => {
  const bucket: FixtureResource = {
    address: "aws_s3_bucket.logs",
    before: { id: "logs", bucket: "logs", arn: "arn:aws:s3:::logs" },
  };
  const block = (
    before: boolean,
    after: boolean | null,
    name = "restrict_public_buckets",
  ): FixtureResource => ({
    address: "aws_s3_bucket_public_access_block.logs",
    before: { bucket: "logs", [name]: before },
    after: after === null ? null : { bucket: "logs", [name]: after },
  });
  const bucketPolicy = (before: JsonObject[], after: JsonObject[]): FixtureResource => ({
    address: "aws_s3_bucket_policy.logs",
    before: { bucket: "logs", policy: policyText(...before) },
    after: { bucket: "logs", policy: policyText(...after) },
  });
  const read = (Principal: JsonObject | string, Condition?: JsonObject): JsonObject =>
    allowing("s3:GetObject", "arn:aws:s3:::logs/*", {
      Principal,
      ...(Condition === undefined ? {} : { Condition }),
    });
  const own = read({ AWS: APP_ROLE_ARN });

  it.each<[string, JsonObject[], string[]]>([
    ["stays", [own], []],
    [
      "becomes public",
      [own, read("*")],
      [
        "block public aws_s3_bucket_policy.logs: s3:GetObject on arn:aws:s3:::logs/* becomes allowed for everybody by the policy of bucket logs.",
      ],
    ],
    [
      "is open to one network of the internet",
      [own, read("*", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } })],
      [
        "ask permission aws_s3_bucket_policy.logs: s3:GetObject on arn:aws:s3:::logs/* becomes allowed for everybody by the policy of bucket logs.",
      ],
    ],
    [
      "is open to half of the internet",
      [own, read("*", { IpAddress: { "aws:SourceIp": "0.0.0.0/1" } })],
      [
        "block public aws_s3_bucket_policy.logs: s3:GetObject on arn:aws:s3:::logs/* becomes allowed for everybody by the policy of bucket logs.",
      ],
    ],
    [
      "is open to another account",
      [own, read({ AWS: "999988887777" })],
      [
        "ask permission aws_s3_bucket_policy.logs: s3:GetObject on arn:aws:s3:::logs/* becomes allowed for 999988887777 by the policy of bucket logs: account 999988887777 is another one.",
      ],
    ],
    [
      "is public, but all of it denied",
      [own, read("*"), { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }],
      [],
    ],
  ])("that %s", (_, after, findings) => {
    expect(permissionLines([appRole, bucket, bucketPolicy([own], after)])).toEqual(findings);
  });

  it.each([
    [
      "block_public_policy",
      "block refused aws_s3_bucket_policy.logs: S3 refuses the policy of bucket logs with AccessDenied: it is public, and block_public_policy holds.",
    ],
    [
      "restrict_public_buckets",
      "note public aws_s3_bucket_policy.logs: s3:GetObject on arn:aws:s3:::logs/* becomes allowed for everybody by the policy of bucket logs, but restrict_public_buckets lets only the account in.",
    ],
  ])("that becomes public while %s holds", (name, finding) => {
    expect(
      permissionLines([appRole, bucket, block(true, true, name), bucketPolicy([own], [read("*")])]),
    ).toEqual([finding]);
  });

  it.each([[false], [null]])(
    "that was kept from being public, until restrict_public_buckets is %s",
    (after) => {
      expect(
        permissionLines([appRole, bucket, block(true, after), bucketPolicy([read("*")], [read("*")])]),
      ).toEqual([
        "block public aws_s3_bucket_public_access_block.logs: The bucket logs becomes public: its policy allows everybody, and restrict_public_buckets no longer holds.",
      ]);
    },
  );

  it("of a new bucket is public, too", () => {
    const fresh = {
      address: "aws_s3_bucket.logs",
      after: { bucket: "logs" },
      unknown: { arn: true, id: true, policy: true },
    };
    const policy = { bucket: "logs", policy: policyText(own, read("*")) };
    expect(
      permissionLines([appRole, fresh, { address: "aws_s3_bucket_policy.logs", after: policy }]),
    ).toEqual([
      "block public aws_s3_bucket_policy.logs: s3:GetObject on arn:aws:s3:::logs/* becomes allowed for everybody by the policy of bucket logs.",
    ]);
  });

  it("has a finding for a Deny that is gone, where it allows nothing itself", () => {
    const onlyTls = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "arn:aws:s3:::logs/*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const deleted = { ...bucketPolicy([onlyTls], []), after: null };
    const found =
      "ask permission aws_s3_bucket_policy.logs: The policy of bucket logs no longer denies s3:BypassGovernanceRetention on arn:aws:s3:::logs/*: identities whose own policies allow it are not stopped.";
    expect(permissionLines([bucket, deleted])).toEqual([found]);
    const { Condition: _, ...always } = onlyTls;
    expect(permissionLines([bucket, bucketPolicy([always], [onlyTls])])).toEqual([found]);
    expect(permissionLines([bucket, bucketPolicy([onlyTls], [always])])).toEqual([]);
    expect(permissionLines([{ ...bucket, after: null }, deleted])).toEqual([]);
    // The Allow beside it becomes wider by it, which is said instead.
    expect(permissionLines([bucket, bucketPolicy([own, onlyTls], [own])])).toHaveLength(1);
  });

  it("has no finding for Block Public Access that goes where nothing is public", () => {
    expect(permissionLines([appRole, bucket, block(true, false), bucketPolicy([own], [own])])).toEqual([]);
  });

  it.each<[string, FixtureResource[], string[]]>([
    [
      "a queue",
      [
        {
          address: "aws_sqs_queue_policy.q",
          before: {
            queue_url: "https://sqs/q",
            policy: policyText(
              allowing("sqs:SendMessage", "*", {
                Principal: { Service: "sns.amazonaws.com" },
                Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:t" } },
              }),
            ),
          },
          after: {
            queue_url: "https://sqs/q",
            policy: policyText(allowing("sqs:SendMessage", "*", { Principal: "*" })),
          },
        },
      ],
      [
        "block public aws_sqs_queue_policy.q: sqs:SendMessage on * becomes allowed for everybody by the policy of queue https://sqs/q.",
      ],
    ],
    [
      "a function, by a permission",
      [
        {
          address: "aws_lambda_permission.p",
          after: { function_name: "f", action: "lambda:InvokeFunction", principal: "*" },
        },
      ],
      [
        "block public aws_lambda_permission.p: lambda:InvokeFunction becomes allowed for everybody by the policy of function f.",
      ],
    ],
    [
      "a function, by a permission of a service with its source",
      [
        {
          address: "aws_lambda_permission.p",
          after: {
            function_name: "f",
            action: "lambda:InvokeFunction",
            principal: "s3.amazonaws.com",
            source_arn: "arn:aws:s3:::logs",
          },
        },
      ],
      [
        "ask permission aws_lambda_permission.p: lambda:InvokeFunction becomes allowed for s3.amazonaws.com by the policy of function f.",
      ],
    ],
    [
      "a function, by a permission under another name",
      [
        {
          address: "aws_lambda_permission.a",
          before: { function_name: "f", action: "lambda:InvokeFunction", principal: "s3.amazonaws.com" },
          after: null,
        },
        {
          address: "aws_lambda_permission.b",
          after: { function_name: "f", action: "lambda:InvokeFunction", principal: "s3.amazonaws.com" },
        },
      ],
      [],
    ],
    [
      "a key, by a grant",
      [
        {
          address: "aws_kms_grant.g",
          after: {
            key_id: "k",
            grantee_principal: "arn:aws:iam::999988887777:role/x",
            operations: ["Decrypt"],
          },
        },
      ],
      [
        "ask permission aws_kms_grant.g: kms:Decrypt becomes allowed for arn:aws:iam::999988887777:role/x by the policy of key k: account 999988887777 is another one.",
      ],
    ],
    [
      "an endpoint whose policy goes",
      [
        {
          address: "aws_vpc_endpoint_policy.e",
          before: {
            vpc_endpoint_id: "vpce-1",
            policy: policyText(allowing("s3:GetObject", "*", { Principal: "*" })),
          },
          after: null,
        },
      ],
      [
        "ask permission aws_vpc_endpoint_policy.e: acm-pca:CreatePermission on * becomes allowed for everybody by the policy of endpoint vpce-1.",
      ],
    ],
  ])("of %s", (_, resources, findings) => {
    expect(permissionLines([appRole, ...resources])).toEqual(findings);
  });
});
