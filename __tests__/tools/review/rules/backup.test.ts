import { backupRules } from "../../../../tools/review/rules/backup.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlessWith, unlikeCreation, unlikeTags } from "../../../support/rule-examples.ts";

const rule = (name: string, more: object = {}) => ({
  rule_name: name,
  schedule: "cron(0 1 * * ? *)",
  target_vault_name: "main",
  lifecycle: [{ delete_after: 35 }],
  copy_action: [{ destination_vault_arn: "arn:v" }],
  enable_continuous_backup: true,
  ...more,
});
const rules = (...all: object[]) => ({ rule: all });
const vault = { type: "aws_backup_vault", before: { name: "main" } };
const inVault = { backup_vault_name: "main" };
const replaced = { actions: ["delete", "create"] };
const daily = rules(rule("daily"));

describeRules(backupRules, {
  "backup-vault-destroyed": [
    unlikeCreation({ force_destroy: true }, ["loss", "block"]),
    unlikeCreation({ force_destroy: false }, ["refused", "ask"]),
  ],
  "backup-force-destroy-on": [oneWay({ force_destroy: false }, { force_destroy: true }, ["disarmed", "ask"])],
  "backup-plan-destroyed": [
    {
      dangerous: { actions: ["delete"], before: daily },
      risks: [["blind", "ask"]],
      harmless: { ...replaced, before: daily },
      harmlessRisks: [["later", "note"]],
    },
  ],
  "backup-rule-removed": [
    oneWay(rules(rule("daily"), rule("weekly")), rules(rule("weekly")), ["blind", "ask"]),
  ],
  "backup-rule-weaker": [
    oneWay(daily, rules(rule("daily", { lifecycle: [{ delete_after: 7 }] })), ["disarmed", "ask"]),
    oneWay(rules(rule("daily", { lifecycle: [] })), daily, ["disarmed", "ask"]),
    oneWay(daily, rules(rule("daily", { copy_action: [] })), ["disarmed", "ask"]),
    oneWay(daily, rules(rule("daily", { enable_continuous_backup: false })), ["disarmed", "ask"]),
  ],
  "backup-schedule-changes": [
    unlikeTags(daily, rules(rule("daily", { schedule: "cron(0 1 ? * 1 *)" })), ["later", "note"]),
  ],
  "backup-selection-smaller": [
    {
      dangerous: { ...replaced, before: { resources: ["a", "b"] }, after: { resources: ["a"] } },
      risks: [["blind", "ask"]],
      harmless: { ...replaced, before: { resources: ["a", "b"] }, after: { resources: ["b", "a", "c"] } },
    },
    {
      dangerous: { ...replaced, before: { not_resources: [] }, after: { not_resources: ["a"] } },
      risks: [["blind", "ask"]],
      harmless: { ...replaced, before: { not_resources: ["a"] }, after: { not_resources: [] } },
    },
    {
      dangerous: { ...replaced, before: {}, after: { selection_tag: [{ key: "backup" }] } },
      risks: [["blind", "ask"]],
      harmless: { ...replaced, before: {}, after: { selection_tag: [] } },
    },
    unlessWith({ type: "aws_backup_plan", before: { id: "p" } }, { plan_id: "p", resources: ["a"] }, [
      "blind",
      "ask",
    ]),
  ],
  "backup-vault-unlocked": [unlessWith(vault, inVault, ["disarmed", "ask"])],
  "backup-vault-locked": [
    {
      dangerous: { actions: ["create"], after: { ...inVault, changeable_for_days: 3 } },
      risks: [["later", "note"]],
      harmless: { actions: ["create"], after: inVault },
    },
  ],
  "backup-notifications-deleted": [
    unlessWith(vault, inVault, ["blind", "ask"]),
    {
      dangerous: {
        ...replaced,
        before: { backup_vault_events: ["a", "b"] },
        after: { backup_vault_events: ["a"] },
      },
      risks: [["blind", "ask"]],
      harmless: {
        ...replaced,
        before: { backup_vault_events: ["a"] },
        after: { backup_vault_events: ["a", "b"] },
      },
    },
  ],
  "backup-region-opt-out": [
    oneWay(
      { resource_type_opt_in_preference: { RDS: true, EFS: true } },
      { resource_type_opt_in_preference: { RDS: false, EFS: true } },
      ["blind", "ask"],
    ),
  ],
  "backup-vault-policy-deleted": [unlessWith(vault, inVault, ["permission", "ask"])],
});
