import {
  comparePermissions,
  type PermissionComparison,
} from "../../../../tools/review/permissions/permission-set.ts";
import { comparePolicies, parsedPermissions } from "./policy-comparison.ts";
import type { JsonStatement } from "./request-evaluator.ts";

/** `no wider`, the reason why it is unknown, or the first witness. */
function said(comparison: PermissionComparison): string {
  if (comparison.verdict === "unknown") return `unknown: ${comparison.why}`;
  if (comparison.verdict === "no wider") return "no wider";
  const { action, resource } = comparison.widenings[0]!.request;
  return `${action} on ${resource}`;
}

const allow = (Action: string | string[], Resource: string | string[] = "*", more = {}): JsonStatement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const deny = (Action: string | string[], Resource: string | string[] = "*", more = {}): JsonStatement => ({
  ...allow(Action, Resource, more),
  Effect: "Deny",
});
const when = (operator: string, key: string, ...values: string[]) => ({
  Condition: { [operator]: { [key]: values } },
});

describe("no wider is", () => {
  it.each<[string, JsonStatement[], JsonStatement[]]>([
    ["a narrower action (a false alarm of cdk diff)", [allow("s3:*")], [allow("s3:GetObject")]],
    [
      "a condition that is added (a false alarm of cdk diff)",
      [allow("s3:*")],
      [allow("s3:*", "*", when("IpAddress", "aws:SourceIp", "10.0.0.0/8"))],
    ],
    [
      "a statement that is split (a false alarm of cdk diff)",
      [allow(["s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"])],
      [
        allow("s3:GetObject", ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"]),
        allow("s3:PutObject", "arn:aws:s3:::a/*"),
        allow("s3:PutObject", "arn:aws:s3:::b/*"),
      ],
    ],
    [
      "two statements that are joined, of actions that take different resources",
      [allow("s3:ListBucket", "arn:aws:s3:::a"), allow("s3:GetObject", "arn:aws:s3:::a/*")],
      [allow(["s3:ListBucket", "s3:GetObject"], ["arn:aws:s3:::a", "arn:aws:s3:::a/*"])],
    ],
    [
      "reordered lists and another case of the action",
      [allow(["s3:GetObject", "s3:PutObject"])],
      [allow(["S3:PUTOBJECT", "s3:getobject"])],
    ],
    [
      "a wildcard that names the same actions",
      [allow(["sqs:SendMessage", "sqs:SendMessageBatch"])],
      [allow("sqs:SendM*")],
    ],
    ["a Deny that is added", [allow("s3:*")], [allow("s3:*"), deny("s3:DeleteBucket")]],
    ["a Deny that is covered by another", [allow("s3:*"), deny("s3:Put*")], [allow("s3:*"), deny(["s3:*"])]],
    ["a Deny of what is not allowed", [allow("s3:*"), deny("iam:*")], [allow("s3:*")]],
    [
      "a Deny that becomes unconditional",
      [allow("s3:*"), deny("s3:Put*", "*", when("Bool", "aws:SecureTransport", "false"))],
      [allow("s3:*"), deny("s3:Put*")],
    ],
    [
      "NotAction with more exceptions",
      [{ Effect: "Allow", NotAction: ["iam:*"], Resource: "*" }],
      [{ Effect: "Allow", NotAction: ["iam:*", "s3:*"], Resource: "*" }],
    ],
    [
      "NotResource with more exceptions",
      [{ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::a/*" }],
      [{ Effect: "Allow", Action: "s3:GetObject", NotResource: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"] }],
    ],
    [
      "a range of addresses in two halves",
      [allow("s3:*", "*", when("IpAddress", "aws:SourceIp", "10.0.0.0/8"))],
      [allow("s3:*", "*", when("IpAddress", "aws:SourceIp", "10.0.0.0/9", "10.128.0.0/9"))],
    ],
    [
      "StringEquals in the place of StringLike",
      [allow("s3:*", "*", when("StringLike", "aws:PrincipalTag/team", "a*"))],
      [allow("s3:*", "*", when("StringEquals", "aws:principaltag/TEAM", "ab"))],
    ],
    [
      "an Allow with a condition and another with its opposite",
      [allow("s3:*")],
      [
        allow("s3:*", "*", when("StringEquals", "a:b", "x")),
        allow("s3:*", "*", when("StringNotEquals", "a:b", "x")),
      ],
    ],
    [
      "the same, the other way around",
      [
        allow("s3:*", "*", when("StringEquals", "a:b", "x")),
        allow("s3:*", "*", when("StringNotEquals", "a:b", "x")),
      ],
      [allow("s3:*")],
    ],
    [
      "a symbol in what a wildcard allows",
      [allow("s3:GetObject", "arn:aws:s3:::*")],
      [allow("s3:GetObject", "arn:aws:s3:::${aws:username}/*")],
    ],
    [
      "an operator that is not known, unchanged",
      [allow("s3:*", "*", when("Odd", "a:b", "x"))],
      [allow("s3:Get*", "*", when("Odd", "a:b", "x"))],
    ],
  ])("%s", (_, before, after) => {
    expect(said(comparePolicies(before, after))).toBe("no wider");
  });
});

describe("wider is", () => {
  it.each<[string, JsonStatement[], JsonStatement[], string]>([
    [
      "an action more",
      [allow("s3:GetObject", "arn:aws:s3:::logs/*")],
      [allow(["s3:DeleteObject", "s3:GetObject"], "arn:aws:s3:::logs/*")],
      "s3:DeleteObject on arn:aws:s3:::logs/",
    ],
    [
      "a longer pattern's shorter prefix",
      [allow("s3:GetObject", "arn:aws:s3:::logs/a/*")],
      [allow("s3:GetObject", "arn:aws:s3:::logs/*")],
      "s3:GetObject on arn:aws:s3:::logs/",
    ],
    [
      "NotAction with fewer exceptions",
      [{ Effect: "Allow", NotAction: ["iam:*", "sqs:*"], Resource: "*" }],
      [{ Effect: "Allow", NotAction: ["iam:*"], Resource: "*" }],
      "sqs:AddPermission on arn::sqs:::",
    ],
    [
      "a Deny that goes",
      [allow("sqs:*"), deny("sqs:Send*")],
      [allow("sqs:*")],
      "sqs:SendMessage on arn::sqs:::",
    ],
    [
      "a Deny with an exception more",
      [allow("sqs:*"), { Effect: "Deny", NotAction: ["sqs:Get*"], Resource: "*" }],
      [allow("sqs:*"), { Effect: "Deny", NotAction: ["sqs:Get*", "sqs:SendMessage"], Resource: "*" }],
      "sqs:SendMessage on arn::sqs:::",
    ],
    [
      "a role that may be passed",
      [allow("iam:PassRole", "arn:aws:iam::111122223333:role/app")],
      [allow("iam:PassRole", "arn:aws:iam::111122223333:role/*")],
      "iam:PassRole on arn:aws:iam::111122223333:role/",
    ],
    [
      "a condition that goes",
      [allow("sqs:SendMessage", "arn:aws:sqs:*:*:q", when("Bool", "aws:SecureTransport", "true"))],
      [allow("sqs:SendMessage", "arn:aws:sqs:*:*:q")],
      "sqs:SendMessage on arn:aws:sqs:::q",
    ],
    ["an action that is newer than the list", [], [allow("newservice:Do*")], "newservice:do* on "],
    [
      "a symbol that the old pattern may not match",
      [allow("s3:GetObject", "arn:aws:s3:::a/*")],
      [allow("s3:GetObject", "${aws_s3_bucket.b.arn}/*")],
      "s3:GetObject on ${aws_s3_bucket.b.arn}/",
    ],
  ])("%s", (_, before, after, witness) => {
    expect(said(comparePolicies(before, after))).toBe(witness);
  });

  it("what a boundary no longer stops", () => {
    const grants = [allow("*")];
    const comparison = comparePermissions(
      parsedPermissions(grants, [allow("s3:*")]),
      parsedPermissions(grants, [allow(["s3:*", "sqs:SendMessage"])]),
    );
    expect(said(comparison)).toBe("sqs:SendMessage on arn::sqs:::");
    expect(comparison).toMatchObject({ widenings: [{ leavesBoundary: true }] });
  });

  it("not what the boundary stops", () => {
    const comparison = comparePermissions(
      parsedPermissions([allow("s3:GetObject")], [allow("s3:*")]),
      parsedPermissions([allow("*")], [allow("s3:Get*")]),
    );
    expect(said(comparison)).toMatch(/^s3:Get/);
  });
});

describe("unknown is", () => {
  it.each<[string, JsonStatement[], JsonStatement[], string]>([
    [
      "an operator that is not known, changed",
      [allow("s3:*", "*", when("Odd", "a:b", "x"))],
      [allow("s3:*", "*", when("Odd", "a:b", "y"))],
      "unknown: conditions on a:b cannot be compared",
    ],
    [
      "a symbol that may stand for what was denied",
      [allow("s3:GetObject"), deny("s3:*", "arn:aws:s3:::secret/*")],
      [allow("s3:GetObject", "${aws_s3_bucket.b.arn}/*")],
      "unknown: a resource that is known only after apply may be one that was denied",
    ],
  ])("%s", (_, before, after, expected) => {
    expect(said(comparePolicies(before, after))).toBe(expected);
  });
});
