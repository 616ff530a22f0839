import { renderPolicy, renderTrustPolicy, type Statement } from "../../modules/policy.ts";

const READ: Statement = { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:a", "arn:b"] };

/** The first statement of a policy document. */
function written(statement: Statement): unknown {
  return JSON.parse(renderPolicy(statement)).Statement[0];
}

describe("policyDocument", () => {
  it("writes the current version of the grammar, each statement in order", () => {
    expect(JSON.parse(renderPolicy(READ, { ...READ, sid: "Again" }))).toEqual({
      Version: "2012-10-17",
      Statement: [expect.objectContaining({ Sid: "Read" }), expect.objectContaining({ Sid: "Again" })],
    });
  });

  it("allows where nothing else is said, and writes a list of one as the value itself", () => {
    expect(written(READ)).toEqual({
      Sid: "Read",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: ["arn:a", "arn:b"],
    });
  });

  it("denies, on conditions", () => {
    const conditions = { Bool: { "aws:SecureTransport": "false" } };
    expect(written({ ...READ, effect: "Deny", conditions })).toMatchObject({
      Effect: "Deny",
      Condition: conditions,
    });
  });

  it("names anyone, services or accounts, and only those", () => {
    const principal = (who: NonNullable<Statement["principal"]>) =>
      (written({ ...READ, principal: who }) as { Principal: unknown }).Principal;
    expect(principal("*")).toBe("*");
    expect(principal({ service: "ecs.amazonaws.com" })).toEqual({ Service: "ecs.amazonaws.com" });
    expect(principal({ aws: "arn:aws:iam::111111111111:root" })).toEqual({
      AWS: "arn:aws:iam::111111111111:root",
    });
  });
});

describe("trustPolicy", () => {
  it("lets services take a role on for this account only", () => {
    expect(JSON.parse(renderTrustPolicy("111111111111", "ecs.amazonaws.com", "ec2.amazonaws.com"))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AssumeByService",
          Effect: "Allow",
          Principal: { Service: ["ecs.amazonaws.com", "ec2.amazonaws.com"] },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
        },
      ],
    });
  });
});
