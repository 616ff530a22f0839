import { formatTimestamp } from "../../computed-values/attribute-rules/attributes.ts";
import { renderTemplate, resolveString, type ValueGenerators } from "../../computed-values/value-context.ts";

/** A named IAM resource, with a path in its ARN and a unique ID with this prefix. */
export function iamResource(kind: string, prefix: string): ValueGenerators {
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
export const policyAttachment = (owner: string): ValueGenerators => ({
  id: `{${owner}}-20240101{digits:16}`,
});
