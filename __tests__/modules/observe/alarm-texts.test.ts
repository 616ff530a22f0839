import { planAlarms } from "../../../modules/observe/alarm-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const DEPLOYED = {
  loadBalancerSuffixes: { alb: "app/alb/1" },
  targetGroupSuffixes: { app: "targetgroup/app/1" },
  serviceNames: { app: "app" },
  serverIds: {},
  fleetNames: {},
  natGatewayIds: { "main/us-east-1a": "nat-1" },
  natInstanceIds: { main: "i-1" },
  clusterName: "shop",
  certificateArn: "arn:certificate",
  distributionId: "E1",
  backupVaultName: "shop-prod-backup",
};

/** The severity and description of each alarm, as the person on call reads them. */
const texts = Object.fromEntries(
  planAlarms(cybershieldIn("dev"), DEPLOYED).map(({ id, severity, description }) => [
    id,
    `${severity}: ${description}`,
  ]),
);

describe("the description of an alarm", () => {
  it("of the edge is critical if visitors notice", () => {
    expect(texts).toMatchObject({
      "app-unhealthy-targets":
        "warning: At least one target of app has failed its health checks for 3 minutes.",
      "app-no-healthy-target": "critical: No target of app has been healthy for 3 minutes: nothing answers.",
      "app-response-time": "warning: Requests to app have taken over 5 s on average for 3 minutes.",
      "alb-5xx":
        "critical: Over 5 % of the requests to alb failed with 5xx in 5 minutes. Of fewer than 20 requests in 5 minutes it says nothing.",
      "cdn-5xx": "critical: Over 5 % of the requests to CloudFront failed with 5xx for 10 minutes.",
      "certificate-days-to-expiry":
        "critical: The certificate ends in less than 30 days and was not renewed: are its validation records still in the zone, and does the registrar delegate to it?",
    });
  });

  it("of a service is a warning, since scaling may still catch up", () => {
    const ends = "for 15 minutes: scaling has not caught up, or is at its maximum.";
    expect(texts).toMatchObject({
      "app-cpu": `warning: The tasks of app have used over 85 % of their CPU ${ends}`,
      "app-memory": `warning: The tasks of app have used over 85 % of their memory ${ends}`,
    });
  });

  it("of a store is critical if the database may become full", () => {
    expect(texts).toMatchObject({
      "db-connections": "warning: db has had over 69 connections for 15 minutes: does a client leak them?",
      "db-free-storage": "critical: db has less than 15 % of its 20 GiB free: a full database stops.",
      "db-cpu": "warning: db has used over 85 % of its CPU for 15 minutes.",
      "cache-001-memory":
        "warning: Node 001 of cache has used over 85 % of its memory for 15 minutes: evictions are next.",
      "cache-001-evictions":
        "warning: Node 001 of cache has evicted over 100 keys in 5 minutes: it is too small for what is kept.",
      "cache-001-cpu": "warning: Node 001 of cache has used over 85 % of its CPU for 15 minutes.",
    });
  });

  it("of backups is a warning, and explains that the alarm's end does not mean success", () => {
    expect(texts["backup-jobs"]).toBe(
      "warning: A backup to the vault shop-prod-backup failed, or could not begin within 60 minutes: make it by hand. That the alarm ends does not mean that it was made.",
    );
  });

  it("of NAT is critical, since all private tiers use it", () => {
    expect(texts).toMatchObject({
      "main-us-east-1a-nat-port-errors":
        "critical: The NAT gateway of main-us-east-1a found no source port for a connection: too many go to one destination.",
      "main-nat-status":
        "critical: The NAT instance of main has failed its status checks for 3 minutes: the private tiers have no way out.",
    });
  });
});
