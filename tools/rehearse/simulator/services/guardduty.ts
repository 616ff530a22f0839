import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** GuardDuty detectors. */
export const guarddutyResources: ServiceResources = {
  types: {
    aws_guardduty_detector: {
      values: {
        id: "{hex:32}",
        arn: arnTemplate("guardduty:{region}:{account}:detector/{id}"),
        account_id: "{account}",
        finding_publishing_frequency: "SIX_HOURS",
      },
    },
  },
};
