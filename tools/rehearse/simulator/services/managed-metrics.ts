import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** Managed Grafana and Prometheus workspaces. */
export const managedMetricsResources: ServiceResources = {
  types: {
    aws_grafana_workspace: {
      values: {
        id: "g-{hex:10}",
        endpoint: "g-{hex:10}.grafana-workspace.{region}.amazonaws.com",
        grafana_version: "10.4",
      },
    },
    aws_prometheus_workspace: {
      values: {
        id: "ws-{uuid}",
        arn: arnTemplate("aps:{region}:{account}:workspace/{id}"),
        prometheus_endpoint: "https://aps-workspaces.{region}.amazonaws.com/workspaces/{id}/",
      },
    },
  },
};
