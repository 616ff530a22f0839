import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import {
  fleetsKeyStatements,
  Key,
  logsKeyStatements,
  servicesKeyStatements,
} from "../../../modules/data/key.ts";
import { renderPolicy, type Statement } from "../../../modules/policy.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { parseEmbeddedJson } from "../../support/policies.ts";
import { resourcesOfType } from "../../support/synth.ts";

const ACCOUNT_ADMINISTERS = {
  Sid: "AccountAdministers",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111111111111:root" },
  Action: "kms:*",
  Resource: "*",
};

function synthesize(statements?: readonly Statement[]) {
  return synthesizeConstruct((stack) => {
    new Key(stack, "logs", {
      alias: "shop-logs",
      description: "Logs of shop",
      account: "111111111111",
      protected: true,
      ...(statements === undefined ? {} : { statements }),
    });
  });
}

/** The statements of a key's policy. */
function statementsOf(statements?: readonly Statement[]): unknown {
  const [key] = resourcesOfType(synthesize(statements).json, "aws_kms_key");
  return (parseEmbeddedJson(key!.policy) as { Statement: unknown }).Statement;
}

describe("a key", () => {
  it("rotates yearly, has a deletion window of 30 days, and an alias", () => {
    const { text } = synthesize();
    expect(text).toHaveResourceWithProperties(KmsKey, {
      description: "Logs of shop",
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(text).toHaveResourceWithProperties(KmsAlias, {
      name: "alias/shop-logs",
      target_key_id: expect.stringMatching(/^\$\{aws_kms_key\.logs_key_\w+\.key_id\}$/),
    });
  });

  it("by default has a policy for its account only, so that nobody is locked out", () => {
    expect(statementsOf()).toEqual([ACCOUNT_ADMINISTERS]);
  });

  it("adds the given statements to its policy", () => {
    const logs = logsKeyStatements("eu-west-1", "111111111111");
    expect(statementsOf([logs])).toEqual([ACCOUNT_ADMINISTERS, expect.objectContaining({ Sid: "LogsUse" })]);
  });
});

describe("the key statements of other principals", () => {
  const render = (statement: Statement) => JSON.parse(renderPolicy(statement)).Statement[0];

  it("allow CloudWatch Logs in one region, for this account's log groups only", () => {
    expect(render(logsKeyStatements("eu-west-1", "111111111111"))).toEqual({
      Sid: "LogsUse",
      Effect: "Allow",
      Principal: { Service: "logs.eu-west-1.amazonaws.com" },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:111111111111:*" },
      },
    });
  });

  it("allow services to encrypt for this account only", () => {
    expect(
      render(servicesKeyStatements("111111111111", "cloudwatch.amazonaws.com", "budgets.amazonaws.com")),
    ).toEqual({
      Sid: "ServicesUse",
      Effect: "Allow",
      Principal: { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
    });
  });

  it("allow Auto Scaling of this account, for the volumes of its instances", () => {
    const role =
      "arn:aws:iam::111111111111:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
    const condition = { "aws:PrincipalArn": role, "kms:CallerAccount": "111111111111" };
    expect(fleetsKeyStatements("111111111111").map(render)).toEqual([
      {
        Sid: "FleetsUse",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
        Condition: { StringEquals: condition },
      },
      {
        Sid: "FleetsGrantToDisks",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition: { StringEquals: condition, Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ]);
  });
});
