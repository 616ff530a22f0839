import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** CloudWatch alarms and dashboards. */
export const cloudwatchResources: ServiceResources = {
  types: {
    aws_cloudwatch_metric_alarm: {
      values: {
        id: "{alarm_name}",
        arn: arnTemplate("cloudwatch:{region}:{account}:alarm:{alarm_name}"),
        evaluate_low_sample_count_percentiles: "",
      },
    },
    aws_cloudwatch_composite_alarm: {
      values: {
        id: "{alarm_name}",
        arn: arnTemplate("cloudwatch:{region}:{account}:alarm:{alarm_name}"),
      },
    },
    aws_cloudwatch_dashboard: {
      values: {
        id: "{dashboard_name}",
        dashboard_arn: arnTemplate("cloudwatch::{account}:dashboard/{dashboard_name}"),
      },
    },
  },
};
