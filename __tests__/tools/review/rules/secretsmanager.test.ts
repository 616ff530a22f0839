import { secretsmanagerRules } from "../../../../tools/review/rules/secretsmanager.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlessWith, unlikeTags } from "../../../support/rule-examples.ts";

const replaced = { actions: ["delete", "create"] };
const secret = { type: "aws_secretsmanager_secret", before: { id: "arn:s" } };
const regions = (...names: string[]) => ({ replica: names.map((region) => ({ region })) });

describeRules(secretsmanagerRules, {
  "secret-destroyed": [
    {
      dangerous: { actions: ["delete"], before: { name: "db", recovery_window_in_days: 0 } },
      risks: [["loss", "block"]],
      harmless: { before: { name: "db", recovery_window_in_days: 0 } },
    },
    {
      dangerous: { actions: ["delete"], before: { name: "db", recovery_window_in_days: 30 } },
      risks: [
        ["outage", "ask"],
        ["name", "ask"],
      ],
      harmless: { before: { name: "db", recovery_window_in_days: 30 } },
    },
    {
      dangerous: { ...replaced, before: { name: "db", recovery_window_in_days: 7 } },
      risks: [["refused", "block"]],
      harmless: { before: { name: "db", recovery_window_in_days: 7 } },
    },
    {
      dangerous: { ...replaced, before: { name: "db" }, after: { name: "database" } },
      risks: [
        ["outage", "ask"],
        ["name", "ask"],
      ],
      harmless: { before: { name: "db" }, after: { name: "db", description: "x" } },
    },
  ],
  "secret-recovery-window-lowered": [
    oneWay({ recovery_window_in_days: 30 }, { recovery_window_in_days: 7 }, ["disarmed", "note"]),
  ],
  "secret-recovery-window-off": [
    oneWay({ recovery_window_in_days: 30 }, { recovery_window_in_days: 0 }, ["disarmed", "ask"]),
  ],
  "secret-version-destroyed": [
    unlessWith(secret, { secret_id: "arn:s" }, ["loss", "ask"]),
    {
      dangerous: { ...replaced, before: { secret_id: "arn:s" } },
      risks: [["outage", "ask"]],
      harmless: { ...replaced, before: { secret_id: "arn:s" }, beside: [{ ...secret, ...replaced }] },
    },
  ],
  "secret-version-changes": [
    unlikeTags({ secret_string_wo_version: 1 }, { secret_string_wo_version: 2 }, ["outage", "ask"]),
    oneWay({ version_stages: ["AWSCURRENT"] }, { version_stages: ["old"] }, ["outage", "ask"]),
  ],
  "secret-rotation-deleted": [unlessWith(secret, { secret_id: "arn:s" }, ["disarmed", "ask"])],
  "secret-rotation-rarer": [
    oneWay(
      { rotation_rules: [{ automatically_after_days: 7 }] },
      { rotation_rules: [{ automatically_after_days: 90 }] },
      ["disarmed", "note"],
    ),
  ],
  "secret-rotation-changes": [
    oneWay({ rotate_immediately: false }, { rotate_immediately: true }, ["outage", "ask"]),
    unlikeTags({ rotation_lambda_arn: "arn:a" }, { rotation_lambda_arn: "arn:b" }, ["outage", "ask"]),
  ],
  "secret-replica-removed": [
    oneWay(regions("eu-west-1", "us-east-1"), regions("us-east-1"), ["outage", "ask"]),
  ],
  "secret-key-changes": [unlikeTags({ kms_key_id: "a" }, { kms_key_id: "b" }, ["outage", "ask"])],
  "secret-key-added": [oneWay({ kms_key_id: null }, { kms_key_id: "b" }, ["later", "note"])],
  "secret-public-policy-check-off": [
    oneWay({ block_public_policy: true }, { block_public_policy: false }, ["disarmed", "ask"]),
  ],
});
