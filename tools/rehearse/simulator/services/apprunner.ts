import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** App Runner services. */
export const apprunnerResources: ServiceResources = {
  types: {
    aws_apprunner_service: {
      values: {
        id: "{arn}",
        service_id: "{hex:32}",
        arn: arnTemplate("apprunner:{region}:{account}:service/{service_name}/{service_id}"),
        service_url: "{base36:10}.{region}.awsapprunner.com",
        status: "RUNNING",
      },
    },
  },
};
