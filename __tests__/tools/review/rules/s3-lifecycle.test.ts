import { s3LifecycleRules } from "../../../../tools/review/rules/s3-lifecycle.ts";
import { describeRules } from "../../../support/review-rules.ts";

const rule = (days: number, more: object = {}) => ({
  id: "old",
  status: "Enabled",
  filter: [{ prefix: "logs/" }],
  expiration: [{ days }],
  noncurrent_version_expiration: [],
  ...more,
});
const rules = (...all: object[]) => ({ bucket: "b", rule: all });
const versions = (days: number) =>
  rule(0, { noncurrent_version_expiration: [{ noncurrent_days: days }], expiration: [] });

describeRules(s3LifecycleRules, {
  "s3-objects-expire-sooner": [
    {
      dangerous: { before: rules(rule(365)), after: rules(rule(30)) },
      risks: [["loss", "ask"]],
      harmless: { before: rules(rule(30)), after: rules(rule(365)) },
    },
    {
      dangerous: { before: rules(), after: rules(rule(30)) },
      risks: [["loss", "ask"]],
      harmless: { before: rules(rule(30)), after: rules() },
    },
    {
      dangerous: { before: rules(rule(30, { status: "Disabled" })), after: rules(rule(30)) },
      risks: [["loss", "ask"]],
      harmless: { before: rules(rule(30)), after: rules(rule(30, { status: "Disabled" })) },
    },
    {
      dangerous: { before: rules(rule(30)), after: rules(rule(30, { filter: [{ prefix: "" }] })) },
      risks: [["loss", "ask"]],
      harmless: { before: rules(rule(30), versions(5)), after: rules(rule(30), versions(7)) },
    },
    {
      dangerous: { before: rules(versions(90)), after: rules(versions(7)) },
      risks: [["loss", "ask"]],
      harmless: { before: rules(versions(7)), after: rules(versions(90)) },
    },
    {
      dangerous: {
        before: rules(rule(0, { expiration: [] })),
        after: rules(rule(0, { expiration: [{ date: "2027-01-01T00:00:00Z" }] })),
      },
      risks: [["loss", "ask"]],
      harmless: {
        before: rules(rule(0, { expiration: [{ date: "2027-01-01T00:00:00Z" }] })),
        after: rules(rule(0, { expiration: [] })),
      },
    },
    {
      dangerous: { actions: ["create"], after: rules(rule(30)) },
      risks: [["loss", "ask"]],
      harmless: {
        actions: ["create"],
        after: rules(rule(30)),
        beside: [{ type: "aws_s3_bucket", actions: ["create"], after: { bucket: "b" } }],
      },
    },
    {
      dangerous: { actions: ["create"], after: rules(rule(30)) },
      risks: [["loss", "ask"]],
      harmless: { actions: ["create"], after: { rule: [rule(30)] }, unknown: { bucket: true } },
    },
    {
      dangerous: {
        type: "aws_s3_bucket",
        before: { lifecycle_rule: [{ id: "old", enabled: true, expiration: [{ days: 90 }] }] },
        after: { lifecycle_rule: [{ id: "old", enabled: true, expiration: [{ days: 9 }] }] },
      },
      risks: [["loss", "ask"]],
      harmless: {
        type: "aws_s3_bucket",
        before: { lifecycle_rule: [{ id: "old", enabled: true, expiration: [{ days: 9 }] }] },
        after: { lifecycle_rule: [{ id: "old", enabled: true, expiration: [{ days: 90 }] }] },
      },
    },
  ],
  "s3-lifecycle-deleted": [
    {
      dangerous: { actions: ["delete"], before: rules(rule(30)) },
      risks: [["cost", "note"]],
      harmless: {
        actions: ["delete"],
        before: rules(rule(30)),
        beside: [{ type: "aws_s3_bucket", actions: ["delete"], before: { bucket: "b" } }],
      },
    },
  ],
});
