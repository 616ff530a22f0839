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
 * The lines of each graph: `CPU: AWS/ECS CPUUtilization Average of shop,app`, or the label of
 * metric math.
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
  it("show the load balancer's requests, response times and errors", () => {
    expect(graphs).toMatchObject({
      "alb: requests": ["requests: AWS/ApplicationELB RequestCount Sum of app/alb/1"],
      "alb: response time (s)": [
        "average: AWS/ApplicationELB TargetResponseTime Average of app/alb/1",
        "slowest: AWS/ApplicationELB TargetResponseTime Maximum of app/alb/1",
      ],
      "alb: 5xx (% of requests)": ["errors: 5xx (% of requests)"],
    });
  });

  it("show CPU and memory of each service", () => {
    expect(graphs).toMatchObject({
      "app: CPU and memory (%)": [
        "CPU: AWS/ECS CPUUtilization Average of shop,app",
        "memory: AWS/ECS MemoryUtilization Average of shop,app",
      ],
    });
  });

  it("show the limiting resources of each database and cache node", () => {
    expect(graphs).toMatchObject({
      "db: CPU (%)": ["CPU: AWS/RDS CPUUtilization Average of cybershield-postgres"],
      "db: connections": ["connections: AWS/RDS DatabaseConnections Average of cybershield-postgres"],
      "db: free storage (bytes)": ["free: AWS/RDS FreeStorageSpace Average of cybershield-postgres"],
      "cache: memory (%)": ["001", "002"].map(
        (node) =>
          `${node}: AWS/ElastiCache DatabaseMemoryUsagePercentage Average of cybershield-redis-${node}`,
      ),
      "cache: evictions": ["001", "002"].map(
        (node) => `${node}: AWS/ElastiCache Evictions Sum of cybershield-redis-${node}`,
      ),
    });
  });
});
