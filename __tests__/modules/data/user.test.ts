import { IamUser } from "@cdktf/provider-aws/lib/iam-user/index.js";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy/index.js";
import { BucketUser } from "../../../modules/data/user.ts";
import { synthesizeConstruct } from "../../support/construct.ts";

function synthesize(isProtected: boolean): string {
  return synthesizeConstruct((stack) => {
    new BucketUser(stack, "uploader", {
      name: "shop-uploader",
      grants: [],
      region: "us-east-1",
      dataKeyArn: "arn:key",
      protected: isProtected,
    });
  }).text;
}

describe("a bucket user", () => {
  it("has prevent_destroy if protected, since systems outside AWS use its access keys", () => {
    expect(synthesize(true)).toHaveResourceWithProperties(IamUser, {
      name: "shop-uploader",
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("has force_destroy on an unprotected platform, so that Terraform deletes its access keys with it", () => {
    expect(synthesize(false)).toHaveResourceWithProperties(IamUser, {
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    });
  });

  it("has an inline policy", () => {
    expect(synthesize(true)).toHaveResourceWithProperties(IamUserPolicy, {
      name: "buckets",
      user: expect.stringMatching(/^\$\{aws_iam_user\.uploader_user_\w+\.name\}$/),
    });
  });
});
