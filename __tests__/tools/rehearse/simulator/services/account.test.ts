import { readDataSource } from "../data-sources/support.ts";

describe("the data sources of the account", () => {
  it("read the caller's account", () => {
    expect(readDataSource("aws_caller_identity", {}, ["account_id", "arn", "id"])).toEqual({
      account_id: "123456789012",
      arn: "arn:aws:iam::123456789012:user/rehearsal",
      id: "123456789012",
    });
  });
});
