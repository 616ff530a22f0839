import { cybershieldIn } from "../../../../support/platforms.ts";
import { formatEndpoint, formatProxy, readEndpoints, readProxies } from "../../support/endpoints.ts";
import { inventoryOfPlatforms } from "../../support/platforms.ts";

/** Removes stack names, and the suffixes that synthesis adds. */
function withoutSuffixes(formatted: unknown): unknown {
  const text = JSON.stringify(formatted)
    .replaceAll(/_[0-9A-F]{8}\b/g, "")
    .replaceAll(/cybershield-prod-\w+\//g, "");
  return JSON.parse(text);
}

describe("the stacks of CyberShield prod", async () => {
  const inventory = await inventoryOfPlatforms(cybershieldIn("prod"));
  const endpoints = readEndpoints(inventory);

  it("have a load balancer, the app, its database and cache, and four interface endpoints", () => {
    const interfaces = (tier: string, group: string) =>
      ["us-east-1a", "us-east-1b"].map(
        (zone) => `main_subnet-${tier}-${zone}, groups firewall_group-${group}`,
      );
    const endpoint = (name: string) => [
      `aws_vpc_endpoint.main-endpoints_${name}`,
      {
        kind: "interface endpoint",
        interfaces: interfaces("private", "main-endpoints"),
        listening: "tcp 443",
        ephemeralPorts: "1024-65535",
      },
    ];
    const formatted = [...endpoints].map(([address, found]) => [address, formatEndpoint(found)]);
    expect(withoutSuffixes(formatted)).toEqual([
      [
        "aws_ecs_service.app-service",
        {
          kind: "service",
          interfaces: interfaces("private", "app"),
          listening: "tcp 8000",
          ephemeralPorts: "32768-61000",
        },
      ],
      [
        "aws_db_instance.db-database_instance",
        {
          kind: "database",
          interfaces: interfaces("database", "db"),
          listening: "tcp 5432",
          ephemeralPorts: "1024-65535",
        },
      ],
      [
        "aws_elasticache_replication_group.cache-cache_group",
        {
          kind: "cache",
          interfaces: interfaces("private", "cache"),
          listening: "tcp 6379",
          ephemeralPorts: "1024-65535",
        },
      ],
      [
        "aws_lb.alb_balancer",
        {
          kind: "load balancer",
          interfaces: interfaces("private", "alb"),
          listening: "tcp 80, 443",
          ephemeralPorts: "1024-65535",
        },
      ],
      ...["ecr-api", "ecr-dkr", "logs", "secretsmanager"].map(endpoint),
    ]);
  });

  it("forward from CloudFront to the load balancer and on to the app, only for HTTPS", () => {
    const rule = "rule 44685 (host cybershield-ai.com or www.cybershield-ai.com)";
    expect(withoutSuffixes(readProxies(inventory).map(formatProxy))).toEqual([
      {
        proxy: "aws_lb.alb_balancer takes tcp 443 by aws_lb_listener.alb_listener-443",
        targets: [
          `aws_lb.alb_balancer opens aws_ecs_service.app-service tcp 8000 (checks tcp 8000) by listener 443 → ${rule} → target group cybershield-tg`,
        ],
      },
      { proxy: "aws_lb.alb_balancer takes tcp 80 by aws_lb_listener.alb_listener-80", targets: [] },
      { proxy: "internet takes tcp 80 by aws_cloudfront_distribution.cdn_distribution", targets: [] },
      {
        proxy: "internet takes tcp 443 by aws_cloudfront_distribution.cdn_distribution",
        targets: [
          "cloudfront.origin-facing opens aws_lb.alb_balancer tcp 443 by default behaviour → origin entry → aws_cloudfront_vpc_origin.cdn_vpc-origin",
        ],
      },
    ]);
  });
});
