import { ebsRules } from "../../../../tools/review/rules/ebs.ts";
import { describeRules } from "../../../support/review-rules.ts";
import {
  oneWay,
  unlessWith,
  unlikeCreation,
  unlikeReplacement,
  unlikeTags,
} from "../../../support/rule-examples.ts";

const root = (size: number) => ({ root_block_device: [{ volume_size: size }] });
const device = (size: number) => ({ ebs_block_device: [{ device_name: "/dev/sdf", volume_size: size }] });

describeRules(ebsRules, {
  "ebs-volume-destroyed": [
    unlikeCreation({ final_snapshot: false }, ["loss", "block"]),
    unlikeCreation({ final_snapshot: true }, ["outage", "ask"]),
    {
      dangerous: { actions: ["delete", "create"], before: {}, replacePaths: [["availability_zone"]] },
      risks: [["loss", "block"]],
      harmless: { before: {}, after: { tags: { a: "b" } } },
    },
  ],
  "ebs-volume-shrinks": [oneWay({ size: 100 }, { size: 50 }, ["refused", "block"])],
  "ebs-instance-volume-shrinks": [
    oneWay(root(100), root(50), ["refused", "block"]),
    oneWay(device(100), device(50), ["refused", "block"]),
  ],
  "ebs-final-snapshot-off": [
    oneWay({ final_snapshot: true }, { final_snapshot: false }, ["disarmed", "ask"]),
  ],
  "ebs-volume-slower": [oneWay({ iops: 6000 }, { iops: 3000 }, ["thinner", "note"])],
  "ebs-volume-type-changes": [unlikeTags({ type: "gp2" }, { type: "gp3" }, ["cost", "note"])],
  "ebs-volume-detached": [
    unlessWith({ type: "aws_instance", before: { id: "i-1" } }, { instance_id: "i-1" }, ["outage", "ask"]),
  ],
  "ebs-detaches-by-force": [oneWay({ force_detach: false }, { force_detach: true }, ["disarmed", "ask"])],
  "ebs-snapshot-deleted": [unlikeCreation({}, ["loss", "block"])],
  "ebs-encryption-default-off": [oneWay({ enabled: true }, { enabled: false }, ["disarmed", "ask"])],
  "ebs-encryption-default-deleted": [unlikeCreation({ enabled: true }, ["disarmed", "ask"])],
  "ebs-snapshots-shareable": [
    oneWay({ state: "block-all-sharing" }, { state: "unblocked" }, ["public", "ask"]),
    unlikeReplacement({ state: "block-all-sharing" }, ["public", "ask"]),
  ],
  "ebs-snapshot-policy-off": [
    oneWay({ state: "ENABLED" }, { state: "DISABLED" }, ["blind", "ask"]),
    unlikeReplacement({ state: "ENABLED" }, ["blind", "ask"]),
  ],
});
