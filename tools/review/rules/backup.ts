import { formatList } from "../../reach/analysis/lint/words.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { type BlockChange, blockChanges, numberIn, valueIn } from "./blocks.ts";
import {
  attributeRule,
  destructionRule,
  droppedElements,
  isDestroyedWith,
  removalRule,
  riskOf,
} from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/aws-backup/latest/devguide";
const VAULTS = ["aws_backup_vault", "aws_backup_logically_air_gapped_vault"];
const VAULT_PARENT = { types: VAULTS, attribute: "backup_vault_name" };

/** Rules on AWS Backup. */
export const backupRules: readonly ReviewRule[] = [
  destructionRule({
    id: "backup-vault-destroyed",
    types: VAULTS,
    finds: "A vault is deleted or replaced, with its recovery points or refused while it has any",
    documentation: [`${GUIDE}/vaults.html`, providerPage("aws_backup_vault")],
    risks: (change) => {
      const start = replacementText(change);
      return change.was("force_destroy") === true
        ? [riskOf("loss", `${start}, and force_destroy was set: all its recovery points are gone.`)]
        : [riskOf("refused", `${start}, and AWS refuses while it holds a recovery point.`)];
    },
  }),
  attributeRule({
    id: "backup-force-destroy-on",
    types: ["aws_backup_vault"],
    finds: "force_destroy is turned on: the next destroy deletes the recovery points too",
    documentation: [providerPage("aws_backup_vault")],
    attributes: ["force_destroy"],
    on: "turnsOn",
    risk: "disarmed",
    text: "force_destroy is turned on: the next destroy or replacement deletes all recovery points.",
  }),
  destructionRule({
    id: "backup-plan-destroyed",
    types: ["aws_backup_plan"],
    finds: "A backup plan is deleted or replaced",
    documentation: [`${GUIDE}/deleting-a-backup-plan.html`],
    risks: (change) => {
      const start = replacementText(change);
      return change.isReplaced
        ? [riskOf("later", `${start}: no backup starts until the new plan selects its resources.`)]
        : [riskOf("blind", `${start}: nothing that it selects is backed up any more.`)];
    },
  }),
  {
    id: "backup-rule-removed",
    types: ["aws_backup_plan"],
    finds: "A rule of a backup plan is removed, or no longer copies or records continuously",
    documentation: [`${GUIDE}/creating-a-backup-plan.html`],
    judge: (change) => {
      const gone = changedRules(change).filter(
        ({ before, after }) => before !== undefined && after === undefined,
      );
      return gone.length === 0
        ? []
        : [riskOf("blind", `${formatList(gone.map(({ key }) => key))} no longer takes backups.`)];
    },
  },
  {
    id: "backup-rule-weaker",
    types: ["aws_backup_plan"],
    finds: "New recovery points are kept for less time, are not copied, or are not continuous",
    documentation: [`${GUIDE}/plan-options-and-configuration.html`],
    judge: (change) => {
      const weaker = changedRules(change).filter(isWeaker);
      return weaker.length === 0
        ? []
        : [
            riskOf(
              "disarmed",
              `${formatList(weaker.map(({ key }) => key))} keeps or copies less of new backups.`,
            ),
          ];
    },
  },
  {
    id: "backup-schedule-changes",
    types: ["aws_backup_plan"],
    finds: "Backups are taken at other times",
    documentation: [`${GUIDE}/plan-options-and-configuration.html`],
    judge: (change) => {
      const names = ["schedule", "schedule_expression_timezone", "target_vault_name"];
      const moved = changedRules(change).filter(
        ({ before, after }) =>
          before !== undefined &&
          after !== undefined &&
          names.some((name) => name in after && valueIn(before, name) !== valueIn(after, name)),
      );
      return moved.length === 0
        ? []
        : [
            riskOf(
              "later",
              `${formatList(moved.map(({ key }) => key))} backs up at other times or to another vault.`,
            ),
          ];
    },
  },
  {
    id: "backup-selection-smaller",
    types: ["aws_backup_selection"],
    guards: ["resources", "not_resources"],
    finds: "Resources are no longer selected for backups",
    documentation: [`${GUIDE}/assigning-resources.html`],
    judge: (change, context) =>
      isDestroyedWith(change, context, { types: ["aws_backup_plan"], attribute: "plan_id" })
        ? []
        : selectionRisks(change),
  },
  removalRule({
    id: "backup-vault-unlocked",
    types: ["aws_backup_vault_lock_configuration"],
    finds: "The lock of a vault is taken off or replaced",
    documentation: [`${GUIDE}/vault-lock.html`],
    parent: VAULT_PARENT,
    risk: "disarmed",
    text: "recovery points can be deleted before their time",
  }),
  {
    id: "backup-vault-locked",
    types: ["aws_backup_vault_lock_configuration"],
    finds: "A vault gets a lock that nobody can take off after some days",
    documentation: [`${GUIDE}/vault-lock.html`],
    judge: (change) => {
      const days = change.becomes("changeable_for_days");
      return change.action === "create" && days !== undefined
        ? [riskOf("later", `After ${String(days)} days nobody, not even AWS, can take this lock off.`)]
        : [];
    },
  },
  removalRule({
    id: "backup-notifications-deleted",
    types: ["aws_backup_vault_notifications"],
    finds: "Nobody is told of failed backups",
    documentation: [`${GUIDE}/backup-notifications.html`],
    parent: VAULT_PARENT,
    when: (change) => !change.isReplaced || droppedElements(change, "backup_vault_events").length > 0,
    risk: "blind",
    text: "fewer events of backups are notified",
  }),
  attributeRule({
    id: "backup-region-opt-out",
    types: ["aws_backup_region_settings"],
    finds: "AWS Backup no longer protects a resource type in the Region",
    documentation: [`${GUIDE}/assigning-resources.html`, providerPage("aws_backup_region_settings")],
    attributes: ["resource_type_opt_in_preference"],
    on: (change, attribute) =>
      Object.keys(change.was(attribute) ?? {}).some((type) => change.turnsOff(`${attribute}.${type}`)),
    risk: "blind",
    text: "AWS Backup no longer protects a resource type that it protected in this Region.",
  }),
  removalRule({
    id: "backup-vault-policy-deleted",
    types: ["aws_backup_vault_policy"],
    finds: "The access policy of a vault is deleted, with what it denies",
    documentation: [`${GUIDE}/create-a-vault-access-policy.html`],
    parent: VAULT_PARENT,
    unlessReplaced: true,
    risk: "permission",
    text: "what it denied, such as the deletion of recovery points, is allowed again",
  }),
];

function changedRules(change: PlannedResourceChange): BlockChange[] {
  return change.isUpdated ? blockChanges(change, "rule", "rule_name") : [];
}

function isWeaker({ before, after }: BlockChange): boolean {
  if (before === undefined || after === undefined) return false;
  const copies = (block: typeof before): number => {
    const actions = valueIn(block, "copy_action");
    return Array.isArray(actions) ? actions.length : 0;
  };
  const days = (block: typeof before): number =>
    numberIn(block, "lifecycle.0.delete_after") || Number.POSITIVE_INFINITY;
  const wasContinuous = valueIn(before, "enable_continuous_backup") === true;
  return (
    days(after) < days(before) ||
    copies(after) < copies(before) ||
    (wasContinuous && valueIn(after, "enable_continuous_backup") !== true)
  );
}

/** Every change replaces a selection, so that what counts is what the new one selects. */
function selectionRisks(change: PlannedResourceChange): Risk[] {
  const start = replacementText(change);
  if (change.isDestroyed && !change.isReplaced) {
    return [riskOf("blind", `${start}: what it selects is no longer backed up.`)];
  }
  if (!change.isReplaced) return [];
  const isSmaller =
    droppedElements(change, "resources").length > 0 ||
    ["condition", "selection_tag"].some((attribute) => change.changes(attribute)) ||
    countOf(change.becomes("not_resources")) > countOf(change.was("not_resources"));
  return isSmaller
    ? [riskOf("blind", `${start}: resources that it selected may no longer be backed up.`)]
    : [];
}

function countOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
