import { renderTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** IAM Identity Center. */
export const ssoadminResources: ServiceResources = {
  types: {
    aws_ssoadmin_instances: {
      values: {
        id: "{region}",
        arns: (context) => [renderTemplate("arn:{partition}:sso:::instance/ssoins-{hex:16/sso}", context)],
        identity_store_ids: (context) => [renderTemplate("d-{hex:10/store}", context)],
      },
    },
  },
};
