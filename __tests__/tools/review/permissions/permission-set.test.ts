import fc from "fast-check";
import { Unknown } from "../../../../tools/reach/terraform/value.ts";
import { expandActions } from "../../../../tools/review/permissions/action-catalog.ts";
import {
  comparePermissions,
  type PermissionComparison,
  type PermissionSet,
} from "../../../../tools/review/permissions/permission-set.ts";
import { parsePolicy } from "../../../../tools/review/permissions/policy-document.ts";
import { isRequestAllowed, type JsonStatement } from "./request-evaluator.ts";

/** A set of permissions of JSON statements. */
function permissions(
  statements: readonly JsonStatement[],
  boundary?: readonly JsonStatement[],
): PermissionSet {
  const sourced = (list: readonly JsonStatement[]) => {
    const parsed = parsePolicy({ Version: "2012-10-17", Statement: list as never });
    if (parsed instanceof Unknown) throw new Error(parsed.why);
    return parsed.map((statement) => ({ statement, source: "source" }));
  };
  return boundary === undefined
    ? { statements: sourced(statements) }
    : { statements: sourced(statements), boundary: sourced(boundary) };
}

function compare(before: readonly JsonStatement[], after: readonly JsonStatement[]): PermissionComparison {
  return comparePermissions(permissions(before), permissions(after));
}

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
    expect(said(compare(before, after))).toBe("no wider");
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
    expect(said(compare(before, after))).toBe(witness);
  });

  it("what a boundary no longer stops", () => {
    const grants = [allow("*")];
    const comparison = comparePermissions(
      permissions(grants, [allow("s3:*")]),
      permissions(grants, [allow(["s3:*", "sqs:SendMessage"])]),
    );
    expect(said(comparison)).toBe("sqs:SendMessage on arn::sqs:::");
    expect(comparison).toMatchObject({ widenings: [{ leavesBoundary: true }] });
  });

  it("not what the boundary stops", () => {
    const comparison = comparePermissions(
      permissions([allow("s3:GetObject")], [allow("s3:*")]),
      permissions([allow("*")], [allow("s3:Get*")]),
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
    expect(said(compare(before, after))).toBe(expected);
  });
});

const some = (...values: readonly string[]) =>
  fc.subarray([...values], { minLength: 1 }).map((list) => (list.length === 1 ? list[0]! : list));
const resources = some(
  "*",
  "arn:aws:sqs:eu-west-1:111122223333:*",
  "arn:aws:sqs:eu-west-1:111122223333:a*",
  "arn:aws:sqs:eu-west-1:111122223333:?b",
  "arn:aws:sqs:*:*:ab",
);
const actions = some("sqs:*", "sqs:Send*", "sqs:SendMessage", "sqs:*Message", "sns:Publish", "*", "sqs:?e*");
const condition = fc
  .constantFrom(
    ["StringEquals", "aws:PrincipalTag/a", ["x"]],
    ["StringNotEquals", "aws:PrincipalTag/a", ["x", "y"]],
    ["StringLike", "aws:PrincipalTag/a", ["x*", "?y"]],
    ["StringEqualsIfExists", "aws:PrincipalTag/a", ["y"]],
    ["Null", "aws:PrincipalTag/a", ["true"]],
    ["Bool", "aws:SecureTransport", ["true"]],
    ["IpAddress", "aws:SourceIp", ["10.0.0.0/8", "192.168.0.0/24"]],
    ["NotIpAddress", "aws:SourceIp", ["10.1.0.0/16"]],
    ["NumericLessThan", "s3:max-keys", ["10"]],
    ["ForAllValues:StringEquals", "aws:TagKeys", ["a", "b"]],
    ["ForAnyValue:StringEquals", "aws:TagKeys", ["b", "c"]],
  )
  .map(([operator, key, values]) => ({
    [operator as string]: { [key as string]: values as unknown as string[] },
  }));
const principals = fc.constantFrom(
  "*",
  { AWS: "111122223333" },
  { AWS: "arn:aws:iam::111122223333:role/a" },
  { Service: "lambda.amazonaws.com" },
  { AWS: ["arn:aws:iam::111122223333:role/b", "444455556666"] },
);
const statement = fc
  .record({
    Effect: fc.constantFrom("Allow" as const, "Allow" as const, "Deny" as const),
    actions,
    resources,
    negates: fc.integer({ min: 0, max: 15 }),
    condition: fc.option(condition, { nil: undefined }),
    principal: principals,
  })
  .map(
    ({
      Effect,
      actions: acts,
      resources: names,
      negates,
      condition: Condition,
      principal,
    }): JsonStatement => ({
      Effect,
      ...(negates % 5 === 4 ? { NotPrincipal: principal } : { Principal: principal }),
      ...(negates % 4 === 3 ? { NotAction: acts } : { Action: acts }),
      ...(negates % 3 === 2 ? { NotResource: names } : { Resource: names }),
      ...(Condition === undefined ? {} : { Condition }),
    }),
  );
const policy = fc.array(statement, { maxLength: 4 });
const optional = (...values: readonly string[][]) => fc.constantFrom(undefined, ...values);
const request = fc
  .record({
    requester: fc.constantFrom(
      "AWS:arn:aws:iam::111122223333:role/a",
      "AWS:arn:aws:iam::111122223333:role/b",
      "AWS:arn:aws:iam::444455556666:user/x",
      "AWS:arn:aws:iam::777788889999:user/x",
      "Service:lambda.amazonaws.com",
    ),
    action: fc.constantFrom(...["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteQueue"]),
    resource: fc.constantFrom(
      ...["ab", "bb", "a", "queue"].map((name) => `arn:aws:sqs:eu-west-1:111122223333:${name}`),
      "arn:aws:sqs:us-east-1:444455556666:ab",
    ),
    tag: optional(["x"], ["y"], ["xy"]),
    secure: optional(["true"], ["false"]),
    ip: optional(["10.1.2.3"], ["10.2.2.3"], ["192.168.0.9"], ["8.8.8.8"]),
    keys: optional(["9"], ["10"]),
    tagKeys: optional(["a"], ["b", "c"], ["c"]),
  })
  .map(({ tag, secure, ip, keys, tagKeys, ...rest }) => {
    const entries = [
      ["aws:principaltag/a", tag],
      ["aws:securetransport", secure],
      ["aws:sourceip", ip],
      ["s3:max-keys", keys],
      ["aws:tagkeys", tagKeys],
    ] as const;
    const context = new Map(
      entries.flatMap(([key, values]) => (values === undefined ? [] : [[key, values]])),
    );
    return { ...rest, context };
  });

describe("for random policies", () => {
  it("no request becomes allowed if they are no wider, and each witness does if they are", () => {
    fc.assert(
      fc.property(
        policy,
        policy,
        fc.array(request, { minLength: 30, maxLength: 30 }),
        (before, after, requests) => {
          const comparison = compare(before, after);
          if (comparison.verdict === "wider") {
            for (const { request: witness } of comparison.widenings) {
              expect(isRequestAllowed(witness, after)).toBe(true);
              expect(isRequestAllowed(witness, before)).toBe(false);
            }
          }
          if (comparison.verdict !== "no wider") return;
          const gained = requests.filter(
            (each) => isRequestAllowed(each, after) && !isRequestAllowed(each, before),
          );
          expect(gained).toEqual([]);
        },
      ),
      { numRuns: 80 },
    );
  });

  it("the same holds with permissions boundaries", () => {
    fc.assert(
      fc.property(
        policy,
        policy,
        policy,
        policy,
        fc.array(request, { minLength: 20 }),
        (a, aLimit, b, bLimit, requests) => {
          const comparison = comparePermissions(permissions(a, aLimit), permissions(b, bLimit));
          if (comparison.verdict === "wider") {
            for (const { request: witness } of comparison.widenings) {
              expect(isRequestAllowed(witness, b, bLimit)).toBe(true);
              expect(isRequestAllowed(witness, a, aLimit)).toBe(false);
            }
          }
          if (comparison.verdict !== "no wider") return;
          expect(
            requests.filter(
              (each) => isRequestAllowed(each, b, bLimit) && !isRequestAllowed(each, a, aLimit),
            ),
          ).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("a policy is no wider than itself, nor than itself with more", () => {
    fc.assert(
      fc.property(policy, statement, (own, more) => {
        expect(compare(own, own).verdict).toBe("no wider");
        if (more.Effect === "Allow") expect(compare([...own, more], own).verdict).toBe("no wider");
        else expect(compare(own, [...own, more]).verdict).toBe("no wider");
      }),
      { numRuns: 25 },
    );
  });

  it("the order of statements changes nothing", () => {
    fc.assert(
      fc.property(policy, policy, (before, after) => {
        const reversed = compare([...before].reverse(), [...after].reverse());
        expect(reversed).toEqual(compare(before, after));
      }),
      { numRuns: 25 },
    );
  });
});

it("the evaluator's actions are in the list", () => {
  expect([...expandActions({ values: ["sqs:send*"], isNegated: false })]).toEqual([
    ["sqs", ["sqs:sendmessage"]],
  ]);
  expect([...expandActions({ values: ["iam:passrole", "nosuch:thing"], isNegated: false })]).toEqual([
    ["iam", ["iam:passrole"]],
    ["nosuch", ["nosuch:thing"]],
  ]);
});
