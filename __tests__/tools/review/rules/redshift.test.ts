import { redshiftRules } from "../../../../tools/review/rules/redshift.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlessWith, unlikeCreation, unlikeTags } from "../../../support/rule-examples.ts";

const retention = (days: number) => ({ automated_snapshot_retention_period: days });
const cluster = { type: "aws_redshift_cluster", before: { cluster_identifier: "dw" } };
const inCluster = { cluster_identifier: "dw" };

describeRules(redshiftRules, {
  "redshift-cluster-destroyed": [
    unlikeCreation({ skip_final_snapshot: true }, ["loss", "block"]),
    unlikeCreation(
      { skip_final_snapshot: false, final_snapshot_identifier: "last" },
      ["outage", "ask"],
      ["name", "ask"],
    ),
  ],
  "redshift-namespace-destroyed": [unlikeCreation({}, ["loss", "block"])],
  "redshift-workgroup-destroyed": [unlikeCreation({}, ["outage", "ask"])],
  "redshift-final-snapshot-off": [
    oneWay({ skip_final_snapshot: false }, { skip_final_snapshot: true }, ["disarmed", "ask"]),
  ],
  "redshift-snapshots-reduced": [
    oneWay(retention(7), retention(1), ["disarmed", "ask"]),
    oneWay(retention(7), retention(0), ["loss", "block"]),
  ],
  "redshift-copies-off": [
    oneWay({ snapshot_copy: [{ destination_region: "eu-west-1" }] }, { snapshot_copy: [] }, [
      "disarmed",
      "ask",
    ]),
  ],
  "redshift-copy-deleted": [unlessWith(cluster, inCluster, ["blind", "ask"])],
  "redshift-resizes": [
    unlikeTags({ node_type: "ra3.xlplus" }, { node_type: "ra3.4xlarge" }, ["outage", "ask"]),
  ],
  "redshift-thinner": [
    oneWay({ number_of_nodes: 4 }, { number_of_nodes: 2 }, ["thinner", "note"]),
    oneWay({ multi_az: true }, { multi_az: false }, ["thinner", "note"]),
  ],
  "redshift-publicly-accessible": [
    oneWay({ publicly_accessible: false }, { publicly_accessible: true }, ["exposure", "ask"]),
  ],
  "redshift-credentials-change": [
    unlikeTags({ master_password_wo_version: 1 }, { master_password_wo_version: 2 }, ["outage", "ask"]),
  ],
  "redshift-audit-logs-off": [unlessWith(cluster, inCluster, ["blind", "ask"])],
  "redshift-audit-logs-reduced": [
    oneWay({ log_exports: ["connectionlog", "userlog"] }, { log_exports: ["userlog"] }, ["blind", "ask"]),
    oneWay({ logging: [{ enable: true }] }, { logging: [{ enable: false }] }, ["blind", "ask"]),
  ],
});
