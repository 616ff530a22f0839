import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import type { DeployedResources } from "./deployed-plan.ts";
import {
  applicationLoadBalancers,
  errorPercent,
  loadBalancerMetric,
  networkLoadBalancerMetric,
  networkLoadBalancers,
} from "./edge-metrics-plan.ts";
import { ec2Workloads, instanceMetric } from "./instance-alarm-plan.ts";
import { FIVE_MINUTES, type Metric, type MetricMath } from "./metric-plan.ts";
import { fargateServices, serviceMetric, taskCountMetric } from "./service-alarm-plan.ts";
import { databaseMetric, nodeMetrics } from "./store-alarm-plan.ts";

/** A graph and its metrics by label. */
export interface GraphPlan {
  /** The graph's title, with the unit: `app: CPU (%)`. */
  readonly title: string;
  /** Metrics by label. */
  readonly lines: Readonly<Record<string, Metric | MetricMath>>;
}

/** Plans the graphs of a platform, from the edge inwards. */
export function planGraphs(platform: Platform, deployed: DeployedResources): GraphPlan[] {
  return [
    ...applicationLoadBalancers(platform).flatMap((name) => loadBalancerGraphs(name, deployed)),
    ...networkLoadBalancers(platform).map((name) => networkLoadBalancerGraph(name, deployed)),
    ...fargateServices(platform).flatMap((name) => serviceGraphs(platform, name, deployed)),
    ...ec2Workloads(platform).map((name) => instanceGraph(name, deployed)),
    ...Object.keys(platform.stores).flatMap((name) => storeGraphs(platform, name)),
  ];
}

function loadBalancerGraphs(name: string, deployed: DeployedResources): GraphPlan[] {
  const suffix = required(deployed.loadBalancerSuffixes, name);
  return [
    { title: `${name}: requests`, lines: { requests: loadBalancerMetric(suffix, "RequestCount", "Sum") } },
    {
      title: `${name}: response time (s)`,
      lines: {
        average: loadBalancerMetric(suffix, "TargetResponseTime", "Average"),
        slowest: loadBalancerMetric(suffix, "TargetResponseTime", "Maximum"),
      },
    },
    { title: `${name}: 5xx (% of requests)`, lines: { errors: errorPercent(suffix) } },
  ];
}

function networkLoadBalancerGraph(name: string, deployed: DeployedResources): GraphPlan {
  const suffix = required(deployed.loadBalancerSuffixes, name);
  return {
    title: `${name}: connections`,
    lines: {
      active: networkLoadBalancerMetric(suffix, "ActiveFlowCount", "Average"),
      new: networkLoadBalancerMetric(suffix, "NewFlowCount", "Sum"),
    },
  };
}

function serviceGraphs(platform: Platform, name: string, deployed: DeployedResources): GraphPlan[] {
  const usage: GraphPlan = {
    title: `${name}: CPU and memory (%)`,
    lines: {
      CPU: serviceMetric(deployed, name, "CPUUtilization"),
      memory: serviceMetric(deployed, name, "MemoryUtilization"),
    },
  };
  if (!platform.cluster.containerInsights) return [usage];
  const tasks: GraphPlan = {
    title: `${name}: tasks`,
    lines: {
      running: taskCountMetric(deployed, name, "RunningTaskCount"),
      desired: taskCountMetric(deployed, name, "DesiredTaskCount"),
    },
  };
  return [usage, tasks];
}

function instanceGraph(name: string, deployed: DeployedResources): GraphPlan {
  return {
    title: `${name}: CPU (%)`,
    lines: {
      average: instanceMetric(deployed, name, "CPUUtilization", "Average"),
      busiest: instanceMetric(deployed, name, "CPUUtilization", "Maximum"),
    },
  };
}

function storeGraphs(platform: Platform, name: string): GraphPlan[] {
  const store = required(platform.stores, name);
  if (store.kind === "postgres") {
    return [
      { title: `${name}: CPU (%)`, lines: { CPU: databaseMetric(platform, name, "CPUUtilization") } },
      {
        title: `${name}: connections`,
        lines: { connections: databaseMetric(platform, name, "DatabaseConnections") },
      },
      {
        title: `${name}: latency (s)`,
        lines: {
          read: databaseMetric(platform, name, "ReadLatency"),
          write: databaseMetric(platform, name, "WriteLatency"),
        },
      },
      {
        title: `${name}: free storage (bytes)`,
        lines: { free: databaseMetric(platform, name, "FreeStorageSpace") },
      },
    ];
  }
  if (store.kind !== "redis") return [];
  const lines = (metric: string, statistic: "Average" | "Sum") =>
    Object.fromEntries(
      nodeMetrics(platform, name, store, metric, statistic).map(({ node, metric }) => [node, metric]),
    );
  return [
    { title: `${name}: memory (%)`, lines: lines("DatabaseMemoryUsagePercentage", "Average") },
    { title: `${name}: evictions`, lines: lines("Evictions", "Sum") },
  ];
}

const COLUMNS = 3;
/** CloudWatch's grid has 24 columns. */
const GRAPH_WIDTH = 24 / COLUMNS;
const GRAPH_HEIGHT = 6;
const ALARMS_HEIGHT = 4;

/**
 * A dashboard's body: alarm status on top, graphs below.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(
  graphs: readonly GraphPlan[],
  alarmArns: readonly string[],
  region: string,
): string {
  const alarms = {
    type: "alarm",
    x: 0,
    y: 0,
    width: 24,
    height: ALARMS_HEIGHT,
    properties: { title: "Alarms", alarms: alarmArns },
  };
  const widgets = graphs.map((graph, index) => ({
    type: "metric",
    x: (index % COLUMNS) * GRAPH_WIDTH,
    y: ALARMS_HEIGHT + Math.floor(index / COLUMNS) * GRAPH_HEIGHT,
    width: GRAPH_WIDTH,
    height: GRAPH_HEIGHT,
    properties: {
      title: graph.title,
      region,
      view: "timeSeries",
      period: FIVE_MINUTES,
      metrics: Object.entries(graph.lines).flatMap(([label, line]) => lineRows(label, line)),
    },
  }));
  return JSON.stringify({ widgets: [alarms, ...widgets] });
}

function lineRows(label: string, line: Metric | MetricMath): unknown[] {
  if (!("expression" in line)) return [metricRow(line, { label })];
  const parts = Object.entries(line.metrics).map(([id, metric]) => metricRow(metric, { id, visible: false }));
  return [[{ id: "result", expression: line.expression, label: line.label }], ...parts];
}

function metricRow({ namespace, name, dimensions, statistic }: Metric, options: object): unknown[] {
  return [namespace, name, ...Object.entries(dimensions).flat(), { stat: statistic, ...options }];
}
