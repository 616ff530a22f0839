import { rdsConnectionsRules } from "../../../../tools/review/rules/rds-connections.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlessWith, unlikeCreation } from "../../../support/rule-examples.ts";

const deleted = { actions: ["delete"] };
const cluster = { type: "aws_rds_cluster", before: { cluster_identifier: "shop", arn: "arn:shop" } };

describeRules(rdsConnectionsRules, {
  "rds-proxy-destroyed": [
    {
      dangerous: deleted,
      risks: [
        ["outage", "ask"],
        ["name", "ask"],
      ],
      harmless: { actions: ["create"] },
    },
    {
      dangerous: { actions: ["delete", "create"] },
      risks: [["outage", "ask"]],
      harmless: { actions: ["update"] },
    },
  ],
  "rds-proxy-renamed": [
    {
      dangerous: { before: { name: "a" }, after: { name: "b" } },
      risks: [["name", "ask"]],
      harmless: { before: { name: "a" }, after: { name: "a" } },
    },
  ],
  "rds-proxy-tls-optional": [
    {
      dangerous: { before: { require_tls: true }, after: { require_tls: false } },
      risks: [["exposure", "ask"]],
      harmless: { before: { require_tls: false }, after: { require_tls: true } },
    },
  ],
  "rds-events-off": [
    {
      dangerous: { before: { enabled: true }, after: { enabled: false } },
      risks: [["blind", "ask"]],
      harmless: { before: { enabled: false }, after: { enabled: true } },
    },
  ],
  "rds-events-subscription-deleted": [
    { dangerous: deleted, risks: [["blind", "ask"]], harmless: { actions: ["delete", "create"] } },
  ],
  "rds-endpoint-destroyed": [unlessWith(cluster, { cluster_identifier: "shop" }, ["name", "ask"])],
  "rds-target-removed": [
    unlessWith({ type: "aws_db_proxy", before: { name: "p" } }, { db_proxy_name: "p" }, ["outage", "ask"]),
  ],
  "rds-role-association-removed": [unlikeCreation({}, ["outage", "ask"])],
  "rds-integration-ended": [unlikeCreation({}, ["outage", "ask"])],
  "rds-activity-stream-ended": [unlessWith(cluster, { resource_arn: "arn:shop" }, ["blind", "ask"])],
  "rds-instance-stopped": [oneWay({ state: "available" }, { state: "stopped" }, ["outage", "ask"])],
});
