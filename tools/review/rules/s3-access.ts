import { formatList } from "../../reach/analysis/lint/words.ts";
import { isJsonObject, type Json, toList } from "../../reach/terraform/configuration/json.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { valueIn } from "./blocks.ts";
import {
  attributeRule,
  droppedElements,
  isDestroyedWith,
  isRemoved,
  removalRule,
  riskOf,
} from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const BLOCK_PUBLIC = `${GUIDE}/access-control-block-public-access.html`;
const PARENT = { types: ["aws_s3_bucket"], attribute: "bucket" };
const BLOCK_ATTRIBUTES = [
  "block_public_acls",
  "ignore_public_acls",
  "block_public_policy",
  "restrict_public_buckets",
];
const ACL_TYPES = ["aws_s3_bucket_acl", "aws_s3_bucket", "aws_s3_object", "aws_s3_object_copy"];

/** Rules on who reaches S3 buckets, by which name and protocol, and on their events and logs. */
export const s3AccessRules: readonly ReviewRule[] = [
  {
    id: "s3-public-access-block-off",
    types: ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"],
    guards: BLOCK_ATTRIBUTES,
    finds: "Public access is no longer blocked, for a bucket or the whole account",
    documentation: [BLOCK_PUBLIC],
    judge: publicAccessRisks,
  },
  {
    id: "s3-acl-public",
    types: ACL_TYPES,
    finds: "An ACL lets everybody, or every AWS account, read or write",
    documentation: [`${GUIDE}/acl-overview.html`],
    judge: aclRisks,
  },
  attributeRule({
    id: "s3-acls-enabled",
    types: ["aws_s3_bucket_ownership_controls"],
    finds: "ACLs count again beside policies",
    documentation: [`${GUIDE}/about-object-ownership.html`],
    attributes: ["rule.0.object_ownership"],
    on: (change, attribute) => change.was(attribute) === "BucketOwnerEnforced" && change.changes(attribute),
    risk: "permission",
    text: "ACLs count again: grants of objects and of the bucket allow access beside its policy.",
  }),
  removalRule({
    id: "s3-ownership-controls-deleted",
    types: ["aws_s3_bucket_ownership_controls"],
    finds: "A bucket no longer enforces the owner's control: ACLs count again",
    documentation: [`${GUIDE}/about-object-ownership.html`],
    parent: PARENT,
    unlessReplaced: true,
    when: (change) => change.was("rule.0.object_ownership") === "BucketOwnerEnforced",
    risk: "permission",
    text: "ACLs count again beside the bucket's policy",
  }),
  {
    id: "s3-website-on",
    types: ["aws_s3_bucket_website_configuration"],
    finds: "A bucket gets a website endpoint, without TLS, for what its policy makes public",
    documentation: [`${GUIDE}/WebsiteHosting.html`],
    judge: (change, context) => {
      if (change.action !== "create") return [];
      const isBlocked = blockOf(change, context)?.becomes("restrict_public_buckets") === true;
      const text =
        "The bucket gets a public website endpoint, which serves what its policy or ACLs make public.";
      return [riskOf("public", text, isBlocked ? "note" : "ask")];
    },
  },
  removalRule({
    id: "s3-website-deleted",
    types: ["aws_s3_bucket_website_configuration"],
    finds: "A website endpoint is deleted or replaced",
    documentation: [`${GUIDE}/WebsiteHosting.html`],
    parent: PARENT,
    risk: "outage",
    text: "the website endpoint answers with an error",
  }),
  attributeRule({
    id: "s3-website-redirects",
    types: ["aws_s3_bucket_website_configuration"],
    finds: "A website redirects everything, or to another host",
    documentation: [`${GUIDE}/how-to-page-redirect.html`],
    attributes: ["redirect_all_requests_to", "routing_rule", "routing_rules", "index_document"],
    on: "changes",
    risk: "outage",
    text: (_, attributes) => `The website answers requests otherwise: ${formatList(attributes)} changes.`,
  }),
  removalRule({
    id: "s3-access-point-destroyed",
    types: ["aws_s3_access_point", "aws_s3control_multi_region_access_point"],
    finds: "An access point is deleted or replaced: its ARN and alias go",
    documentation: [`${GUIDE}/access-points.html`],
    risk: "name",
    text: "whoever reaches the bucket by its ARN or alias fails",
  }),
  attributeRule({
    id: "s3-requester-pays",
    types: ["aws_s3_bucket_request_payment_configuration", "aws_s3_bucket"],
    finds: "Requesters pay: requests that do not say so are refused",
    documentation: [`${GUIDE}/RequesterPaysBuckets.html`],
    attributes: ["payer", "request_payer"],
    guards: ["payer"],
    on: (change, attribute) => change.becomes(attribute) === "Requester" && change.changes(attribute),
    risk: "outage",
    text: "Requesters pay: S3 refuses requests that do not declare it, and all anonymous ones.",
  }),
  attributeRule({
    id: "s3-acceleration-off",
    types: ["aws_s3_bucket_accelerate_configuration", "aws_s3_bucket"],
    finds: "Transfer acceleration is suspended: its endpoint fails",
    documentation: [`${GUIDE}/transfer-acceleration.html`],
    attributes: ["status", "acceleration_status"],
    guards: ["status"],
    on: (change, attribute) => change.was(attribute) === "Enabled" && change.changes(attribute),
    risk: "outage",
    text: "Transfer acceleration is suspended: clients of its endpoint fail.",
  }),
  removalRule({
    id: "s3-acceleration-deleted",
    types: ["aws_s3_bucket_accelerate_configuration"],
    finds: "The configuration of transfer acceleration is deleted, which suspends it",
    documentation: [`${GUIDE}/transfer-acceleration.html`],
    parent: PARENT,
    unlessReplaced: true,
    when: (change) => change.was("status") === "Enabled",
    risk: "outage",
    text: "transfer acceleration is suspended, and clients of its endpoint fail",
  }),
  attributeRule({
    id: "s3-cors-reduced",
    types: ["aws_s3_bucket_cors_configuration", "aws_s3_bucket"],
    finds: "A CORS rule is removed or changed: browsers refuse requests of its origins",
    documentation: [`${GUIDE}/cors.html`],
    attributes: ["cors_rule"],
    guards: [],
    on: "drops",
    risk: "outage",
    text: "A CORS rule is removed or changed: browsers refuse requests that only it allowed.",
  }),
  removalRule({
    id: "s3-cors-deleted",
    types: ["aws_s3_bucket_cors_configuration"],
    finds: "The CORS rules of a bucket are deleted",
    documentation: [`${GUIDE}/cors.html`],
    parent: PARENT,
    unlessReplaced: true,
    risk: "outage",
    text: "browsers refuse requests of other origins",
  }),
  attributeRule({
    id: "s3-events-reduced",
    types: ["aws_s3_bucket_notification"],
    finds: "Events of a bucket no longer reach a function, queue, topic or EventBridge",
    documentation: [`${GUIDE}/EventNotifications.html`],
    attributes: ["lambda_function", "queue", "topic", "eventbridge"],
    guards: ["eventbridge"],
    on: (change, attribute) =>
      attribute === "eventbridge"
        ? change.turnsOff(attribute)
        : droppedElements(change, attribute).length > 0,
    risk: "outage",
    text: (_, attributes) => `Events no longer go where they went: ${formatList(attributes)} changes.`,
  }),
  removalRule({
    id: "s3-events-deleted",
    types: ["aws_s3_bucket_notification"],
    finds: "Events of a bucket are no longer sent",
    documentation: [`${GUIDE}/EventNotifications.html`],
    parent: PARENT,
    unlessReplaced: true,
    risk: "outage",
    text: "what waits for the bucket's events no longer runs",
  }),
  removalRule({
    id: "s3-access-logs-off",
    types: ["aws_s3_bucket_logging"],
    finds: "Server access logs of a bucket end",
    documentation: [`${GUIDE}/ServerLogs.html`, providerPage("aws_s3_bucket_logging")],
    parent: PARENT,
    unlessReplaced: true,
    risk: "blind",
    text: "requests to the bucket are no longer logged",
  }),
  removalRule({
    id: "s3-metrics-off",
    types: ["aws_s3_bucket_inventory", "aws_s3_bucket_metric", "aws_s3_bucket_analytics_configuration"],
    finds: "An inventory, metric or analysis of a bucket ends",
    documentation: [`${GUIDE}/monitoring-overview.html`],
    parent: PARENT,
    unlessReplaced: true,
    risk: "blind",
    level: "note",
    text: "an inventory, metric or analysis of the bucket ends",
  }),
  attributeRule({
    id: "s3-access-logs-moved",
    types: ["aws_s3_bucket_logging"],
    finds: "Server access logs go to another bucket or prefix",
    documentation: [`${GUIDE}/ServerLogs.html`],
    attributes: ["target_bucket", "target_prefix"],
    on: "changes",
    risk: "blind",
    level: "note",
    text: "Access logs go elsewhere: who reads them must look there.",
  }),
];

function publicAccessRisks(change: PlannedResourceChange, context: RuleContext): Risk[] {
  const isGone = isRemoved(change, "bucket");
  if (isGone && isDestroyedWith(change, context, PARENT)) return [];
  const off = BLOCK_ATTRIBUTES.filter((attribute) =>
    isGone ? change.was(attribute) === true : !change.isDestroyed && change.turnsOff(attribute),
  );
  if (off.length === 0) return [];
  const start = isGone ? replacementText(change) : `${formatList(off)} is turned off`;
  const isPublic = off.includes("ignore_public_acls") && hasPublicAcl(change, context);
  return isPublic
    ? [riskOf("public", `${start}, and the bucket's ACL makes it public.`)]
    : [riskOf("public", `${start}: a policy or ACL may make objects public from now on.`, "ask")];
}

function hasPublicAcl(block: PlannedResourceChange, { ofType }: RuleContext): boolean {
  const bucket = block.was("bucket");
  return ofType("aws_s3_bucket_acl", "aws_s3_bucket").some(
    (acl) => acl.isPresentAfter && acl.becomes("bucket") === bucket && isPublicAcl(acl, "becomes"),
  );
}

function aclRisks(change: PlannedResourceChange, context: RuleContext): Risk[] {
  if (!change.isPresentAfter || !isPublicAcl(change, "becomes") || isPublicAcl(change, "was")) return [];
  const block = blockOf(change, context);
  if (block?.becomes("block_public_acls") === true) {
    const text = "The ACL is public, and AWS refuses (AccessDenied): block_public_acls is on for the bucket.";
    return [riskOf("refused", text, "block")];
  }
  if (block?.becomes("ignore_public_acls") === true) {
    return [riskOf("public", "The ACL is public, but ignored while ignore_public_acls is on.", "note")];
  }
  return [riskOf("public", "The ACL is public: everybody, or every AWS account, may read or write.")];
}

/** The public access block of the bucket of a resource, as it is afterwards. */
function blockOf(change: PlannedResourceChange, { ofType }: RuleContext): PlannedResourceChange | undefined {
  const bucket = change.becomes("bucket") ?? change.was("bucket");
  return ofType("aws_s3_bucket_public_access_block").find(
    (block) => bucket !== undefined && block.isPresentAfter && block.becomes("bucket") === bucket,
  );
}

const PUBLIC_ACLS: readonly Json[] = ["public-read", "public-read-write", "authenticated-read"];
const PUBLIC_GROUP = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

function isPublicAcl(change: PlannedResourceChange, side: "was" | "becomes"): boolean {
  if (PUBLIC_ACLS.includes(change[side]("acl") ?? null)) return true;
  const grants = [...toList(change[side]("access_control_policy.0.grant")), ...toList(change[side]("grant"))];
  return grants
    .filter(isJsonObject)
    .some((grant) => PUBLIC_GROUP.test(String(valueIn(grant, "grantee.0.uri") ?? valueIn(grant, "uri"))));
}
