import { flow } from "../../language/language.ts";
import { merge } from "../../language/merge.ts";
import type { PlatformSpec } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";
import { shop } from "../language/support/shop.ts";
import { ACCOUNT } from "../support/platform-builder.ts";
import { iamPolicyStatements } from "../support/policies.ts";
import { parseStackJson, resourcesOfType, synthesize } from "../support/synth.ts";

const OPERATORS = `arn:aws:iam::${ACCOUNT}:role/operators`;
const KEY = expect.stringMatching(/^\$\{aws_kms_key\.logs-key_.+\.arn\}$/);
const LOG = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/shop-prod/main-session`;

/** The shop, with sessions in its network and a path to Systems Manager from each server. */
const withSessions = synthesize(
  resolve(
    merge(shop, {
      networks: {
        main: {
          endpoints: { interface: ["ssm", "ssmmessages", "kms", "logs"] },
          sessionManager: { principals: [OPERATORS], permissionSets: ["Operators"], idleMinutes: 5 },
        },
      },
      flows: [...shop.flows!, flow("relay", "aws")],
    }) as PlatformSpec,
    "prod",
  ),
);
const network = parseStackJson(withSessions, "shop-prod-network");
const compute = parseStackJson(withSessions, "shop-prod-compute");

/** The statements of a role's policy by SID. */
function statementsOf(stack: typeof network, policy: string) {
  return iamPolicyStatements(stack)
    .filter(({ address }) => address.startsWith(policy))
    .map(({ Sid, Action, Resource, Condition }) => ({ Sid, Action, Resource, Condition }));
}

describe("sessions of a network", () => {
  it("are encrypted, and logged into an encrypted log as they happen", () => {
    const [document] = resourcesOfType(network, "aws_ssm_document");
    expect(document).toMatchObject({ name: "shop-prod-main-session", document_type: "Session" });
    expect(JSON.parse(String(document?.content))).toEqual({
      schemaVersion: "1.0",
      description: "Encrypted shell sessions with a log",
      sessionType: "Standard_Stream",
      inputs: {
        cloudWatchLogGroupName: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.main-session_log_/),
        cloudWatchEncryptionEnabled: true,
        cloudWatchStreamingEnabled: true,
        kmsKeyId: KEY,
        idleSessionTimeout: "5",
        runAsEnabled: false,
      },
    });
    const logs = resourcesOfType(network, "aws_cloudwatch_log_group");
    expect(logs.filter(({ name }) => name === "/shop-prod/main-session")).toEqual([
      expect.objectContaining({ retention_in_days: 365, kms_key_id: KEY }),
    ]);
  });

  it("are open to the named people only, by users, roles or permission sets", () => {
    const role = resourcesOfType(network, "aws_iam_role").find(
      ({ name }) => name === "shop-prod-main-session",
    );
    const roleOfSet = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Operators_????????????????`;
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      {
        Sid: "AssumeByPeople",
        Effect: "Allow",
        Principal: { AWS: OPERATORS },
        Action: "sts:AssumeRole",
      },
      {
        Sid: "AssumeByPermissionSets",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: "sts:AssumeRole",
        Condition: { ArnLike: { "aws:PrincipalArn": roleOfSet } },
      },
    ]);
  });

  it("reach this platform's servers, by this document, and end by whoever started them", () => {
    expect(statementsOf(network, "main-session_policy")).toEqual([
      {
        Sid: "StartSessions",
        Action: "ssm:StartSession",
        Resource: `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/*`,
        Condition: {
          StringEquals: { "ssm:resourceTag/Platform": "shop", "ssm:resourceTag/Environment": "prod" },
          BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" },
        },
      },
      {
        Sid: "UseDocument",
        Action: "ssm:StartSession",
        Resource: expect.stringMatching(
          new RegExp(`^arn:aws:ssm:us-east-1:${ACCOUNT}:document/\\$\\{aws_ssm_document\\..+\\.name\\}$`),
        ),
        Condition: undefined,
      },
      {
        Sid: "OwnSessions",
        Action: ["ssm:ResumeSession", "ssm:TerminateSession", "ssmmessages:OpenDataChannel"],
        Resource: `arn:aws:ssm:us-east-1:${ACCOUNT}:session/$\${aws:userid}-*`,
        Condition: undefined,
      },
      { Sid: "EncryptSessions", Action: "kms:GenerateDataKey", Resource: KEY, Condition: undefined },
      {
        Sid: "FindServers",
        Action: ["ec2:DescribeInstances", "ssm:DescribeInstanceInformation", "ssm:GetConnectionStatus"],
        Resource: "*",
        Condition: undefined,
      },
    ]);
  });

  it.each(["relay", "workers"])("let %s's agent decrypt them and write their log", (name) => {
    const statements = statementsOf(compute, `${name}-profile_policy`);
    expect(statements.slice(-4)).toEqual([
      expect.objectContaining({ Sid: "OpenSessions" }),
      {
        Sid: "WriteSessions",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [LOG, `${LOG}:*`],
        Condition: undefined,
      },
      { Sid: "FindSessionLog", Action: "logs:DescribeLogGroups", Resource: "*", Condition: undefined },
      {
        Sid: "DecryptSessions",
        Action: "kms:Decrypt",
        Resource: "${data.terraform_remote_state.network.outputs.logs_key_arn}",
        Condition: undefined,
      },
    ]);
  });

  it("exist only where the network has the setting", () => {
    const without = synthesize(resolve(shop, "prod"));
    for (const [name, text] of Object.entries(without)) expect(text, name).not.toContain("main-session");
  });
});
