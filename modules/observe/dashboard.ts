import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js";
import { Construct } from "constructs";
import { dashboardBody, type GraphPlan } from "./dashboard-plan.ts";

/** Inputs of {@link Dashboard}. */
export interface DashboardProps {
  /** The dashboard's name, unique in the account: `cybershield-prod`. */
  readonly name: string;
  /** The region of metrics and alarms. */
  readonly region: string;
  /** The graphs, three in a row. */
  readonly graphs: readonly GraphPlan[];
  /** ARNs of the alarms whose states it shows. */
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
