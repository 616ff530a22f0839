import { deterministicToken } from "../computed-values/deterministic-values.ts";
import { arnTemplate, renderTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** SES identities. */
export const sesResources: ServiceResources = {
  types: {
    aws_ses_domain_identity: {
      values: {
        id: "{domain}",
        arn: arnTemplate("ses:{region}:{account}:identity/{domain}"),
        verification_token: (context) =>
          Buffer.from(renderTemplate("{hex:64/ses}", context), "hex").toString("base64"),
      },
    },
    aws_ses_domain_dkim: {
      values: {
        id: "{domain}",
        dkim_tokens: (context) =>
          [1, 2, 3].map((number) => deterministicToken(`${context.seed}/dkim/${number}`, "base36", 32)),
      },
    },
  },
};
