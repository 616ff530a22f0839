import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { drop, type PairGroup, patched, policy, retag } from "./review-pair.ts";
import { DENY_PLAIN_HTTP, everybodyGets, expiry, READER_GETS, S3_BASE } from "./s3-base.ts";

const sharedPolicy = (...statements: readonly JsonObject[]) =>
  patched({ "aws_s3_bucket_policy.shared": { policy: policy(...statements) } });

const lock = (days: number) =>
  patched({
    "aws_s3_bucket_object_lock_configuration.assets": {
      rule: { default_retention: { mode: "GOVERNANCE", days } },
    },
  });

const versioning = (name: string, status: string) =>
  patched({ [`aws_s3_bucket_versioning.${name}`]: { versioning_configuration: { status } } });

const SHARED_POLICY = "aws_s3_bucket_policy.shared";

/** Buckets: deletion, versions, expiry, and who may read. */
export const S3_PAIRS: PairGroup = {
  name: "s3",
  base: S3_BASE,
  pairs: [
    {
      id: "s3-deleted-with-its-objects",
      expects: { class: "loss", level: "block", address: "aws_s3_bucket.logs" },
      dangerous: drop("aws_s3_bucket.logs", "aws_s3_bucket_versioning.logs", "aws_s3_bucket_logging.assets"),
      harmless: retag("aws_s3_bucket.logs"),
    },
    {
      id: "s3-deleted-if-empty",
      expects: { class: ["refused", "name", "loss"], level: "ask", address: "aws_s3_bucket.acl" },
      dangerous: drop(
        "aws_s3_bucket.acl",
        "aws_s3_bucket_public_access_block.acl",
        "aws_s3_bucket_ownership_controls.acl",
        "aws_s3_bucket_acl.acl",
      ),
      harmless: retag("aws_s3_bucket.acl"),
    },
    {
      id: "s3-renamed",
      expects: { class: ["name", "loss"], level: "ask", address: "aws_s3_bucket.site" },
      dangerous: patched({ "aws_s3_bucket.site": { bucket: "pairs-website" } }),
      harmless: retag("aws_s3_bucket.site"),
    },
    {
      id: "s3-force-destroy",
      expects: { class: "disarmed", level: "ask", address: "aws_s3_bucket.assets" },
      dangerous: patched({ "aws_s3_bucket.assets": { force_destroy: true } }),
      harmless: patched({ "aws_s3_bucket.logs": { force_destroy: false } }),
    },
    {
      id: "s3-versioning-suspended",
      expects: { class: "disarmed", level: "ask", address: "aws_s3_bucket_versioning.assets" },
      dangerous: versioning("assets", "Suspended"),
      harmless: versioning("logs", "Enabled"),
    },
    {
      id: "s3-expiry-sooner",
      expects: {
        class: ["loss", "disarmed"],
        level: "ask",
        address: "aws_s3_bucket_lifecycle_configuration.assets",
      },
      dangerous: patched({ "aws_s3_bucket_lifecycle_configuration.assets": { rule: [expiry(30)] } }),
      harmless: patched({ "aws_s3_bucket_lifecycle_configuration.assets": { rule: [expiry(730)] } }),
    },
    {
      id: "s3-expiry-of-everything",
      expects: {
        class: ["loss", "disarmed"],
        level: "ask",
        address: "aws_s3_bucket_lifecycle_configuration.assets",
      },
      dangerous: patched({
        "aws_s3_bucket_lifecycle_configuration.assets": {
          rule: [expiry(365), { id: "all", status: "Enabled", filter: {}, expiration: { days: 1 } }],
        },
      }),
      harmless: patched({
        "aws_s3_bucket_lifecycle_configuration.assets": {
          rule: [
            expiry(365),
            {
              id: "parts",
              status: "Enabled",
              filter: {},
              abort_incomplete_multipart_upload: { days_after_initiation: 7 },
            },
          ],
        },
      }),
    },
    {
      id: "s3-object-lock-shorter",
      expects: { class: "disarmed", level: "ask", address: "aws_s3_bucket_object_lock_configuration.assets" },
      dangerous: lock(30),
      harmless: lock(730),
    },
    {
      id: "s3-access-log-off",
      expects: { class: "blind", level: "ask", address: "aws_s3_bucket_logging.assets" },
      dangerous: drop("aws_s3_bucket_logging.assets"),
      harmless: patched({ "aws_s3_bucket_logging.assets": { target_prefix: "all-assets/" } }),
    },
    {
      id: "s3-public-policy-works-again",
      expects: { class: "public", level: "block", address: "aws_s3_bucket_public_access_block.site" },
      dangerous: patched({ "aws_s3_bucket_public_access_block.site": { restrict_public_buckets: false } }),
      harmless: patched({ "aws_s3_bucket_public_access_block.shared": { restrict_public_buckets: true } }),
    },
    {
      id: "s3-public-policy",
      expects: { class: "public", level: "block", address: SHARED_POLICY },
      dangerous: sharedPolicy(READER_GETS, DENY_PLAIN_HTTP, everybodyGets("pairs-shared")),
      harmless: sharedPolicy(READER_GETS, DENY_PLAIN_HTTP, {
        ...READER_GETS,
        Sid: "ReadReports",
        Resource: "arn:aws:s3:::pairs-shared/reports/*",
      }),
    },
    {
      id: "s3-policy-all-actions",
      expects: { class: "permission", level: "ask", address: SHARED_POLICY },
      dangerous: sharedPolicy({ ...READER_GETS, Action: "s3:*" }, DENY_PLAIN_HTTP),
      harmless: sharedPolicy(
        { ...READER_GETS, Resource: "arn:aws:s3:::pairs-shared/reports/*" },
        DENY_PLAIN_HTTP,
      ),
    },
    {
      id: "s3-policy-foreign-account",
      expects: { class: ["permission", "public"], level: "ask", address: SHARED_POLICY },
      dangerous: sharedPolicy(
        { ...READER_GETS, Principal: { AWS: [READER_GETS.Principal.AWS, "arn:aws:iam::999999999999:root"] } },
        DENY_PLAIN_HTTP,
      ),
      harmless: sharedPolicy(
        { ...READER_GETS, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } } },
        DENY_PLAIN_HTTP,
      ),
    },
    {
      id: "s3-policy-without-its-deny",
      expects: { class: ["permission", "disarmed"], level: "ask", address: SHARED_POLICY },
      dangerous: sharedPolicy(READER_GETS),
      harmless: sharedPolicy(DENY_PLAIN_HTTP),
    },
    {
      id: "s3-public-acl",
      expects: { class: "public", level: "block", address: "aws_s3_bucket_acl.acl" },
      dangerous: patched({ "aws_s3_bucket_acl.acl": { acl: "public-read" } }),
      harmless: patched({ "aws_s3_bucket_acl.ignored": { acl: "public-read" } }),
    },
  ],
};
