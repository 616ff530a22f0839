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

/** What a key's policy says. */
function statementsOf(statements?: readonly Statement[]): unknown {
  const [key] = resourcesOfType(synthesize(statements).json, "aws_kms_key");
  return (parseEmbeddedJson(key!.policy) as { Statement: unknown }).Statement;
}

describe("a key", () => {
  it("turns over each year, waits 30 days before it goes, and has an alias", () => {
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

  it("is administered by its account, so that nobody is locked out, and used by no one else by itself", () => {
    expect(statementsOf()).toEqual([ACCOUNT_ADMINISTERS]);
  });

  it("is used by whom its statements name", () => {
    const logs = logsKeyStatements("eu-west-1", "111111111111");
    expect(statementsOf([logs])).toEqual([ACCOUNT_ADMINISTERS, expect.objectContaining({ Sid: "LogsUse" })]);
  });
});

describe("who else may use a key", () => {
  const said = (statement: Statement) => JSON.parse(renderPolicy(statement)).Statement[0];

  it("is CloudWatch Logs of one region, for this account's log groups only", () => {
    expect(said(logsKeyStatements("eu-west-1", "111111111111"))).toEqual({
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

  it("is a service that writes for this account, to write and no more", () => {
    expect(
      said(servicesKeyStatements("111111111111", "cloudwatch.amazonaws.com", "budgets.amazonaws.com")),
    ).toEqual({
      Sid: "ServicesUse",
      Effect: "Allow",
      Principal: { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
    });
  });

  it("is Auto Scaling of this account, for the disks of its servers", () => {
    const role =
      "arn:aws:iam::111111111111:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
    const who = { "aws:PrincipalArn": role, "kms:CallerAccount": "111111111111" };
    expect(fleetsKeyStatements("111111111111").map(said)).toEqual([
      {
        Sid: "FleetsUse",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
        Condition: { StringEquals: who },
      },
      {
        Sid: "FleetsGrantToDisks",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition: { StringEquals: who, Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ]);
  });
});
