import { riskOf } from "./builders.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";
import { deletionRule, leaves, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/cognito/latest/developerguide";
const POOL = ["aws_cognito_user_pool"];
const CLIENT = ["aws_cognito_user_pool_client"];

/** Rules on Cognito. */
export const cognitoRules: readonly ReviewRule[] = [
  pagedRule({
    id: "user-pool-removed",
    types: POOL,
    finds: "a user pool that is deleted or replaced, with its users",
    pages: [`${GUIDE}/user-pool-settings-deletion-protection.html`],
    judge: (change) => {
      if (!change.isDestroyed) return [];
      const text = replacementText(change);
      if (change.was("deletion_protection") === "ACTIVE") {
        const fix = "Fix: set deletion_protection to INACTIVE in an earlier apply.";
        return [
          riskOf("refused", `${text}, and AWS refuses it: deletion protection is active. ${fix}`, "block"),
        ];
      }
      return [riskOf("loss", `${text}: all its users, and their passwords, are gone for good.`)];
    },
  }),
  settingRule({
    id: "user-pool-protection-off",
    types: POOL,
    attributes: ["deletion_protection"],
    on: (change, attribute) => leaves(change, attribute, "ACTIVE"),
    risk: "disarmed",
    finds: "a user pool that loses its deletion protection",
    text: "Deletion protection is turned off: the next destroy takes all users.",
    pages: [`${GUIDE}/user-pool-settings-deletion-protection.html`],
  }),
  settingRule({
    id: "user-pool-sign-in-weaker",
    types: POOL,
    attributes: [
      "mfa_configuration",
      "password_policy.0.minimum_length",
      "password_policy.0.require_symbols",
      "password_policy.0.require_numbers",
      "password_policy.0.require_uppercase",
      "password_policy.0.require_lowercase",
      "user_pool_add_ons.0.advanced_security_mode",
      "admin_create_user_config.0.allow_admin_create_user_only",
    ],
    on: (change, attribute) =>
      change.lowers(attribute) ||
      change.turnsOff(attribute) ||
      leaves(change, attribute, "ON", "ENFORCED") ||
      (leaves(change, attribute, "OPTIONAL", "AUDIT") && change.becomes(attribute) === "OFF"),
    risk: "disarmed",
    finds: "a user pool with weaker sign-in, or that everybody may join",
    text: (_, attributes) => `Signing in, or up, is easier (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/managing-security.html`],
  }),
  deletionRule({
    id: "user-pool-client-removed",
    types: [
      "aws_cognito_user_pool_client",
      "aws_cognito_managed_user_pool_client",
      "aws_cognito_identity_provider",
      "aws_cognito_resource_server",
      "aws_cognito_identity_pool",
      "aws_cognito_identity_pool_roles_attachment",
      "aws_cognito_identity_pool_provider_principal_tag",
    ],
    finds: "an app client, identity provider or identity pool that is removed",
    pages: [`${GUIDE}/user-pool-settings-client-apps.html`],
    consequences: [
      ["outage", "applications that sign users in by it fail: its ID and secret are not given again"],
    ],
  }),
  deletionRule({
    id: "user-pool-domain-removed",
    types: ["aws_cognito_user_pool_domain"],
    finds: "the host name of a user pool that is removed",
    pages: [`${GUIDE}/cognito-user-pools-assign-domain.html`],
    consequences: [["name", "sign-in pages and the OAuth endpoints are no longer served by it"]],
  }),
  settingRule({
    id: "user-pool-client-narrower",
    types: CLIENT,
    attributes: [
      "callback_urls",
      "logout_urls",
      "allowed_oauth_flows",
      "allowed_oauth_scopes",
      "explicit_auth_flows",
      "supported_identity_providers",
    ],
    on: "drops",
    risk: "cut",
    finds: "a URL, flow or provider that an app client loses",
    text: (_, attributes) =>
      `The app client loses a part of ${attributes.join(", ")}: sign-ins that use it are refused.`,
    pages: [`${GUIDE}/user-pool-settings-client-apps.html`],
    guards: [],
  }),
  deletionRule({
    id: "user-pool-part-removed",
    types: [
      "aws_cognito_user",
      "aws_cognito_user_group",
      "aws_cognito_user_in_group",
      "aws_cognito_risk_configuration",
      "aws_cognito_user_pool_ui_customization",
    ],
    finds: "a user, group or setting of a user pool that is removed",
    pages: [`${GUIDE}/managing-users.html`],
    consequences: [["outage", "the user, or what the group or setting gave, is gone"]],
  }),
];
