import { renderTemplate, resolveString } from "../../computed-values/value-context.ts";
import type { ServiceResources } from "../service-resources.ts";

/** IAM identity providers. */
export const iamIdentityProviderResources: ServiceResources = {
  types: {
    aws_iam_openid_connect_provider: {
      values: {
        id: "{arn}",
        arn: (context) =>
          renderTemplate(
            `arn:{partition}:iam::{account}:oidc-provider/${resolveString(context, "url").replace(/^https:\/\//, "")}`,
            context,
          ),
      },
    },
  },
};
