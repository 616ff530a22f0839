import fc from "fast-check";
import { expandActions } from "../../../../tools/review/permissions/action-catalog.ts";
import { comparePermissions } from "../../../../tools/review/permissions/permission-set.ts";
import { comparePolicies, parsedPermissions } from "./policy-comparison.ts";
import { isRequestAllowed, type JsonStatement } from "./request-evaluator.ts";

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
  .constantFrom<[operator: string, key: string, values: string[]][]>(
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
  .map(([operator, key, values]) => ({ [operator]: { [key]: values } }));
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
          const comparison = comparePolicies(before, after);
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
          const comparison = comparePermissions(parsedPermissions(a, aLimit), parsedPermissions(b, bLimit));
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
        expect(comparePolicies(own, own).verdict).toBe("no wider");
        if (more.Effect === "Allow") expect(comparePolicies([...own, more], own).verdict).toBe("no wider");
        else expect(comparePolicies(own, [...own, more]).verdict).toBe("no wider");
      }),
      { numRuns: 25 },
    );
  });

  it("the order of statements changes nothing", () => {
    fc.assert(
      fc.property(policy, policy, (before, after) => {
        const reversed = comparePolicies([...before].reverse(), [...after].reverse());
        expect(reversed).toEqual(comparePolicies(before, after));
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
