import { planGraphs } from "../../../modules/observe/dashboard-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const DEPLOYED = {
  loadBalancerSuffixes: { alb: "app/alb/1" },
  targetGroupSuffixes: { app: "targetgroup/app/1" },
  serviceNames: { app: "app" },
  serverIds: {},
  fleetNames: {},
  natGatewayIds: {},
  natInstanceIds: {},
  clusterName: "shop",
};

/**
 * The lines of each graph: `CPU: AWS/ECS CPUUtilization Average`, or the label of what is computed.
 */
const graphs = Object.fromEntries(
  planGraphs(cybershieldIn("prod"), DEPLOYED).map(({ title, lines }) => [
    title,
    Object.entries(lines).map(([label, line]) =>
      "expression" in line
        ? `${label}: ${line.label}`
        : `${label}: ${line.namespace} ${line.name} ${line.statistic} of ${Object.values(line.dimensions)}`,
    ),
  ]),
);

describe("the graphs", () => {
  it("show the load balancer's requests, how long they take and how many fail", () => {
    expect(graphs).toMatchObject({
      "alb: requests": ["requests: AWS/ApplicationELB RequestCount Sum of app/alb/1"],
      "alb: response time (s)": [
        "average: AWS/ApplicationELB TargetResponseTime Average of app/alb/1",
        "slowest: AWS/ApplicationELB TargetResponseTime Maximum of app/alb/1",
      ],
      "alb: 5xx (% of requests)": ["errors: 5xx (% of requests)"],
    });
  });

  it("show what each service uses", () => {
    expect(graphs).toMatchObject({
      "app: CPU and memory (%)": [
        "CPU: AWS/ECS CPUUtilization Average of shop,app",
        "memory: AWS/ECS MemoryUtilization Average of shop,app",
      ],
    });
  });

  it("show what each database and each cache's nodes run out of", () => {
    expect(graphs).toMatchObject({
      "db: CPU (%)": ["CPU: AWS/RDS CPUUtilization Average of cybershield-prod-db"],
      "db: connections": ["connections: AWS/RDS DatabaseConnections Average of cybershield-prod-db"],
      "db: free storage (bytes)": ["free: AWS/RDS FreeStorageSpace Average of cybershield-prod-db"],
      "cache: memory (%)": ["001", "002"].map(
        (node) =>
          `${node}: AWS/ElastiCache DatabaseMemoryUsagePercentage Average of cybershield-prod-cache-${node}`,
      ),
      "cache: evictions": ["001", "002"].map(
        (node) => `${node}: AWS/ElastiCache Evictions Sum of cybershield-prod-cache-${node}`,
      ),
    });
  });
});
