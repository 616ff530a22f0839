import { existingResource } from "../../computed-values/support.ts";
import { readDataSource } from "../../data-sources/support.ts";

describe("the data sources of KMS keys", () => {
  it("read keys by ID, ARN or alias, and AWS managed keys by theirs", () => {
    const key = existingResource("aws_kms_key", "k1", { arn: "arn:k1", key_id: "k1" });
    const alias = existingResource("aws_kms_alias", "alias/a", {
      name: "alias/a",
      target_key_id: "k1",
      target_key_arn: "arn:k1",
    });
    expect(readDataSource("aws_kms_key", { key_id: "alias/a" }, ["arn", "id"], key, alias)).toEqual({
      arn: "arn:k1",
      id: "k1",
    });
    expect(readDataSource("aws_kms_alias", { name: "alias/a" }, ["target_key_arn"], key, alias)).toEqual({
      target_key_arn: "arn:k1",
    });
    expect(readDataSource("aws_kms_alias", { name: "alias/aws/rds" }, ["target_key_arn"])).toEqual({
      target_key_arn: expect.stringMatching(/^arn:aws:kms:us-east-1:123456789012:key\//),
    });
    expect(readDataSource("aws_kms_key", { key_id: "k2" }, ["arn"], key)).toEqual({
      apiError: { code: "NotFoundException", operation: "DescribeKey", message: "Key 'k2' does not exist" },
    });
  });
});
