import type { Json } from "../../../../tools/reach/terraform/configuration/json.ts";
import { Unknown } from "../../../../tools/reach/terraform/value.ts";
import { parsePolicy } from "../../../../tools/review/permissions/policy-document.ts";

/** The identities of a document's statements, or the reason why it cannot be read. */
function read(document: Json): string[] | string {
  const parsed = parsePolicy(document);
  return parsed instanceof Unknown ? parsed.why : parsed.map(({ identity }) => identity);
}

const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

describe("a policy document", () => {
  it.each<[string, Json, Json]>([
    ["text and object", JSON.stringify({ Statement: [statement] }), { Statement: [statement] }],
    ["one statement and a list", { Statement: statement }, { Statement: [statement] }],
    [
      "one value and a list",
      { Statement: { ...statement, Action: ["s3:getobject", "S3:GetObject"], Resource: ["*"] } },
      { Statement: statement },
    ],
    [
      "versions, Id and Sid",
      { Version: "2008-10-17", Id: "x", Statement: { ...statement, Sid: "a" } },
      { Statement: statement },
    ],
    [
      "* and AWS: *",
      { Statement: { ...statement, Principal: "*" } },
      { Statement: { ...statement, Principal: { AWS: ["*"] } } },
    ],
    [
      "the order of principals",
      { Statement: { ...statement, Principal: { AWS: ["a", "b"], Service: "c" } } },
      { Statement: { ...statement, Principal: { Service: ["c"], AWS: ["b", "a"] } } },
    ],
    [
      "the order and case of conditions, and booleans",
      {
        Statement: {
          ...statement,
          Condition: { Bool: { "aws:SecureTransport": true }, StringEquals: { a: ["x", "y"] } },
        },
      },
      {
        Statement: {
          ...statement,
          Condition: { StringEquals: { A: ["y", "x"] }, bool: { "AWS:securetransport": "true" } },
        },
      },
    ],
  ])("means the same with %s", (_, one, other) => {
    expect(read(one)).toEqual(read(other));
    expect(read(one)).toHaveLength(1);
  });

  it.each<[string, Json]>([
    ["Action", { ...statement, NotAction: "s3:*" }],
    ["Resource", { ...statement, NotResource: "a" }],
    ["Principal", { ...statement, Principal: "*", NotPrincipal: "*" }],
  ])("with both %s and its opposite is malformed", (name, both) => {
    expect(read({ Statement: both })).toBe(
      `the policy is malformed: a statement has both ${name} and Not${name}`,
    );
  });

  it.each<[Json, string]>([
    ["{", "it is not JSON"],
    ["[]", "it is not a JSON object"],
    [7, "it is not a JSON object"],
    [{}, "it has no Statement"],
    [{ Statement: ["x"] }, "a statement is not an object"],
    [{ Statement: { ...statement, Effect: "allow" } }, "an Effect is not Allow or Deny"],
    [{ Statement: { Effect: "Allow", Resource: "*" } }, "a statement has no Action"],
    [{ Statement: { ...statement, Action: [1] } }, "Action has an element that is no text"],
    [{ Statement: { ...statement, Actions: "x" } }, "a statement has an element that IAM does not know"],
    [{ Statement: { ...statement, Principal: "me" } }, "a Principal is a text other than *"],
    [
      { Statement: { ...statement, Principal: { Group: "x" } } },
      "a Principal is of a kind that IAM does not know",
    ],
    [{ Statement: { ...statement, Condition: { Bool: "x" } } }, "a condition operator has no keys"],
    [
      { Statement: { ...statement, Condition: { Bool: { a: [{}] } } } },
      "a condition has a value that is no text",
    ],
  ])("%j is malformed: %s", (document, why) => {
    expect(read(document)).toBe(`the policy is malformed: ${why}`);
  });
});
