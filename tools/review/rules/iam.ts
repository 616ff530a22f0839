import { riskOf } from "./builders.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";
import { deletionRule, leaves, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const API = "https://docs.aws.amazon.com/IAM/latest/APIReference";

/** Rules on names and outages of IAM. What it allows is proven by the review, not judged here. */
export const iamRules: readonly ReviewRule[] = [
  deletionRule({
    id: "role-removed",
    types: ["aws_iam_role"],
    finds: "a role that is deleted or replaced",
    pages: [
      `${API}/API_DeleteRole.html`,
      `${GUIDE}/reference_policies_elements_principal.html#principal-roles`,
    ],
    consequences: [
      [
        "name",
        "its unique ID goes: policies elsewhere that name it as principal no longer mean its successor",
      ],
      ["outage", "what runs with it loses its permissions, and its credentials become invalid"],
    ],
  }),
  deletionRule({
    id: "iam-identity-removed",
    types: ["aws_iam_user", "aws_iam_group"],
    finds: "a user or group that is deleted or replaced",
    pages: [`${API}/API_DeleteUser.html`],
    consequences: [
      ["name", "its unique ID goes: policies elsewhere that name it no longer mean its successor"],
      ["outage", "its keys, passwords and memberships end"],
    ],
  }),
  settingRule({
    id: "iam-identity-renamed",
    types: ["aws_iam_user", "aws_iam_group"],
    attributes: ["name", "path"],
    on: "changes",
    risk: "name",
    finds: "a user or group that is renamed, in place",
    text: "It is renamed in place: its ARN changes, and policies that name the old one no longer match.",
    pages: [`${API}/API_UpdateUser.html`],
  }),
  settingRule({
    id: "iam-force-destroy-on",
    types: ["aws_iam_user", "aws_iam_role"],
    attributes: ["force_destroy", "force_detach_policies"],
    on: "turnsOn",
    risk: "disarmed",
    finds: "a user or role whose next destroy takes its keys or attachments with it",
    text: (_, attributes) =>
      `${attributes.join(" and ")} is turned on: the next destroy takes keys or attachments made elsewhere too.`,
  }),
  deletionRule({
    id: "credential-removed",
    types: [
      "aws_iam_access_key",
      "aws_iam_user_login_profile",
      "aws_iam_user_ssh_key",
      "aws_iam_service_specific_credential",
      "aws_iam_signing_certificate",
      "aws_iam_server_certificate",
    ],
    finds: "a key, password or certificate that is removed",
    pages: [`${GUIDE}/id_credentials_access-keys.html`],
    consequences: [["outage", "whoever uses it is refused from then on"]],
    whenCreatedFirst: [
      ["outage", "whoever uses it is refused once it goes, and must have the new one first"],
    ],
  }),
  settingRule({
    id: "credential-off",
    types: [
      "aws_iam_access_key",
      "aws_iam_user_ssh_key",
      "aws_iam_service_specific_credential",
      "aws_iam_signing_certificate",
    ],
    attributes: ["status"],
    on: (change, attribute) => leaves(change, attribute, "Active"),
    risk: "outage",
    finds: "a key that becomes inactive",
    text: "The credential becomes inactive: whoever uses it is refused.",
    pages: [`${API}/API_UpdateAccessKey.html`],
  }),
  pagedRule({
    id: "long-lived-credential-created",
    types: ["aws_iam_access_key", "aws_iam_user", "aws_iam_user_login_profile"],
    finds: "a user, access key or password that is created",
    pages: [`${GUIDE}/best-practices.html`],
    judge: (change) => {
      if (change.action !== "create") return [];
      const text =
        change.type === "aws_iam_user"
          ? "A user is created: roles need no long-lived credentials."
          : "A long-lived credential is created, and stands in the state.";
      return [riskOf("permission", text, "note")];
    },
  }),
  deletionRule({
    id: "instance-profile-removed",
    types: ["aws_iam_instance_profile"],
    finds: "an instance profile that is deleted or replaced",
    pages: [`${API}/API_DeleteInstanceProfile.html`],
    consequences: [
      ["outage", "instances that have it lose their credentials, and groups that name it start none"],
    ],
  }),
  settingRule({
    id: "instance-profile-role-changes",
    types: ["aws_iam_instance_profile"],
    attributes: ["role"],
    on: "changes",
    risk: "outage",
    finds: "an instance profile with another role, or none",
    text: "The instance profile has another role, or none: software in its instances has other permissions.",
    pages: [`${API}/API_AddRoleToInstanceProfile.html`],
    guards: [],
  }),
  deletionRule({
    id: "federation-removed",
    types: ["aws_iam_openid_connect_provider", "aws_iam_saml_provider"],
    finds: "an identity provider that is deleted or replaced",
    pages: [`${API}/API_DeleteOpenIDConnectProvider.html`],
    consequences: [["outage", "whoever signs in by it, such as a pipeline, gets no role"]],
  }),
  settingRule({
    id: "federation-narrower",
    types: ["aws_iam_openid_connect_provider"],
    attributes: ["client_id_list", "thumbprint_list"],
    on: "drops",
    risk: "outage",
    finds: "an identity provider that loses an audience or thumbprint",
    text: (_, attributes) =>
      `The identity provider loses a part of its ${attributes.join(" and ")}: tokens with it are refused.`,
    pages: [`${GUIDE}/id_roles_providers_create_oidc.html`],
    guards: ["client_id_list"],
  }),
  settingRule({
    id: "federation-metadata-changes",
    types: ["aws_iam_saml_provider"],
    attributes: ["saml_metadata_document"],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "a SAML provider with other metadata",
    text: "The SAML metadata changes: assertions that are signed with an old certificate are refused.",
    pages: [`${API}/API_UpdateSAMLProvider.html`],
    guards: [],
  }),
  deletionRule({
    id: "service-linked-role-removed",
    types: ["aws_iam_service_linked_role"],
    finds: "a service-linked role that is removed",
    pages: [`${API}/API_DeleteServiceLinkedRole.html`],
    consequences: [
      ["outage", "its service can no longer act in the account, and AWS refuses it while resources need it"],
    ],
  }),
  settingRule({
    id: "role-session-shorter",
    types: ["aws_iam_role"],
    attributes: ["max_session_duration"],
    on: "lowers",
    risk: "outage",
    level: "note",
    finds: "a role with shorter sessions",
    text: "Sessions of the role may be shorter only: callers that ask for the old duration are refused.",
    pages: [`${API}/API_UpdateRole.html`],
  }),
  settingRule({
    id: "password-policy-weaker",
    types: ["aws_iam_account_password_policy"],
    attributes: [
      "minimum_password_length",
      "password_reuse_prevention",
      "require_lowercase_characters",
      "require_numbers",
      "require_symbols",
      "require_uppercase_characters",
    ],
    on: (change, attribute) => change.lowers(attribute) || change.turnsOff(attribute),
    risk: "disarmed",
    finds: "weaker passwords that are allowed",
    text: (_, attributes) => `Weaker passwords are allowed (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/id_credentials_passwords_account-policy.html`],
  }),
  deletionRule({
    id: "account-guard-removed",
    types: [
      "aws_iam_account_password_policy",
      "aws_iam_virtual_mfa_device",
      "aws_iam_security_token_service_preferences",
    ],
    finds: "the password policy, or an MFA device, that is removed",
    pages: [`${API}/API_DeleteAccountPasswordPolicy.html`],
    consequences: [["disarmed", "passwords follow AWS's default again, or a user signs in without MFA"]],
  }),
  deletionRule({
    id: "account-alias-removed",
    types: ["aws_iam_account_alias"],
    finds: "the account's alias that is removed",
    pages: [`${API}/API_DeleteAccountAlias.html`],
    consequences: [["name", "the sign-in address by alias ends, and another account may take the alias"]],
  }),
  pagedRule({
    id: "permission-removed",
    types: [
      "aws_iam_policy",
      "aws_iam_policy_attachment",
      "aws_iam_role_policy",
      "aws_iam_role_policy_attachment",
      "aws_iam_role_policies_exclusive",
      "aws_iam_role_policy_attachments_exclusive",
      "aws_iam_user_policy",
      "aws_iam_user_policy_attachment",
      "aws_iam_group_policy",
      "aws_iam_group_policy_attachment",
      "aws_iam_group_membership",
      "aws_iam_user_group_membership",
      "aws_s3_bucket_policy",
      "aws_s3control_access_point_policy",
      "aws_kms_key_policy",
      "aws_sqs_queue_policy",
      "aws_sns_topic_policy",
      "aws_ecr_repository_policy",
      "aws_ecr_registry_policy",
      "aws_secretsmanager_secret_policy",
      "aws_cloudwatch_log_destination_policy",
      "aws_efs_file_system_policy",
      "aws_dynamodb_resource_policy",
      "aws_kinesis_resource_policy",
      "aws_opensearch_domain_policy",
      "aws_vpclattice_auth_policy",
      "aws_vpclattice_resource_policy",
    ],
    finds: "a policy, attachment or membership that is removed",
    pages: [`${GUIDE}/access_policies.html`],
    judge: (change) =>
      change.isDestroyed
        ? [riskOf("outage", `${replacementText(change)}: calls that only it allowed are denied.`, "note")]
        : [],
  }),
];
