import { existingResource } from "../../computed-values/support.ts";
import { readDataSource } from "../../data-sources/support.ts";

describe("the data sources of IAM policies", () => {
  it("read AWS managed policies, and the account's", () => {
    expect(readDataSource("aws_iam_policy", { name: "AmazonSSMManagedInstanceCore" }, ["arn"])).toEqual({
      arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    expect(
      readDataSource(
        "aws_iam_policy",
        { name: "mine" },
        ["arn"],
        existingResource("aws_iam_policy", "arn:p", { name: "mine", arn: "arn:p" }),
      ),
    ).toEqual({ arn: "arn:p" });
    expect(readDataSource("aws_iam_role", { name: "gone" }, ["arn"])).toEqual({
      apiError: {
        code: "NoSuchEntity",
        operation: "GetRole",
        message: "The role with name gone cannot be found.",
      },
    });
  });
});
