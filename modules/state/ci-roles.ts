import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { compact } from "../../language/compact.ts";
import { bucketArn } from "../data/private-bucket.ts";
import { GITHUB_AUDIENCE, GITHUB_TOKEN_HOST, renderGithubTrustPolicy } from "../github-trust.ts";
import { PLAN_KEYS } from "../names.ts";
import { renderPolicy, type Statement } from "../policy.ts";
import type { CiRolePlan, CiRolesPlan } from "./ci-roles-plan.ts";

/** Inputs of {@link CiRoles}. */
export interface CiRolesProps {
  /** The 12-digit account ID. */
  readonly account: string;
  /** The roles. */
  readonly plan: CiRolesPlan;
  /** The state bucket's name. */
  readonly bucket: string;
  /** ARN of the key that encrypts the states. */
  readonly keyArn: string;
  /** GitHub's OIDC provider, if it is made here. @default the account has it */
  readonly provider?: ITerraformDependable;
}

/**
 * The two roles that the jobs of a platform's pipeline assume with GitHub's tokens, without keys.
 * Each trusts the jobs of one GitHub environment of one repository, and no other.
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export class CiRoles extends Construct {
  constructor(scope: Construct, id: string, props: CiRolesProps) {
    super(scope, id);
    this.#addPlanRole(props);
    this.#addApplyRole(props);
  }

  /**
   * The provider's refresh calls describe, get and list operations of every service, some of which
   * AWS's ViewOnlyAccess lacks, such as `iam:GetRolePolicy`: so it is ReadOnlyAccess, without the
   * data that this includes. It reads the states, and with them every secret in them.
   */
  #addPlanRole(props: CiRolesProps): void {
    const role = this.#role("plan", props.plan.plan, props);
    new IamRolePolicyAttachment(this, "plan-read", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    });
    new IamRolePolicy(this, "plan-states", {
      role: role.name,
      name: "states",
      policy: renderPolicy(...planStatements(props)),
    });
  }

  #addApplyRole(props: CiRolesProps): void {
    const role = this.#role("apply", props.plan.apply, props);
    for (const [index, policyArn] of props.plan.applyPolicies.entries())
      new IamRolePolicyAttachment(this, `apply-policy-${index}`, { role: role.name, policyArn });
  }

  #role(
    id: string,
    { name, subject }: CiRolePlan,
    { account, plan: { prefix }, provider }: CiRolesProps,
  ): IamRole {
    return new IamRole(this, id, {
      name,
      description: `GitHub Actions, ${id} of ${prefix}`,
      assumeRolePolicy: renderGithubTrustPolicy(account, subject),
      ...compact({ dependsOn: provider && [provider] }),
    });
  }
}

/** GitHub's OIDC provider in an account, which has at most one. */
export function addGithubProvider(scope: Construct): IamOpenidConnectProvider {
  // Without a thumbprint: AWS trusts GitHub's certificate by its own library of authorities.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
  return new IamOpenidConnectProvider(scope, "github", {
    url: `https://${GITHUB_TOKEN_HOST}`,
    clientIdList: [GITHUB_AUDIENCE],
  });
}

function planStatements({ bucket, keyArn, plan }: CiRolesProps): Statement[] {
  const objects = (keys: string) => `${bucketArn(bucket)}/${keys}`;
  return [
    { sid: "ListStates", actions: ["s3:ListBucket"], resources: [bucketArn(bucket)] },
    { sid: "ReadStates", actions: ["s3:GetObject"], resources: [objects("*")] },
    { sid: "UseStateKey", actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [keyArn] },
    { sid: "WritePlans", actions: ["s3:PutObject"], resources: [objects(`${plan.planKeyPrefix}*`)] },
    {
      sid: "NeverReadPlans",
      effect: "Deny",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: [objects(`${PLAN_KEYS}/*`)],
    },
    {
      sid: "NeverReadOtherObjects",
      effect: "Deny",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      notResources: [objects("*")],
    },
    { sid: "NeverReadData", effect: "Deny", actions: DATA_ACTIONS, resources: ["*"] },
  ];
}

/** Actions that read data instead of settings: no refresh needs them. */
const DATA_ACTIONS = [
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "kinesis:GetRecords",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:StartQuery",
  "secretsmanager:GetSecretValue",
  "sqs:ReceiveMessage",
];
