import { storesRules } from "../../../../tools/review/rules/stores.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlikeCreation, unlikeTags } from "../../../support/rule-examples.ts";

describeRules(storesRules, {
  "fsx-file-system-destroyed": [
    unlikeCreation({ skip_final_backup: true }, ["loss", "block"]),
    unlikeCreation({ skip_final_backup: false }, ["outage", "ask"]),
  ],
  "fsx-backups-reduced": [
    oneWay({ automatic_backup_retention_days: 30 }, { automatic_backup_retention_days: 0 }, [
      "disarmed",
      "ask",
    ]),
  ],
  "fsx-final-backup-off": [
    oneWay({ skip_final_backup: false }, { skip_final_backup: true }, ["disarmed", "ask"]),
  ],
  "fsx-storage-shrinks": [oneWay({ storage_capacity: 2400 }, { storage_capacity: 1200 }, ["refused", "ask"])],
  "broker-destroyed": [unlikeCreation({}, ["loss", "block"], ["name", "ask"])],
  "msk-cluster-changes": [
    unlikeTags({ kafka_version: "3.6.0" }, { kafka_version: "3.7.x" }, ["outage", "ask"]),
  ],
  "msk-brokers-removed": [
    oneWay({ number_of_broker_nodes: 6 }, { number_of_broker_nodes: 3 }, ["refused", "ask"]),
  ],
  "mq-broker-changes": [
    unlikeTags({ engine_version: "5.17" }, { engine_version: "5.18" }, ["later", "note"]),
    unlikeTags({ engine_version: "5.17" }, { engine_version: "5.18", apply_immediately: true }, [
      "outage",
      "ask",
    ]),
  ],
  "cognito-pool-destroyed": [
    unlikeCreation({ deletion_protection: "INACTIVE" }, ["loss", "block"], ["name", "ask"]),
    unlikeCreation({ deletion_protection: "ACTIVE" }, ["refused", "block"]),
  ],
  "cognito-deletion-protection-off": [
    oneWay({ deletion_protection: "ACTIVE" }, { deletion_protection: "INACTIVE" }, ["disarmed", "ask"]),
  ],
  "store-destroyed": [unlikeCreation({}, ["loss", "block"])],
});
