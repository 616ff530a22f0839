import { s3AccessRules } from "../../../../tools/review/rules/s3-access.ts";
import { describeRules } from "../../../support/review-rules.ts";

const deleted = { actions: ["delete"] };
const block = (on: boolean) => ({
  bucket: "b",
  block_public_acls: on,
  ignore_public_acls: on,
  block_public_policy: on,
  restrict_public_buckets: on,
});
const bucketGone = [{ type: "aws_s3_bucket", ...deleted, before: { bucket: "b" } }];
const acl = (name: string) => ({ bucket: "b", acl: name });
const blockOf = (settings: object) => [
  {
    type: "aws_s3_bucket_public_access_block",
    actions: ["no-op"],
    before: { bucket: "b", ...settings },
  },
];
const publicAcl = [{ type: "aws_s3_bucket_acl", actions: ["no-op"], before: acl("public-read") }];
const owner = (value: string) => ({ bucket: "b", rule: [{ object_ownership: value }] });
const grant = (group: string) => ({
  bucket: "b",
  access_control_policy: [
    { grant: [{ permission: "READ", grantee: [{ uri: `http://acs.amazonaws.com/groups/${group}` }] }] },
  ],
});
const events = (...targets: string[]) => ({
  bucket: "b",
  queue: targets.map((arn) => ({ queue_arn: arn, events: ["s3:ObjectCreated:*"] })),
});
const cors = (...origins: string[]) => ({
  bucket: "b",
  cors_rule: origins.map((origin) => ({ allowed_origins: [origin], allowed_methods: ["GET"] })),
});

describeRules(s3AccessRules, {
  "s3-public-access-block-off": [
    {
      dangerous: { before: block(true), after: { ...block(true), block_public_policy: false } },
      risks: [["public", "ask"]],
      harmless: { before: block(false), after: block(true) },
    },
    {
      dangerous: { before: block(true), after: block(false), beside: publicAcl },
      risks: [["public", "block"]],
      harmless: { before: block(true), after: block(true), beside: publicAcl },
    },
    {
      dangerous: { ...deleted, before: block(true) },
      risks: [["public", "ask"]],
      harmless: { ...deleted, before: block(true), beside: bucketGone },
    },
    {
      dangerous: {
        actions: ["delete", "create"],
        before: block(true),
        after: { ...block(true), bucket: "c" },
      },
      risks: [["public", "ask"]],
      harmless: { actions: ["delete", "create"], before: block(true), after: block(true) },
    },
    {
      dangerous: { type: "aws_s3_account_public_access_block", before: block(true), after: block(false) },
      risks: [["public", "ask"]],
      harmless: { type: "aws_s3_account_public_access_block", before: block(false), after: block(true) },
    },
  ],
  "s3-acl-public": [
    {
      dangerous: { before: acl("private"), after: acl("public-read") },
      risks: [["public", "block"]],
      harmless: { before: acl("public-read"), after: acl("private") },
    },
    {
      dangerous: { actions: ["create"], after: acl("authenticated-read") },
      risks: [["public", "block"]],
      harmless: { actions: ["create"], after: acl("private") },
    },
    {
      dangerous: { before: acl("private"), after: grant("global/AllUsers") },
      risks: [["public", "block"]],
      harmless: { before: acl("private"), after: grant("s3/LogDelivery") },
    },
    {
      dangerous: {
        before: acl("private"),
        after: acl("public-read"),
        beside: blockOf({ block_public_acls: true }),
      },
      risks: [["refused", "block"]],
      harmless: {
        before: acl("private"),
        after: acl("public-read"),
        beside: blockOf({ ignore_public_acls: true }),
      },
      harmlessRisks: [["public", "note"]],
    },
  ],
  "s3-acls-enabled": [
    {
      dangerous: { before: owner("BucketOwnerEnforced"), after: owner("ObjectWriter") },
      risks: [["permission", "ask"]],
      harmless: { before: owner("ObjectWriter"), after: owner("BucketOwnerEnforced") },
    },
  ],
  "s3-ownership-controls-deleted": [
    {
      dangerous: { ...deleted, before: owner("BucketOwnerEnforced") },
      risks: [["permission", "ask"]],
      harmless: { ...deleted, before: owner("ObjectWriter") },
    },
  ],
  "s3-website-on": [
    {
      dangerous: { actions: ["create"], after: { bucket: "b" } },
      risks: [["public", "ask"]],
      harmless: {
        actions: ["create"],
        after: { bucket: "b" },
        beside: blockOf({ restrict_public_buckets: true }),
      },
      harmlessRisks: [["public", "note"]],
    },
  ],
  "s3-website-deleted": [
    {
      dangerous: { ...deleted, before: { bucket: "b" } },
      risks: [["outage", "ask"]],
      harmless: { ...deleted, before: { bucket: "b" }, beside: bucketGone },
    },
  ],
  "s3-website-redirects": [
    {
      dangerous: { before: {}, after: { redirect_all_requests_to: [{ host_name: "example.com" }] } },
      risks: [["outage", "ask"]],
      harmless: { before: {}, after: { redirect_all_requests_to: [] } },
    },
  ],
  "s3-access-point-destroyed": [
    { dangerous: deleted, risks: [["name", "ask"]], harmless: { actions: ["create"] } },
  ],
  "s3-requester-pays": [
    {
      dangerous: { before: { payer: "BucketOwner" }, after: { payer: "Requester" } },
      risks: [["outage", "ask"]],
      harmless: { before: { payer: "Requester" }, after: { payer: "BucketOwner" } },
    },
  ],
  "s3-acceleration-off": [
    {
      dangerous: { before: { status: "Enabled" }, after: { status: "Suspended" } },
      risks: [["outage", "ask"]],
      harmless: { before: { status: "Suspended" }, after: { status: "Enabled" } },
    },
  ],
  "s3-acceleration-deleted": [
    {
      dangerous: { ...deleted, before: { bucket: "b", status: "Enabled" } },
      risks: [["outage", "ask"]],
      harmless: { ...deleted, before: { bucket: "b", status: "Suspended" } },
    },
  ],
  "s3-cors-reduced": [
    {
      dangerous: { before: cors("a", "b"), after: cors("b") },
      risks: [["outage", "ask"]],
      harmless: { before: cors("a", "b"), after: cors("b", "a", "c") },
    },
  ],
  "s3-cors-deleted": [
    {
      dangerous: { ...deleted, before: cors("a") },
      risks: [["outage", "ask"]],
      harmless: { ...deleted, before: cors("a"), beside: bucketGone },
    },
  ],
  "s3-events-reduced": [
    {
      dangerous: { before: events("a", "b"), after: events("b") },
      risks: [["outage", "ask"]],
      harmless: { before: events("a", "b"), after: events("b", "a", "c") },
    },
    {
      dangerous: { before: { eventbridge: true }, after: { eventbridge: false } },
      risks: [["outage", "ask"]],
      harmless: { before: { eventbridge: false }, after: { eventbridge: true } },
    },
  ],
  "s3-events-deleted": [
    {
      dangerous: { ...deleted, before: events("a") },
      risks: [["outage", "ask"]],
      harmless: { ...deleted, before: events("a"), beside: bucketGone },
    },
  ],
  "s3-access-logs-off": [
    {
      dangerous: { ...deleted, before: { bucket: "b" } },
      risks: [["blind", "ask"]],
      harmless: { ...deleted, before: { bucket: "b" }, beside: bucketGone },
    },
  ],
  "s3-metrics-off": [
    {
      dangerous: { ...deleted, before: { bucket: "b" } },
      risks: [["blind", "note"]],
      harmless: { ...deleted, before: { bucket: "b" }, beside: bucketGone },
    },
  ],
  "s3-access-logs-moved": [
    {
      dangerous: { before: { target_bucket: "a" }, after: { target_bucket: "c" } },
      risks: [["blind", "note"]],
      harmless: { before: { target_bucket: "a" }, after: { target_bucket: "a" } },
    },
  ],
});
