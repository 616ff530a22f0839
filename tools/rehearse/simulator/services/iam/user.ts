import { formatTimestamp } from "../../computed-values/attribute-rules/attributes.ts";
import { renderTemplate, resolveString } from "../../computed-values/value-context.ts";
import type { ParentReference, ServiceResources } from "../service-resources.ts";
import { iamResource, policyAttachment } from "./identity-values.ts";

const GROUP_PARENT: ParentReference = {
  attribute: "group",
  types: ["aws_iam_group"],
  code: "NoSuchEntity",
  message: "The group with name {} cannot be found.",
};

const USER_PARENT: ParentReference = {
  attribute: "user",
  types: ["aws_iam_user"],
  code: "NoSuchEntity",
  message: "The user with name {} cannot be found.",
};

/** IAM users and groups. */
export const iamUserResources: ServiceResources = {
  types: {
    aws_iam_user: {
      values: iamResource("user", "AIDA"),
      uniqueName: {
        attribute: "name",
        code: "EntityAlreadyExists",
        message: "User with name {} already exists.",
      },
      notFound: { code: "NoSuchEntity", message: "The user with name {} cannot be found." },
    },
    aws_iam_group: {
      values: iamResource("group", "AGPA"),
      uniqueName: {
        attribute: "name",
        code: "EntityAlreadyExists",
        message: "Group with name {} already exists.",
      },
    },
    aws_iam_user_policy: { values: { id: "{user}:{name}" }, parents: [USER_PARENT] },
    aws_iam_group_policy: { values: { id: "{group}:{name}" }, parents: [GROUP_PARENT] },
    aws_iam_user_policy_attachment: { values: policyAttachment("user"), parents: [USER_PARENT] },
    aws_iam_group_policy_attachment: { values: policyAttachment("group"), parents: [GROUP_PARENT] },
    aws_iam_access_key: {
      values: {
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
      parents: [USER_PARENT],
    },
    aws_iam_group_membership: { parents: [GROUP_PARENT] },
    aws_iam_user_group_membership: { parents: [USER_PARENT] },
    aws_iam_user_login_profile: { parents: [USER_PARENT] },
  },
};
