import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { TerraformOutput } from "cdktf";
import { InstanceProfile } from "../../../modules/compute/instance-profile.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { parseEmbeddedJson } from "../../support/policies.ts";
import { resourcesOfType } from "../../support/synth.ts";

const { text, json } = synthesizeConstruct((stack) => {
  const profile = new InstanceProfile(stack, "web", {
    name: "shop-prod-web",
    statements: [{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::input/*"] }],
  });
  new TerraformOutput(stack, "name", { staticId: true, value: profile.name });
});

describe("an instance profile", () => {
  it("has a role for EC2 with exactly the given statements", () => {
    expect(text).toHaveResourceWithProperties(IamRole, { name: "shop-prod-web" });
    const [role] = resourcesOfType(json, "aws_iam_role");
    expect(parseEmbeddedJson(role!.assume_role_policy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AssumeByService",
          Effect: "Allow",
          Principal: { Service: "ec2.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ],
    });
    const [policy] = resourcesOfType(json, "aws_iam_role_policy");
    expect(text).toHaveResourceWithProperties(IamRolePolicy, {
      role: expect.stringMatching(/^\$\{aws_iam_role\.web_role_\w+\.name\}$/),
    });
    expect(parseEmbeddedJson(policy!.policy)).toMatchObject({
      Statement: [{ Sid: "Read", Action: "s3:GetObject", Resource: "arn:aws:s3:::input/*" }],
    });
  });

  it("is created after its role's policy", () => {
    expect(text).toHaveResourceWithProperties(IamInstanceProfile, {
      name: "shop-prod-web",
      role: expect.stringMatching(/^\$\{aws_iam_role_policy\.web_policy_\w+\.role\}$/),
    });
    expect(json.output!.name!.value).toMatch(/^\$\{aws_iam_instance_profile\.web_profile_\w+\.name\}$/);
  });
});
