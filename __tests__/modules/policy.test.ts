import { renderPolicy, renderTrustPolicy, type Statement } from "../../modules/policy.ts";

const READ: Statement = { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:a", "arn:b"] };

/** The first statement of a policy document. */
function renderStatement(statement: Statement): unknown {
  return JSON.parse(renderPolicy(statement)).Statement[0];
}

describe("renderPolicy", () => {
  it("uses policy version 2012-10-17 and keeps the statements' order", () => {
    expect(JSON.parse(renderPolicy(READ, { ...READ, sid: "Again" }))).toEqual({
      Version: "2012-10-17",
      Statement: [expect.objectContaining({ Sid: "Read" }), expect.objectContaining({ Sid: "Again" })],
    });
  });

  it("defaults to Allow, and renders a single-item list as a string", () => {
    expect(renderStatement(READ)).toEqual({
      Sid: "Read",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: ["arn:a", "arn:b"],
    });
  });

  it("renders Deny and conditions", () => {
    const conditions = { Bool: { "aws:SecureTransport": "false" } };
    expect(renderStatement({ ...READ, effect: "Deny", conditions })).toMatchObject({
      Effect: "Deny",
      Condition: conditions,
    });
  });

  it("renders principals: everyone, services or accounts", () => {
    const principal = (value: NonNullable<Statement["principal"]>) =>
      (renderStatement({ ...READ, principal: value }) as { Principal: unknown }).Principal;
    expect(principal("*")).toBe("*");
    expect(principal({ service: "ecs.amazonaws.com" })).toEqual({ Service: "ecs.amazonaws.com" });
    expect(principal({ aws: "arn:aws:iam::111111111111:root" })).toEqual({
      AWS: "arn:aws:iam::111111111111:root",
    });
  });
});

describe("renderTrustPolicy", () => {
  it("lets services assume a role for this account only", () => {
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
