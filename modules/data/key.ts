import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { Construct } from "constructs";
import { renderPolicy, type Statement } from "../policy.ts";

/** Inputs of {@link Key}. */
export interface KeyProps {
  /** The alias without `alias/`: `cybershield-prod-data`. */
  readonly alias: string;
  /** The description in the console: the data that the key encrypts. */
  readonly description: string;
  /** The 12-digit ID of the administering account. */
  readonly account: string;
  /** Key policy statements besides the account's. @default none */
  readonly statements?: readonly Statement[];
  /** Makes Terraform refuse to destroy it, since encrypted data would be lost. */
  readonly protected: boolean;
}

/** A customer-managed KMS key with yearly rotation, and its alias. */
export class Key extends Construct {
  /** The key's ARN. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: KeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "key", {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: renderPolicy(accountKeyStatements(props.account), ...(props.statements ?? [])),
      lifecycle: { preventDestroy: props.protected },
    });
    new KmsAlias(this, "alias", { name: `alias/${props.alias}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/**
 * Delegates to the account's IAM policies; without this a key can become unmanageable.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function accountKeyStatements(account: string): Statement {
  return {
    sid: "AccountAdministers",
    principal: { aws: `arn:aws:iam::${account}:root` },
    actions: ["kms:*"],
    resources: ["*"],
  };
}

const KEY_USE_ACTIONS = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
];

/**
 * Allows CloudWatch Logs to encrypt the account's log groups.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function logsKeyStatements(region: string, account: string): Statement {
  return {
    sid: "LogsUse",
    principal: { service: `logs.${region}.amazonaws.com` },
    actions: KEY_USE_ACTIONS,
    resources: ["*"],
    conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:*` } },
  };
}

/**
 * Allows an AWS service of this account to write to encrypted SNS topics or buckets.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function servicesKeyStatements(account: string, ...services: readonly string[]): Statement {
  return {
    sid: "ServicesUse",
    principal: { service: services },
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: ["*"],
    conditions: { StringEquals: { "aws:SourceAccount": account } },
  };
}

/**
 * Allows this account's Auto Scaling to launch servers with volumes encrypted by the key, without
 * which a fleet stays empty. A condition names its service-linked role, because a key policy cannot
 * name a role that does not exist yet, and AWS creates this one with the account's first Auto
 * Scaling group.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
export function fleetsKeyStatements(account: string): Statement[] {
  const role = `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  const isFleets = { "aws:PrincipalArn": role, "kms:CallerAccount": account };
  return [
    {
      sid: "FleetsUse",
      principal: { aws: "*" },
      actions: KEY_USE_ACTIONS,
      resources: ["*"],
      conditions: { StringEquals: isFleets },
    },
    {
      sid: "FleetsGrantToDisks",
      principal: { aws: "*" },
      actions: ["kms:CreateGrant"],
      resources: ["*"],
      conditions: { StringEquals: isFleets, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
