import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { appRoleValues, permissionLines } from "./app-role-fixture.ts";
import { type FixtureResource, policyText } from "./plan-fixture.ts";

describe("the trust of a role", () => {
  const trusting = (before: JsonObject, after: JsonObject): FixtureResource[] => [
    {
      address: "aws_iam_role.app",
      before: appRoleValues({ assume_role_policy: policyText(before) }),
      after: appRoleValues({ assume_role_policy: policyText(after) }),
    },
  ];
  const trust = (Principal: JsonObject | string, Condition: JsonObject = {}): JsonObject => ({
    Effect: "Allow",
    Principal,
    Action: "sts:AssumeRole",
    Condition,
  });
  const github = { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" };
  const subject = (value: string) => ({ StringLike: { "token.actions.githubusercontent.com:sub": value } });
  const ecs = { Service: "ecs-tasks.amazonaws.com" };

  it.each<[string, JsonObject, JsonObject, string[]]>([
    ["stays", trust(ecs), trust(ecs), []],
    [
      "becomes narrower",
      trust({ AWS: "111122223333" }),
      trust({ AWS: "arn:aws:iam::111122223333:role/ci" }),
      [],
    ],
    [
      "gets another service",
      trust(ecs),
      trust({ Service: ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"] }),
      ["ask permission aws_iam_role.app: lambda.amazonaws.com may assume role app."],
    ],
    [
      "is opened to everybody",
      trust(ecs),
      trust("*"),
      ["block permission aws_iam_role.app: everybody may assume role app: the principal is not limited."],
    ],
    [
      "is opened to another account",
      trust(ecs),
      trust({ AWS: "999988887777" }),
      [
        "block permission aws_iam_role.app: 999988887777 may assume role app: account 999988887777 is another one.",
      ],
    ],
    [
      "loses its sub",
      trust(github, subject("repo:o/r:environment:prod")),
      trust(github),
      [
        `block permission aws_iam_role.app: ${github.Federated} may assume role app with any token: no condition limits its sub.`,
      ],
    ],
    [
      "has any sub",
      trust(github, subject("repo:o/r:environment:prod")),
      trust(github, subject("repo:*")),
      [
        `block permission aws_iam_role.app: ${github.Federated} may assume role app with any token: no condition limits its sub.`,
      ],
    ],
    [
      "has more of its own repository",
      trust(github, subject("repo:o/r:environment:prod")),
      trust(github, subject("repo:o/r:*")),
      [`ask permission aws_iam_role.app: ${github.Federated} may assume role app.`],
    ],
    [
      "loses its ExternalId",
      trust({ AWS: "111122223333" }, { StringEquals: { "sts:ExternalId": "x" } }),
      trust({ AWS: "111122223333" }),
      [
        "block permission aws_iam_role.app: 111122223333 may assume role app without the condition on sts:externalid.",
      ],
    ],
  ])("that %s", (_, before, after, findings) => {
    expect(permissionLines(trusting(before, after))).toEqual(findings);
  });
});

describe("the trust of a new role", () => {
  const OWN: FixtureResource = {
    address: "aws_iam_role.old",
    before: { ...appRoleValues(), name: "old", id: "old" },
  };
  const PROVIDER = "arn:aws:iam::111122223333:oidc-provider/gitlab.com";
  const trusting = (Principal: JsonObject | string, Condition: JsonObject = {}): string[] => {
    const policy = policyText({ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition });
    return permissionLines([
      OWN,
      { address: "aws_iam_role.app", after: appRoleValues({ assume_role_policy: policy }) },
    ]);
  };

  it.each<[string, JsonObject | string, JsonObject, string[]]>([
    ["a service", { Service: "lambda.amazonaws.com" }, {}, []],
    ["everybody of an organization", "*", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }, []],
    [
      "everybody",
      { AWS: "*" },
      {},
      ["block permission aws_iam_role.app: everybody may assume role app: the principal is not limited."],
    ],
    [
      "another account with an ExternalId",
      { AWS: "arn:aws:iam::999988887777:root" },
      { StringEquals: { "sts:ExternalId": "x" } },
      [
        "ask permission aws_iam_role.app: arn:aws:iam::999988887777:root may assume role app: account 999988887777 is another one.",
      ],
    ],
    [
      "tokens of all projects",
      { Federated: PROVIDER },
      { StringEquals: { "gitlab.com:aud": "sts.amazonaws.com" } },
      [
        `block permission aws_iam_role.app: ${PROVIDER} may assume role app with any token: no condition limits its sub.`,
      ],
    ],
    [
      "tokens of one project",
      { Federated: PROVIDER },
      { StringLike: { "gitlab.com:sub": "project_path:o/r:*" } },
      [],
    ],
  ])("for %s", (_, principal, condition, findings) => {
    expect(trusting(principal, condition)).toEqual(findings);
  });
});
