import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** CloudTrail trails. */
export const cloudtrailResources: ServiceResources = {
  types: {
    aws_cloudtrail: {
      values: {
        id: "{arn}",
        arn: arnTemplate("cloudtrail:{region}:{account}:trail/{name}"),
        home_region: "{region}",
        sns_topic_arn: "",
      },
    },
  },
};
