import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { compact } from "../../language/compact.ts";
import { bucketArn } from "../data/private-bucket.ts";
import { PLAN_KEYS } from "../names.ts";
import { renderPolicy, type Statement } from "../policy.ts";
import { renderTokenTrustPolicy } from "../web-identity-trust.ts";
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
  /** The service's OIDC provider, if it is made here. @default the account has it */
  readonly provider?: ITerraformDependable;
}

/**
 * The two roles that the jobs of a platform's pipeline assume with their tokens, without keys: at
 * GitHub those of one environment of one repository, at GitLab those of one project, for the role
 * that applies on one branch.
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 * https://docs.gitlab.com/ci/cloud_services/aws/
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
    { account, plan: { prefix, service, issuer }, provider }: CiRolesProps,
  ): IamRole {
    return new IamRole(this, id, {
      name,
      description: `${service}, ${id} of ${prefix}`,
      assumeRolePolicy: renderTokenTrustPolicy(account, issuer, subject),
      ...compact({ dependsOn: provider && [provider] }),
    });
  }
}

/** The OIDC provider of an issuer in an account, which has at most one of it. */
export function addTokenProvider(
  scope: Construct,
  { service, issuer: { host, audience } }: Pick<CiRolesPlan, "service" | "issuer">,
): IamOpenidConnectProvider {
  const id = service === "GitHub Actions" ? "github" : `gitlab-${host.replaceAll(/[^a-z0-9]+/gi, "-")}`;
  // Without a thumbprint: AWS trusts the host's certificate by its own library of authorities.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
  return new IamOpenidConnectProvider(scope, id, { url: `https://${host}`, clientIdList: [audience] });
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
