import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { judgePermissions } from "../../../../tools/review/permissions/permission-findings.ts";
import { appRole, appRolePolicy, appRoleValues } from "./app-role-fixture.ts";
import { type FixtureResource, permissionPlan, policyText } from "./plan-fixture.ts";

const allow = (...actions: readonly string[]): JsonObject => ({
  Effect: "Allow",
  Action: actions,
  Resource: "arn:aws:s3:::logs/*",
});

function differences(...resources: readonly FixtureResource[]) {
  return judgePermissions([permissionPlan(resources)]).differences;
}

describe("permissionDifference", () => {
  it("has what a role gains and what it loses", () => {
    const policy = appRolePolicy([allow("s3:GetObject")], [allow("s3:PutObject")]);
    expect(differences(appRole, policy)).toEqual([
      {
        subject: "role app",
        gained: ["s3:PutObject on arn:aws:s3:::logs/*"],
        lost: ["s3:GetObject on arn:aws:s3:::logs/*"],
        unknown: [],
      },
    ]);
  });

  it("has a narrower policy too, which is no finding", () => {
    const policy = appRolePolicy([allow("s3:GetObject", "s3:PutObject")], [allow("s3:GetObject")]);
    const { findings, differences: found } = judgePermissions([permissionPlan([appRole, policy])]);
    expect(findings).toEqual([]);
    expect(found).toMatchObject([{ gained: [], lost: ["s3:PutObject on arn:aws:s3:::logs/*"] }]);
  });

  it("leaves out a policy that means the same", () => {
    const policy = appRolePolicy(
      [allow("s3:GetObject", "s3:PutObject")],
      [allow("s3:PutObject"), allow("s3:GetObject")],
    );
    expect(differences(appRole, policy)).toEqual([]);
  });

  it("names who may assume a role", () => {
    const trust = (service: string) =>
      policyText({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
    const role = {
      address: "aws_iam_role.app",
      before: appRoleValues({ assume_role_policy: trust("ecs-tasks.amazonaws.com") }),
      after: appRoleValues({ assume_role_policy: trust("lambda.amazonaws.com") }),
    };
    expect(differences(role)).toEqual([
      {
        subject: "role app",
        gained: ["sts:AssumeRole by lambda.amazonaws.com"],
        lost: ["sts:AssumeRole by ecs-tasks.amazonaws.com"],
        unknown: [],
      },
    ]);
  });

  it("has the reason why more may be allowed", () => {
    const policy = {
      address: "aws_iam_role_policy.app",
      before: { role: "app", name: "app", policy: policyText(allow("s3:GetObject")) },
      after: { role: "app", name: "app" },
      unknown: { policy: true },
    };
    const [difference] = differences(appRole, policy);
    expect(difference?.unknown).toHaveLength(1);
  });
});
