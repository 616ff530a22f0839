import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { Construct } from "constructs";
import { renderPolicy, type Statement } from "../policy.ts";

/** What a key is for. */
export interface KeyProps {
  /** Without `alias/`: `cybershield-prod-data`. */
  readonly alias: string;
  readonly description: string;
  /** The 12-digit account that administers it. */
  readonly account: string;
  /** What beside the account may use it. @default nothing */
  readonly statements?: readonly Statement[];
  /** Whether Terraform refuses to destroy it: what it encrypted would be lost. */
  readonly protected: boolean;
}

/** A customer-managed KMS key that turns over each year, and its alias. */
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
 * Lets the account's own IAM policies decide; without it a key can lock its account out.
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
 * Lets CloudWatch Logs encrypt the account's log groups.
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
 * Lets a service of this account write to encrypted SNS topics or buckets.
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
 * Lets Auto Scaling of this account launch servers whose disks the key encrypts: without it a fleet never has a
 * server. Its role is told by a condition, since a key policy cannot name a role that does not exist yet, and
 * AWS makes this one with the account's first Auto Scaling group.
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
