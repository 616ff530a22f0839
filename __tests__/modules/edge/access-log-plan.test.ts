import { logWriteStatements, planLogFolders } from "../../../modules/edge/access-log-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const PLATFORM = { account: "111111111111", region: "us-east-1" } as const;
const BUCKET = "arn:aws:s3:::logs";

describe("access logs", () => {
  it("have a prefix for each load balancer and one for CloudFront, each with the spec's retention", () => {
    const platform = cybershieldIn("prod", {
      edge: { loadBalancers: { alb: { accessLogDays: 30 } }, cdn: { accessLogDays: 7 } },
    });
    expect(planLogFolders(platform)).toEqual([
      { writer: "application-load-balancer", prefix: "alb/AWSLogs/111111111111/", days: 30 },
      { writer: "cloudfront", prefix: "AWSLogs/111111111111/CloudFront/", days: 7 },
    ]);
  });

  it("are planned for network load balancers only with TLS listeners", () => {
    const dev = cybershieldIn("dev");
    const network = (protocol: "TLS" | "TCP") => ({
      ...dev,
      edge: {
        ...dev.edge,
        loadBalancers: {
          nlb: {
            ...dev.edge.loadBalancers.alb!,
            kind: "network" as const,
            listeners: [{ port: 443, protocol, action: "forward" as const }],
          },
        },
      },
    });
    expect(planLogFolders(network("TCP"))).toEqual([]);
    expect(planLogFolders(network("TLS"))).toMatchObject([{ writer: "network-load-balancer" }]);
  });

  it("allow the principal of application load balancers to write below this account's prefix only", () => {
    const folders = [{ writer: "application-load-balancer", prefix: "alb/AWSLogs/1/", days: 1 }] as const;
    expect(logWriteStatements(PLATFORM, BUCKET, folders)).toEqual([
      {
        sid: "LoadBalancersWrite",
        principal: { service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        actions: ["s3:PutObject"],
        resources: ["arn:aws:s3:::logs/alb/AWSLogs/1/*"],
      },
    ]);
  });

  it("allow log delivery of network load balancers for this account only", () => {
    const folders = [{ writer: "network-load-balancer", prefix: "nlb/AWSLogs/1/", days: 1 }] as const;
    const statements = logWriteStatements(PLATFORM, BUCKET, folders);
    expect(statements.map(({ sid, actions, resources }) => [sid, actions, resources])).toEqual([
      ["LogDeliveryChecks", ["s3:GetBucketAcl", "s3:ListBucket"], [BUCKET]],
      ["LogDeliveryWrites", ["s3:PutObject"], [`${BUCKET}/nlb/AWSLogs/1/*`]],
    ]);
    for (const { conditions, principal } of statements) {
      expect(principal).toEqual({ service: "delivery.logs.amazonaws.com" });
      expect(conditions).toMatchObject({
        StringEquals: { "aws:SourceAccount": "111111111111" },
        ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:111111111111:*" },
      });
    }
    expect(statements[1]!.conditions!.StringEquals!["s3:x-amz-acl"]).toBe("bucket-owner-full-control");
  });

  it("allow CloudFront by the exact statement that CloudWatch Logs would otherwise add to the policy", () => {
    const folders = [{ writer: "cloudfront", prefix: "AWSLogs/111111111111/CloudFront/", days: 1 }] as const;
    expect(logWriteStatements(PLATFORM, BUCKET, folders)).toEqual([
      {
        sid: "AWSLogDeliveryWrite1",
        principal: { service: "delivery.logs.amazonaws.com" },
        actions: ["s3:PutObject"],
        resources: [`${BUCKET}/AWSLogs/111111111111/*`],
        conditions: {
          StringEquals: {
            "aws:SourceAccount": "111111111111",
            "s3:x-amz-acl": "bucket-owner-full-control",
          },
          ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:111111111111:delivery-source:*" },
        },
      },
    ]);
  });

  it("need no statements if nothing is logged", () => {
    expect(logWriteStatements(PLATFORM, BUCKET, [])).toEqual([]);
  });
});
