import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js";
import { Construct } from "constructs";
import { dashboardBody, type GraphPlan } from "./dashboard-plan.ts";

/** Inputs of {@link Dashboard}. */
export interface DashboardProps {
  readonly name: string;
  readonly region: string;
  readonly graphs: readonly GraphPlan[];
  readonly alarmArns: readonly string[];
}

/** A CloudWatch dashboard: alarms on top, graphs below. */
export class Dashboard extends Construct {
  /** Its URL in the console. */
  readonly url: string;

  constructor(scope: Construct, id: string, { name, region, graphs, alarmArns }: DashboardProps) {
    super(scope, id);
    const dashboard = new CloudwatchDashboard(this, "dashboard", {
      dashboardName: name,
      dashboardBody: dashboardBody(graphs, alarmArns, region),
    });
    this.url = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard.dashboardName}`;
  }
}
