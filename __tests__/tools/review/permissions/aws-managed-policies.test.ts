import { Unknown } from "../../../../tools/reach/terraform/value.ts";
import {
  awsManagedPolicy,
  awsManagedPolicyNames,
} from "../../../../tools/review/permissions/aws-managed-policies.ts";
import { parsePolicy } from "../../../../tools/review/permissions/policy-document.ts";

describe("the known AWS managed policies", () => {
  const names = awsManagedPolicyNames();

  it("are many, each once", () => {
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(names)("%s: its statements are a policy, with a service in each action", (name) => {
    const statements = parsePolicy({ Statement: [...(awsManagedPolicy(name) ?? [])] });
    if (statements instanceof Unknown) throw new Error(statements.why);
    expect(statements.length).toBeGreaterThan(0);
    for (const { actions, resources, effect } of statements) {
      expect(effect).toBe("Allow");
      expect(actions.values.filter((action) => !/^(?:\*|[a-z0-9-]+:[a-z0-9*?]+)$/.test(action))).toEqual([]);
      expect(actions.values.length).toBeGreaterThan(0);
      expect(
        resources?.values.filter(
          (text) => !/^(?:\*|arn:[*\w-]+:[^"{\s]*(?:\$\{[\w:]+\}[^"{\s]*)*)$/.test(text),
        ),
      ).toEqual([]);
      expect(resources?.values.length).toBeGreaterThan(0);
    }
  });

  it("are read with complements and conditions", () => {
    expect(awsManagedPolicy("PowerUserAccess")?.[0]).toEqual({
      Effect: "Allow",
      NotAction: ["account:*", "iam:*", "organizations:*"],
      Resource: ["*"],
    });
    expect(awsManagedPolicy("AWSLambda_FullAccess")).toContainEqual({
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: ["*"],
      Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
    });
    expect(
      awsManagedPolicy("AmazonElastiCacheFullAccess")?.find((each) => "NotResource" in each),
    ).toMatchObject({
      NotResource: ["arn:aws:ec2:*:*:vpc-endpoint/*"],
    });
    expect(awsManagedPolicy("AmazonNewlyMadeFullAccess")).toBeUndefined();
  });
});
