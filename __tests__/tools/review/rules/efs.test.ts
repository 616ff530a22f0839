import { efsRules } from "../../../../tools/review/rules/efs.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlessWith, unlikeCreation, unlikeTags } from "../../../support/rule-examples.ts";

const fileSystem = { type: "aws_efs_file_system", before: { id: "fs-1" } };
const child = { file_system_id: "fs-1" };
const backup = (status: string) => ({ ...child, backup_policy: [{ status }] });
const protection = (state: string) => ({ protection: [{ replication_overwrite: state }] });

describeRules(efsRules, {
  "efs-file-system-destroyed": [unlikeCreation({}, ["loss", "block"], ["name", "ask"])],
  "efs-mount-target-destroyed": [unlessWith(fileSystem, child, ["outage", "ask"])],
  "efs-access-point-destroyed": [unlessWith(fileSystem, child, ["outage", "ask"])],
  "efs-backup-off": [oneWay(backup("ENABLED"), backup("DISABLED"), ["blind", "ask"])],
  "efs-backup-policy-deleted": [unlessWith(fileSystem, backup("ENABLED"), ["blind", "ask"])],
  "efs-replication-deleted": [unlessWith(fileSystem, { source_file_system_id: "fs-1" }, ["disarmed", "ask"])],
  "efs-overwrite-protection-off": [
    oneWay(protection("ENABLED"), protection("DISABLED"), ["disarmed", "ask"]),
  ],
  "efs-throughput-lowered": [
    oneWay({ provisioned_throughput_in_mibps: 100 }, { provisioned_throughput_in_mibps: 50 }, [
      "thinner",
      "note",
    ]),
    oneWay({ throughput_mode: "elastic" }, { throughput_mode: "bursting" }, ["thinner", "note"]),
  ],
  "efs-storage-class-changes": [
    unlikeTags({ lifecycle_policy: [] }, { lifecycle_policy: [{ transition_to_ia: "AFTER_30_DAYS" }] }, [
      "cost",
      "note",
    ]),
  ],
  "efs-policy-check-off": [
    oneWay({ bypass_policy_lockout_safety_check: false }, { bypass_policy_lockout_safety_check: true }, [
      "disarmed",
      "ask",
    ]),
  ],
  "efs-policy-deleted": [unlessWith(fileSystem, child, ["permission", "ask"])],
});
