import { kmsRules } from "../../../../tools/review/rules/kms.ts";
import { describeRules, examplePlan } from "../../../support/review-rules.ts";

const deleted = { actions: ["delete"] };
const allow = (principal: string, action: string | string[] = "kms:*") => ({
  policy: JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: action, Resource: "*" }],
  }),
});
const root = allow("arn:aws:iam::123456789012:root");
const admin = allow("arn:aws:iam::123456789012:role/admin");
const user = allow("arn:aws:iam::123456789012:role/app", ["kms:Decrypt"]);

describeRules(kmsRules, {
  "kms-key-destroyed": [
    {
      dangerous: { ...deleted, before: { arn: "arn:k" } },
      risks: [["loss", "block"]],
      harmless: { before: { arn: "arn:k" }, after: { arn: "arn:k", description: "x" } },
    },
  ],
  "kms-replica-key-destroyed": [
    { dangerous: deleted, risks: [["outage", "ask"]], harmless: { actions: ["create"] } },
  ],
  "kms-key-disabled": [
    {
      dangerous: { before: { is_enabled: true }, after: { is_enabled: false } },
      risks: [["outage", "ask"]],
      harmless: { before: { is_enabled: false }, after: { is_enabled: true } },
    },
  ],
  "kms-deletion-window-lowered": [
    {
      dangerous: { before: { deletion_window_in_days: 30 }, after: { deletion_window_in_days: 7 } },
      risks: [["disarmed", "ask"]],
      harmless: { before: { deletion_window_in_days: 7 }, after: { deletion_window_in_days: 30 } },
    },
  ],
  "kms-rotation-off": [
    {
      dangerous: { before: { enable_key_rotation: true }, after: { enable_key_rotation: false } },
      risks: [["disarmed", "note"]],
      harmless: { before: { enable_key_rotation: false }, after: { enable_key_rotation: true } },
    },
  ],
  "kms-key-material-expires": [
    {
      dangerous: { before: { valid_to: null }, after: { valid_to: "2027-01-01T00:00:00Z" } },
      risks: [["later", "note"]],
      harmless: { before: { valid_to: "2027-01-01T00:00:00Z" }, after: { valid_to: null } },
    },
  ],
  "kms-policy-locks-out": [
    {
      dangerous: { before: root, after: user },
      risks: [["refused", "block"]],
      harmless: { before: root, after: { ...root, description: "x" } },
    },
    {
      dangerous: { before: root, after: { ...user, bypass_policy_lockout_safety_check: true } },
      risks: [["disarmed", "block"]],
      harmless: { before: root, after: { ...root, bypass_policy_lockout_safety_check: true } },
    },
    {
      dangerous: { before: root, after: admin },
      risks: [["disarmed", "ask"]],
      harmless: { before: admin, after: root },
    },
    {
      dangerous: { before: root, after: allow("arn:aws:iam::123456789012:role/a", "kms:Put*") },
      risks: [["disarmed", "ask"]],
      harmless: { before: root, after: { policy: "not JSON" } },
    },
  ],
  "kms-lockout-check-off": [
    {
      dangerous: {
        before: { bypass_policy_lockout_safety_check: false },
        after: { bypass_policy_lockout_safety_check: true },
      },
      risks: [["disarmed", "ask"]],
      harmless: {
        before: { bypass_policy_lockout_safety_check: true },
        after: { bypass_policy_lockout_safety_check: false },
      },
    },
  ],
  "kms-key-policy-deleted": [
    {
      dangerous: { ...deleted, before: { key_id: "k" } },
      risks: [["permission", "ask"]],
      harmless: {
        ...deleted,
        before: { key_id: "k" },
        beside: [{ type: "aws_kms_key", ...deleted, before: { key_id: "k" } }],
      },
    },
  ],
  "kms-alias-destroyed": [
    {
      dangerous: { actions: ["delete", "create"] },
      risks: [["name", "ask"]],
      harmless: { actions: ["create"] },
    },
  ],
  "kms-alias-changes-key": [
    {
      dangerous: { before: { target_key_id: "a" }, after: { target_key_id: "b" } },
      risks: [["name", "ask"]],
      harmless: { before: { target_key_id: "a" }, after: { target_key_id: "a" } },
    },
  ],
  "kms-grant-deleted": [
    { dangerous: deleted, risks: [["outage", "ask"]], harmless: { actions: ["create"] } },
  ],
});

test("a deleted key names the resources under review that use it and survive", () => {
  const plan = examplePlan({
    type: "aws_kms_key",
    actions: ["delete"],
    before: { arn: "arn:k", deletion_window_in_days: 7 },
    beside: [
      { type: "aws_db_instance", name: "a", actions: ["no-op"], before: { kms_key_id: "arn:k" } },
      { type: "aws_db_instance", name: "b", actions: ["delete"], before: { kms_key_id: "arn:k" } },
      { type: "aws_s3_bucket", name: "c", before: { rule: [{ key: "arn:k" }] } },
      { type: "aws_s3_bucket", name: "d", before: { rule: [{ key: "arn:other" }] } },
    ],
  });
  const key = plan.changes.find(({ type }) => type === "aws_kms_key");
  const context = { plan, changes: plan.changes, ofType: () => [] };
  const texts = kmsRules
    .filter(({ types }) => types.includes("aws_kms_key"))
    .flatMap((rule) => (key === undefined ? [] : rule.judge(key, context)))
    .map(({ text }) => text);
  expect(texts).toEqual([
    "It is deleted: the key is unusable at once and gone after 7 days, and with it all that it encrypted: aws_db_instance.a and aws_s3_bucket.c use it.",
  ]);
});
