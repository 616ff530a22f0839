import { s3Rules } from "../../../../tools/review/rules/s3.ts";
import { describeRules } from "../../../support/review-rules.ts";

const deleted = { actions: ["delete"] };
const versioning = (status: string, mfa = "Disabled") => ({
  bucket: "b",
  versioning_configuration: [{ status, mfa_delete: mfa }],
});
const encrypted = (algorithm: string, key: string | null = null) => ({
  bucket: "b",
  rule: [
    {
      apply_server_side_encryption_by_default: [{ sse_algorithm: algorithm, kms_master_key_id: key }],
      bucket_key_enabled: true,
    },
  ],
});
const lock = (mode: string, days: number) => ({
  bucket: "b",
  rule: [{ default_retention: [{ mode, days, years: 0 }] }],
});
const replication = (status: string, target = "arn:copy") => ({
  bucket: "b",
  rule: [{ status, destination: [{ bucket: target }], filter: [] }],
});
const bucketGone = [{ type: "aws_s3_bucket", ...deleted, before: { bucket: "b" } }];
const locked = { object_lock_mode: "GOVERNANCE", object_lock_retain_until_date: "2028-01-01T00:00:00Z" };

describeRules(s3Rules, {
  "s3-bucket-destroyed": [
    {
      dangerous: { ...deleted, before: { bucket: "b", force_destroy: true } },
      risks: [
        ["loss", "block"],
        ["name", "ask"],
      ],
      harmless: { before: { bucket: "b", force_destroy: true } },
    },
    {
      dangerous: { actions: ["delete", "create"], before: { bucket: "b", force_destroy: false } },
      risks: [
        ["refused", "ask"],
        ["name", "ask"],
      ],
      harmless: { before: { bucket: "b", force_destroy: false } },
    },
  ],
  "s3-force-destroy-on": [
    {
      dangerous: { before: { force_destroy: false }, after: { force_destroy: true } },
      risks: [["disarmed", "ask"]],
      harmless: { before: { force_destroy: true }, after: { force_destroy: false } },
    },
  ],
  "s3-versioning-off": [
    {
      dangerous: { before: versioning("Enabled"), after: versioning("Suspended") },
      risks: [["disarmed", "ask"]],
      harmless: { before: versioning("Suspended"), after: versioning("Enabled") },
    },
    {
      dangerous: { before: versioning("Enabled", "Enabled"), after: versioning("Enabled", "Disabled") },
      risks: [["disarmed", "ask"]],
      harmless: { before: versioning("Enabled", "Disabled"), after: versioning("Enabled", "Enabled") },
    },
    {
      dangerous: { ...deleted, before: versioning("Enabled") },
      risks: [["disarmed", "ask"]],
      harmless: { ...deleted, before: versioning("Enabled"), beside: bucketGone },
    },
    {
      dangerous: {
        actions: ["delete", "create"],
        before: versioning("Enabled"),
        after: { ...versioning("Enabled"), bucket: "c" },
      },
      risks: [["disarmed", "ask"]],
      harmless: { actions: ["delete", "create"], before: versioning("Enabled") },
    },
    {
      dangerous: {
        type: "aws_s3_bucket",
        before: { versioning: [{ enabled: true }] },
        after: { versioning: [{ enabled: false }] },
      },
      risks: [["disarmed", "ask"]],
      harmless: { type: "aws_s3_bucket", ...deleted, before: { versioning: [{ enabled: true }] } },
    },
  ],
  "s3-encryption-weaker": [
    {
      dangerous: { before: encrypted("aws:kms", "k"), after: encrypted("AES256") },
      risks: [["disarmed", "ask"]],
      harmless: { before: encrypted("AES256"), after: encrypted("aws:kms", "k") },
    },
    {
      dangerous: { before: encrypted("aws:kms", "k"), after: encrypted("aws:kms", "l") },
      risks: [["later", "note"]],
      harmless: { before: encrypted("aws:kms", "k"), after: encrypted("aws:kms:dsse", "k") },
    },
  ],
  "s3-encryption-deleted": [
    {
      dangerous: { ...deleted, before: encrypted("aws:kms", "k") },
      risks: [["disarmed", "ask"]],
      harmless: { ...deleted, before: encrypted("AES256") },
    },
    {
      dangerous: { ...deleted, before: encrypted("aws:kms", "k") },
      risks: [["disarmed", "ask"]],
      harmless: { ...deleted, before: encrypted("aws:kms", "k"), beside: bucketGone },
    },
  ],
  "s3-object-lock-weaker": [
    {
      dangerous: { before: lock("GOVERNANCE", 365), after: lock("GOVERNANCE", 30) },
      risks: [["disarmed", "ask"]],
      harmless: { before: lock("GOVERNANCE", 30), after: lock("GOVERNANCE", 365) },
    },
    {
      dangerous: { before: lock("COMPLIANCE", 30), after: lock("GOVERNANCE", 30) },
      risks: [["disarmed", "ask"]],
      harmless: { before: lock("GOVERNANCE", 30), after: lock("COMPLIANCE", 30) },
    },
    {
      dangerous: { ...deleted, before: lock("COMPLIANCE", 30) },
      risks: [["disarmed", "ask"]],
      harmless: { ...deleted, before: lock("COMPLIANCE", 30), beside: bucketGone },
    },
  ],
  "s3-object-unlocked": [
    {
      dangerous: {
        before: { object_lock_legal_hold_status: "ON" },
        after: { object_lock_legal_hold_status: "OFF" },
      },
      risks: [["disarmed", "ask"]],
      harmless: {
        before: { object_lock_legal_hold_status: "OFF" },
        after: { object_lock_legal_hold_status: "ON" },
      },
    },
    {
      dangerous: {
        before: locked,
        after: { ...locked, object_lock_retain_until_date: "2027-01-01T00:00:00Z" },
      },
      risks: [["disarmed", "ask"]],
      harmless: {
        before: locked,
        after: { ...locked, object_lock_retain_until_date: "2029-01-01T00:00:00Z" },
      },
    },
  ],
  "s3-object-destroyed": [
    {
      dangerous: { ...deleted, before: { force_destroy: true } },
      risks: [["loss", "block"]],
      harmless: { before: { force_destroy: true }, after: { force_destroy: true, etag: "x" } },
    },
    { dangerous: deleted, risks: [["loss", "ask"]], harmless: { actions: ["create"] } },
  ],
  "s3-replication-deleted": [
    {
      dangerous: { ...deleted, before: replication("Enabled") },
      risks: [["disarmed", "ask"]],
      harmless: { ...deleted, before: replication("Enabled"), beside: bucketGone },
    },
  ],
  "s3-replication-reduced": [
    {
      dangerous: { before: replication("Enabled"), after: replication("Disabled") },
      risks: [["disarmed", "ask"]],
      harmless: { before: replication("Disabled"), after: replication("Enabled") },
    },
    {
      dangerous: { before: replication("Enabled"), after: replication("Enabled", "arn:other") },
      risks: [["disarmed", "ask"]],
      harmless: { before: replication("Enabled"), after: { ...replication("Enabled"), role: "x" } },
    },
  ],
});
