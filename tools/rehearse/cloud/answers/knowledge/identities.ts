import { type Facts, type Knowledge, render, textFact } from "../facts.ts";
import { timestamp } from "../rules/attributes.ts";

/** An IAM thing: named, with a path in its ARN and a unique id of this prefix. */
function iam(kind: string, prefix: string): Knowledge[string] {
  return {
    id: "{name}",
    arn: (facts) =>
      render(`arn:{partition}:iam::{account}:${kind}${textFact(facts, "path") || "/"}{name}`, facts),
    unique_id: `${prefix}{base32:17}`,
    create_date: (facts) => timestamp(facts),
    path: "/",
  };
}

/** A policy attached to a role, user or group: known by whom and when. */
const attachment = (owner: string): Knowledge[string] => ({ id: `{${owner}}-20240101{digits:16}` });

/** Roles, users, groups and policies. */
export const identities: Knowledge = {
  aws_iam_role: { ...iam("role", "AROA"), managed_policy_arns: [], inline_policy: [] },
  aws_iam_user: iam("user", "AIDA"),
  aws_iam_group: iam("group", "AGPA"),
  aws_iam_instance_profile: iam("instance-profile", "AIPA"),
  aws_iam_policy: {
    ...iam("policy", "ANPA"),
    id: "{arn}",
    policy_id: "ANPA{base32:17}",
    attachment_count: 0,
  },
  aws_iam_role_policy: { id: "{role}:{name}" },
  aws_iam_user_policy: { id: "{user}:{name}" },
  aws_iam_group_policy: { id: "{group}:{name}" },
  aws_iam_role_policy_attachment: attachment("role"),
  aws_iam_user_policy_attachment: attachment("user"),
  aws_iam_group_policy_attachment: attachment("group"),
  aws_iam_access_key: {
    id: "AKIA{base32:16}",
    secret: (facts) => (textFact(facts, "pgp_key") === "" ? render("{mixed:40/secret}", facts) : ""),
    ses_smtp_password_v4: (facts) =>
      textFact(facts, "pgp_key") === "" ? render("B{mixed:43/smtp}", facts) : "",
    status: "Active",
    create_date: (facts) => timestamp(facts),
    encrypted_secret: "",
    key_fingerprint: "",
  },
  aws_iam_service_linked_role: {
    ...iam("role", "AROA"),
    id: "{arn}",
    path: "/aws-service-role/{aws_service_name}/",
    name: (facts) => `AWSServiceRoleFor${serviceLabel(facts)}`,
  },
  aws_iam_openid_connect_provider: {
    id: "{arn}",
    arn: (facts) =>
      render(
        `arn:{partition}:iam::{account}:oidc-provider/${textFact(facts, "url").replace(/^https:\/\//, "")}`,
        facts,
      ),
  },
};

function serviceLabel(facts: Facts): string {
  const service = textFact(facts, "aws_service_name").split(".")[0] ?? "";
  const short =
    service.length <= 3 ? service.toUpperCase() : `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
  const suffix = textFact(facts, "custom_suffix");
  return suffix === "" ? short : `${short}_${suffix}`;
}
