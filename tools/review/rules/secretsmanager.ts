import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { removedBlocks } from "./blocks.ts";
import { attributeRule, destructionRule, fromTo, isDestroyedWith, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/secretsmanager/latest/userguide";
const DELETING = "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html";
const SECRET = ["aws_secretsmanager_secret"];
const PARENT = { types: SECRET, attribute: "secret_id" };

/** Rules on Secrets Manager secrets, their versions and their rotation. */
export const secretsmanagerRules: readonly ReviewRule[] = [
  destructionRule({
    id: "secret-destroyed",
    types: SECRET,
    finds: "A secret is deleted or replaced: lost at once, or restorable while its name stays taken",
    documentation: [DELETING, providerPage("aws_secretsmanager_secret")],
    risks: secretRisks,
  }),
  attributeRule({
    id: "secret-recovery-window-lowered",
    types: SECRET,
    finds: "A deleted secret can be restored for less time, or not at all",
    documentation: [DELETING],
    attributes: ["recovery_window_in_days"],
    on: "lowers",
    when: (change) => change.becomes("recovery_window_in_days") !== 0,
    risk: "disarmed",
    level: "note",
    text: (change, [attribute = ""]) =>
      `A deleted secret can be restored for less time: ${fromTo(change, attribute)} days.`,
  }),
  attributeRule({
    id: "secret-recovery-window-off",
    types: SECRET,
    finds: "A secret is deleted without a recovery window from now on",
    documentation: [DELETING],
    attributes: ["recovery_window_in_days"],
    on: (change, attribute) => change.becomes(attribute) === 0 && change.was(attribute) !== 0,
    risk: "disarmed",
    text: "recovery_window_in_days becomes 0: the next destroy or replacement deletes the secret at once.",
  }),
  destructionRule({
    id: "secret-version-destroyed",
    types: ["aws_secretsmanager_secret_version"],
    finds: "A secret gets another value, or loses the one that it has",
    documentation: [`${GUIDE}/whats-in-a-secret.html`, providerPage("aws_secretsmanager_secret_version")],
    risks: (change, context) => {
      if (isDestroyedWith(change, context, PARENT)) return [];
      const start = replacementText(change);
      return change.isReplaced
        ? [riskOf("outage", `${start}: readers keep the old value until they read the secret again.`)]
        : [riskOf("loss", `${start}: the value is gone for its readers.`, "ask")];
    },
  }),
  attributeRule({
    id: "secret-version-changes",
    types: ["aws_secretsmanager_secret_version"],
    finds: "A secret's value or its staging labels change in place",
    documentation: [`${GUIDE}/whats-in-a-secret.html`],
    attributes: ["secret_string", "secret_binary", "secret_string_wo_version", "version_stages"],
    on: (change, attribute) =>
      attribute !== "version_stages" ? change.changes(attribute) : losesCurrent(change),
    risk: "outage",
    text: "The current value changes: readers keep the old one until they read the secret again.",
  }),
  removalRule({
    id: "secret-rotation-deleted",
    types: ["aws_secretsmanager_secret_rotation"],
    finds: "A secret is no longer rotated",
    documentation: [
      "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CancelRotateSecret.html",
    ],
    parent: PARENT,
    unlessReplaced: true,
    risk: "disarmed",
    text: "the secret is no longer rotated, and its value stays valid for ever",
  }),
  attributeRule({
    id: "secret-rotation-rarer",
    types: ["aws_secretsmanager_secret_rotation"],
    finds: "A secret is rotated less often",
    documentation: [`${GUIDE}/rotate-secrets_schedule.html`],
    attributes: ["rotation_rules.0.automatically_after_days"],
    on: "raises",
    risk: "disarmed",
    level: "note",
    text: (change, [attribute = ""]) =>
      `The secret is rotated after more days: ${fromTo(change, attribute)}.`,
  }),
  attributeRule({
    id: "secret-rotation-changes",
    types: ["aws_secretsmanager_secret_rotation"],
    finds: "Another function rotates a secret, or one at once",
    documentation: [
      providerPage("aws_secretsmanager_secret_rotation"),
      `${GUIDE}/rotate-secrets_schedule.html`,
    ],
    attributes: ["rotation_lambda_arn", "rotate_immediately"],
    on: (change, attribute) =>
      attribute === "rotation_lambda_arn"
        ? change.was(attribute) !== undefined && change.changes(attribute)
        : change.turnsOn(attribute),
    risk: "outage",
    text: "The secret is rotated at once: readers keep the old value until they read it again.",
  }),
  {
    id: "secret-replica-removed",
    types: SECRET,
    finds: "A secret is deleted in one of its Regions",
    documentation: [`${GUIDE}/delete-replica.html`],
    judge: (change) => {
      const regions = change.isUpdated ? removedBlocks(change, "replica", "region") : [];
      if (regions.length === 0) return [];
      const names = regions.map(({ key }) => key).join(", ");
      return [riskOf("outage", `The secret is deleted in ${names}: its readers there fail.`)];
    },
  },
  attributeRule({
    id: "secret-key-changes",
    types: SECRET,
    finds: "A secret is encrypted with another key, which its readers need",
    documentation: [`${GUIDE}/security-encryption.html`],
    attributes: ["kms_key_id"],
    on: (change, attribute) => change.was(attribute) !== undefined && change.changes(attribute),
    risk: "outage",
    text: "The secret is encrypted with another key: readers without permission for it fail.",
  }),
  attributeRule({
    id: "secret-key-added",
    types: SECRET,
    finds: "A secret is encrypted with a key of the customer's, which its readers need",
    documentation: [`${GUIDE}/security-encryption.html`],
    attributes: ["kms_key_id"],
    on: (change, attribute) => change.was(attribute) === undefined && change.changes(attribute),
    risk: "later",
    text: "The secret is encrypted with a customer managed key: its readers need permission to decrypt with it.",
  }),
  attributeRule({
    id: "secret-public-policy-check-off",
    types: ["aws_secretsmanager_secret_policy"],
    finds: "A resource policy of a secret is no longer checked for public access",
    documentation: [`${GUIDE}/auth-and-access_resource-policies.html`],
    attributes: ["block_public_policy"],
    on: "turnsOff",
    risk: "disarmed",
    text: "block_public_policy is turned off: a policy that makes the secret public is accepted.",
  }),
];

function secretRisks(change: PlannedResourceChange): Risk[] {
  const start = replacementText(change);
  const days = Number(change.was("recovery_window_in_days") ?? 30);
  if (days === 0)
    return [riskOf("loss", `${start}, and recovery_window_in_days was 0: all its values are gone.`)];
  const hasSameName =
    change.was("name") !== undefined && !change.isUnknown("name") && !change.changes("name");
  if (change.isReplaced && hasSameName) {
    const text = `${start}, and AWS refuses the new one: its name stays taken for the ${days} days of the recovery window.`;
    return [riskOf("refused", text, "block")];
  }
  return [
    riskOf("outage", `${start}: its readers fail at once; for ${days} days it can be restored.`),
    riskOf("name", `${start}: its ARN is gone, and its name stays taken for ${days} days.`),
  ];
}

function losesCurrent(change: PlannedResourceChange): boolean {
  const has = (stages: unknown): boolean => Array.isArray(stages) && stages.includes("AWSCURRENT");
  const attribute = "version_stages";
  return has(change.was(attribute)) && !change.isUnknown(attribute) && !has(change.becomes(attribute));
}
