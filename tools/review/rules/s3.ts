import { isJsonObject, type Json, toList } from "../../reach/terraform/configuration/json.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { numberIn, valueIn } from "./blocks.ts";
import {
  attributeRule,
  destructionRule,
  isDestroyedWith,
  isRemoved,
  removalRule,
  riskOf,
} from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const BUCKETS = ["aws_s3_bucket", "aws_s3_directory_bucket"];
const ALGORITHM = "rule.0.apply_server_side_encryption_by_default.0.sse_algorithm";
const KEY = "rule.0.apply_server_side_encryption_by_default.0.kms_master_key_id";
const PARENT = { types: ["aws_s3_bucket"], attribute: "bucket" };

/** Rules on S3 buckets: their objects, versions, copies, encryption and events. */
export const s3Rules: readonly ReviewRule[] = [
  destructionRule({
    id: "s3-bucket-destroyed",
    types: BUCKETS,
    finds: "A bucket is deleted or replaced, with all objects or refused while it has any",
    documentation: [`${GUIDE}/delete-bucket.html`, providerPage("aws_s3_bucket")],
    risks: (change) => {
      const start = replacementText(change);
      const name = riskOf("name", `${start}: its name is free for any account to take.`);
      if (change.was("force_destroy") === true) {
        return [
          riskOf("loss", `${start}, and force_destroy was set: all its objects and versions are gone.`),
          name,
        ];
      }
      const refusal = `${start} without force_destroy: AWS refuses while it holds an object or version (BucketNotEmpty).`;
      return [riskOf("refused", refusal), name];
    },
  }),
  attributeRule({
    id: "s3-force-destroy-on",
    types: BUCKETS,
    finds: "force_destroy is turned on: the next destroy deletes the objects too",
    documentation: [providerPage("aws_s3_bucket")],
    attributes: ["force_destroy"],
    on: "turnsOn",
    risk: "disarmed",
    text: "force_destroy is turned on: the next destroy or replacement deletes all objects.",
  }),
  {
    id: "s3-versioning-off",
    types: ["aws_s3_bucket_versioning", "aws_s3_bucket"],
    guards: ["versioning_configuration.0.status"],
    finds: "Versioning is suspended, or no longer needs MFA to delete: overwritten objects are gone",
    documentation: [`${GUIDE}/Versioning.html`, providerPage("aws_s3_bucket_versioning")],
    judge: (change, context) => {
      const isGone = change.type === "aws_s3_bucket_versioning" && isRemoved(change, "bucket");
      if (isGone && isDestroyedWith(change, context, PARENT)) return [];
      return change.isUpdated || isGone ? versioningRisks(change, isGone) : [];
    },
  },
  {
    id: "s3-encryption-weaker",
    types: ["aws_s3_bucket_server_side_encryption_configuration"],
    guards: ["rule"],
    finds: "New objects are no longer encrypted with a KMS key, or with another one",
    documentation: [`${GUIDE}/UsingKMSEncryption.html`],
    judge: (change) => (change.isUpdated && isKms(change.was(ALGORITHM)) ? encryptionRisks(change) : []),
  },
  removalRule({
    id: "s3-encryption-deleted",
    types: ["aws_s3_bucket_server_side_encryption_configuration"],
    finds: "A bucket's default encryption goes back to S3's own keys",
    documentation: [`${GUIDE}/default-bucket-encryption.html`],
    parent: PARENT,
    unlessReplaced: true,
    when: (change) => isKms(change.was(ALGORITHM)),
    risk: "disarmed",
    text: "new objects are encrypted with S3's own keys, which no key policy guards",
  }),
  {
    id: "s3-object-lock-weaker",
    types: ["aws_s3_bucket_object_lock_configuration"],
    guards: ["rule"],
    finds: "Object Lock keeps new objects for less time, in a weaker mode, or no longer",
    documentation: [`${GUIDE}/object-lock.html`],
    judge: (change, context) => (isDestroyedWith(change, context, PARENT) ? [] : objectLockRisks(change)),
  },
  {
    id: "s3-object-unlocked",
    types: ["aws_s3_object", "aws_s3_object_copy"],
    guards: ["object_lock_legal_hold_status", "object_lock_mode", "object_lock_retain_until_date"],
    finds: "An object is no longer under legal hold, or is retained for less time",
    documentation: [`${GUIDE}/object-lock.html`],
    judge: (change) => {
      const hold =
        change.was("object_lock_legal_hold_status") === "ON" &&
        change.changes("object_lock_legal_hold_status");
      const date = "object_lock_retain_until_date";
      const isEarlier = change.changes(date) && timeOf(change.becomes(date)) < timeOf(change.was(date));
      const isWeaker = change.was("object_lock_mode") === "COMPLIANCE" && change.changes("object_lock_mode");
      if (!change.isUpdated || !(hold || isEarlier || isWeaker)) return [];
      return [riskOf("disarmed", "The object's lock is taken off or shortened: it can be deleted.")];
    },
  },
  destructionRule({
    id: "s3-object-destroyed",
    types: ["aws_s3_object", "aws_s3_object_copy"],
    finds: "An object is deleted, or its key changes",
    documentation: [providerPage("aws_s3_object"), `${GUIDE}/DeletingObjects.html`],
    risks: (change) => {
      const start = replacementText(change);
      return change.was("force_destroy") === true
        ? [riskOf("loss", `${start}, and force_destroy was set: all its versions and its lock are gone.`)]
        : [riskOf("loss", `${start}: without versioning, it is gone.`, "ask")];
    },
  }),
  removalRule({
    id: "s3-replication-deleted",
    types: ["aws_s3_bucket_replication_configuration"],
    finds: "Objects are no longer replicated to another bucket",
    documentation: [`${GUIDE}/replication.html`],
    parent: PARENT,
    unlessReplaced: true,
    risk: "disarmed",
    text: "new objects are no longer replicated to another bucket",
  }),
  {
    id: "s3-replication-reduced",
    types: ["aws_s3_bucket_replication_configuration"],
    finds: "A rule of replication is removed, disabled or sends elsewhere",
    documentation: [`${GUIDE}/replication.html`],
    judge: (change) => {
      if (!change.isUpdated || change.becomes("rule") === undefined) return [];
      const before = enabledRules(change.before.rule);
      const after = enabledRules(change.after.rule);
      const gone = before.filter((rule) => !after.includes(rule)).length;
      return gone === 0 ? [] : [riskOf("disarmed", `${gone} rules no longer replicate to where they did.`)];
    },
  },
];

function isKms(algorithm: Json | undefined): boolean {
  return typeof algorithm === "string" && algorithm.startsWith("aws:kms");
}

function encryptionRisks(change: PlannedResourceChange): Risk[] {
  if (change.isUnknown("rule")) return [];
  if (!isKms(change.becomes(ALGORITHM))) {
    const text = "New objects are no longer encrypted with a KMS key: no key policy guards them.";
    return [riskOf("disarmed", text)];
  }
  if (change.was(KEY) === undefined || !change.changes(KEY)) return [];
  return [riskOf("later", "New objects are encrypted with another KMS key, which their readers need.")];
}

function versioningRisks(change: PlannedResourceChange, isGone: boolean): Risk[] {
  const isOn = (value: Json | undefined): boolean => value === "Enabled" || value === true;
  const turnsOff = (...paths: readonly string[]): boolean =>
    paths.some(
      (path) =>
        isOn(change.was(path)) && (isGone || (!change.isUnknown(path) && !isOn(change.becomes(path)))),
    );
  if (turnsOff("versioning_configuration.0.status", "versioning.0.enabled")) {
    return [riskOf("disarmed", "Versioning is suspended: objects that are overwritten or deleted are gone.")];
  }
  return turnsOff("versioning_configuration.0.mfa_delete", "versioning.0.mfa_delete")
    ? [riskOf("disarmed", "MFA delete is turned off: versions can be deleted without a second factor.")]
    : [];
}

/** Deletion takes the default retention off the bucket; Object Lock itself stays on. */
function objectLockRisks(change: PlannedResourceChange): Risk[] {
  const rule = "rule.0.default_retention.0";
  const before = change.was(rule);
  const after = change.becomes(rule);
  if (!isJsonObject(before) || change.isUnknown("rule") || !(change.isUpdated || change.isDestroyed))
    return [];
  const days = (block: Json | undefined): number =>
    isJsonObject(block) ? (numberIn(block, "days") ?? 0) + 365 * (numberIn(block, "years") ?? 0) : 0;
  const isWeaker = before.mode === "COMPLIANCE" && isJsonObject(after) && after.mode !== "COMPLIANCE";
  if (days(after) >= days(before) && !isWeaker) return [];
  return [
    riskOf("disarmed", "Object Lock retains new objects for less time, in a weaker mode, or no longer."),
  ];
}

function timeOf(date: Json | undefined): number {
  return typeof date === "string" ? Date.parse(date) : 0;
}

/** The enabled rules of a replication, each by what it selects and where it goes. */
function enabledRules(rules: Json | undefined): string[] {
  return toList(rules)
    .filter(isJsonObject)
    .filter(({ status }) => status === "Enabled")
    .map((rule) => {
      const selected = [
        valueIn(rule, "prefix"),
        valueIn(rule, "filter"),
        valueIn(rule, "destination.0.bucket"),
      ];
      return JSON.stringify(selected);
    });
}
