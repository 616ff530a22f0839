import { formatTimestamp } from "../attribute-rules/attributes.ts";
import {
  type ResourceDefinitions,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../value-context.ts";

/** A named IAM resource, with a path in its ARN and a unique ID with this prefix. */
function iamResource(kind: string, prefix: string): ResourceDefinitions[string] {
  return {
    id: "{name}",
    arn: (context) =>
      renderTemplate(
        `arn:{partition}:iam::{account}:${kind}${resolveString(context, "path") || "/"}{name}`,
        context,
      ),
    unique_id: `${prefix}{base32:17}`,
    create_date: (context) => formatTimestamp(context),
    path: "/",
  };
}

/** A policy attachment of a role, user or group, whose ID is the principal and a timestamp. */
const policyAttachment = (owner: string): ResourceDefinitions[string] => ({
  id: `{${owner}}-20240101{digits:16}`,
});

/** Roles, users, groups and policies. */
export const iamResources: ResourceDefinitions = {
  aws_iam_role: { ...iamResource("role", "AROA"), managed_policy_arns: [], inline_policy: [] },
  aws_iam_user: iamResource("user", "AIDA"),
  aws_iam_group: iamResource("group", "AGPA"),
  aws_iam_instance_profile: iamResource("instance-profile", "AIPA"),
  aws_iam_policy: {
    ...iamResource("policy", "ANPA"),
    id: "{arn}",
    policy_id: "ANPA{base32:17}",
    attachment_count: 0,
  },
  aws_iam_role_policy: { id: "{role}:{name}" },
  aws_iam_user_policy: { id: "{user}:{name}" },
  aws_iam_group_policy: { id: "{group}:{name}" },
  aws_iam_role_policy_attachment: policyAttachment("role"),
  aws_iam_user_policy_attachment: policyAttachment("user"),
  aws_iam_group_policy_attachment: policyAttachment("group"),
  aws_iam_access_key: {
    id: "AKIA{base32:16}",
    secret: (context) =>
      resolveString(context, "pgp_key") === "" ? renderTemplate("{mixed:40/secret}", context) : "",
    ses_smtp_password_v4: (context) =>
      resolveString(context, "pgp_key") === "" ? renderTemplate("B{mixed:43/smtp}", context) : "",
    status: "Active",
    create_date: (context) => formatTimestamp(context),
    encrypted_secret: "",
    key_fingerprint: "",
  },
  aws_iam_service_linked_role: {
    ...iamResource("role", "AROA"),
    id: "{arn}",
    path: "/aws-service-role/{aws_service_name}/",
    name: (context) => `AWSServiceRoleFor${serviceRoleLabel(context)}`,
  },
  aws_iam_openid_connect_provider: {
    id: "{arn}",
    arn: (context) =>
      renderTemplate(
        `arn:{partition}:iam::{account}:oidc-provider/${resolveString(context, "url").replace(/^https:\/\//, "")}`,
        context,
      ),
  },
};

function serviceRoleLabel(context: ValueContext): string {
  const service = resolveString(context, "aws_service_name").split(".")[0] ?? "";
  const label =
    service.length <= 3 ? service.toUpperCase() : `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
  const suffix = resolveString(context, "custom_suffix");
  return suffix === "" ? label : `${label}_${suffix}`;
}
