import { fromTo } from "./builders.ts";
import { certificateLosesNames } from "./certificate-names.ts";
import { geoRestrictionRisks } from "./cloudfront-geography.ts";
import type { ReviewRule } from "./review-rule.ts";
import { tlsPolicyRisks } from "./tls-policies.ts";
import { deletionRule, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";
const API = "https://docs.aws.amazon.com/cloudfront/latest/APIReference";
const SETTINGS = `${GUIDE}/DownloadDistValuesGeneral.html`;

/** Rules on distributions; their origins and behaviors are in `cloudfront-behaviors.ts`. */
export const cloudfrontRules: readonly ReviewRule[] = [
  deletionRule({
    id: "distribution-removed",
    types: ["aws_cloudfront_distribution"],
    finds: "a distribution that is deleted or replaced",
    pages: [`${GUIDE}/HowToDeleteDistribution.html`],
    consequences: [
      ["name", "its domain name (*.cloudfront.net) goes for good, and DNS that points at it dangles"],
      [
        "outage",
        "it is disabled first, and its host names are not served until another distribution has them",
      ],
    ],
  }),
  settingRule({
    id: "distribution-off",
    types: ["aws_cloudfront_distribution"],
    attributes: ["enabled"],
    on: "turnsOff",
    risk: "outage",
    finds: "a distribution that is disabled",
    text: "The distribution is disabled: it serves nothing once that has spread.",
    pages: [SETTINGS],
  }),
  settingRule({
    id: "distribution-host-name-removed",
    types: ["aws_cloudfront_distribution"],
    attributes: ["aliases"],
    on: "drops",
    risk: "name",
    finds: "a host name that a distribution no longer serves",
    text: "A host name is taken off the distribution: its requests get an error, and another account may claim it.",
    pages: [`${GUIDE}/CNAMEs.html`],
  }),
  pagedRule({
    id: "distribution-certificate-changes",
    types: ["aws_cloudfront_distribution"],
    finds: "a distribution that gets another certificate",
    pages: [`${GUIDE}/cnames-and-https-requirements.html`],
    judge: (change, context) => {
      const names = ["acm_certificate_arn", "iam_certificate_id", "cloudfront_default_certificate"];
      const changed = names.filter((name) => change.changes(`viewer_certificate.0.${name}`));
      if (!change.isUpdated || changed.length === 0) return [];
      const arn = "viewer_certificate.0.acm_certificate_arn";
      if (certificateLosesNames(change.was(arn), change.becomes(arn), context) === false) return [];
      const text =
        "The distribution gets another certificate: viewers fail for each host name that it does not cover.";
      return [{ class: "outage", level: "ask", text }];
    },
  }),
  pagedRule({
    id: "distribution-tls-version-changes",
    types: ["aws_cloudfront_distribution"],
    guards: ["viewer_certificate.0.minimum_protocol_version"],
    finds: "a distribution that allows older TLS, or shuts older viewers out",
    pages: [`${GUIDE}/secure-connections-supported-viewer-protocols-ciphers.html`],
    judge: (change) =>
      change.isUpdated ? tlsPolicyRisks(change, "viewer_certificate.0.minimum_protocol_version") : [],
  }),
  pagedRule({
    id: "distribution-geography-changes",
    types: ["aws_cloudfront_distribution"],
    guards: ["restrictions.0.geo_restriction.0.restriction_type"],
    finds: "countries that a distribution begins, or ceases, to serve",
    pages: [`${GUIDE}/georestrictions.html`],
    judge: (change) => (change.isUpdated ? geoRestrictionRisks(change) : []),
  }),
  settingRule({
    id: "distribution-waf-removed",
    types: ["aws_cloudfront_distribution"],
    attributes: ["web_acl_id"],
    on: "unsets",
    risk: "exposure",
    finds: "a distribution without its web ACL",
    text: "The web ACL is taken off: requests are no longer filtered.",
    pages: [`${GUIDE}/distribution-web-awswaf.html`],
    guards: [],
  }),
  settingRule({
    id: "distribution-logs-off",
    types: ["aws_cloudfront_distribution"],
    attributes: ["logging_config"],
    on: "unsets",
    risk: "blind",
    finds: "a distribution that no longer logs requests",
    text: "Access logs are turned off: requests from then on leave no record.",
    pages: [`${GUIDE}/AccessLogs.html`],
    guards: [],
  }),
  settingRule({
    id: "distribution-ipv6-off",
    types: ["aws_cloudfront_distribution"],
    attributes: ["is_ipv6_enabled"],
    on: "turnsOff",
    risk: "cut",
    finds: "a distribution that no longer answers over IPv6",
    text: "IPv6 is turned off: viewers without IPv4 no longer connect, and AAAA records find nothing.",
    pages: [SETTINGS],
  }),
  settingRule({
    id: "distribution-reach-smaller",
    types: ["aws_cloudfront_distribution"],
    attributes: ["price_class"],
    on: (change, attribute) => {
      const order = ["PriceClass_100", "PriceClass_200", "PriceClass_All"];
      const [before, after] = [change.was(attribute), change.becomes(attribute)].map((value) =>
        order.indexOf(String(value)),
      );
      return before !== undefined && after !== undefined && after >= 0 && after < before;
    },
    risk: "thinner",
    finds: "a distribution with fewer edge locations",
    text: (change) =>
      `Fewer edge locations serve the distribution (price_class ${fromTo(change, "price_class")}): distant viewers wait longer.`,
    pages: [SETTINGS],
  }),
  settingRule({
    id: "distribution-root-object-changes",
    types: ["aws_cloudfront_distribution"],
    attributes: ["default_root_object"],
    on: "changes",
    risk: "outage",
    finds: "a distribution that answers its root with another object",
    text: "The root of the host name is answered with another object, or with an error if there is none.",
    pages: [`${GUIDE}/DefaultRootObject.html`],
  }),
  settingRule({
    id: "distribution-error-pages-removed",
    types: ["aws_cloudfront_distribution"],
    attributes: ["custom_error_response"],
    on: "drops",
    risk: "outage",
    level: "note",
    finds: "an error response that changes: single-page applications route by it",
    text: "A custom error response goes or changes: a single-page application that routes by it answers 403 or 404.",
    pages: [`${GUIDE}/GeneratingCustomErrorResponses.html`],
    guards: [],
  }),
  deletionRule({
    id: "cloudfront-part-removed",
    types: [
      "aws_cloudfront_origin_access_control",
      "aws_cloudfront_origin_access_identity",
      "aws_cloudfront_cache_policy",
      "aws_cloudfront_origin_request_policy",
      "aws_cloudfront_response_headers_policy",
      "aws_cloudfront_function",
      "aws_cloudfront_key_group",
      "aws_cloudfront_public_key",
      "aws_cloudfront_vpc_origin",
      "aws_cloudfront_key_value_store",
      "aws_cloudfront_continuous_deployment_policy",
      "aws_cloudfront_field_level_encryption_config",
      "aws_cloudfront_field_level_encryption_profile",
      "aws_cloudfront_realtime_log_config",
    ],
    finds: "a part of distributions that is removed while one may use it",
    pages: [`${API}/API_DeleteOriginAccessControl.html`],
    consequences: [["refused", "AWS refuses it while a distribution uses it (409 …InUse)"]],
    whenCreatedFirst: [["outage", "distributions must use its successor first", "note"]],
  }),
  settingRule({
    id: "cloudfront-signing-keys-removed",
    types: ["aws_cloudfront_key_group"],
    attributes: ["items"],
    on: "drops",
    risk: "cut",
    finds: "a public key that leaves its key group",
    text: "A public key leaves the key group: URLs and cookies that its private key signed are refused.",
    pages: [`${GUIDE}/private-content-trusted-signers.html`],
    guards: [],
  }),
  settingRule({
    id: "cloudfront-origin-signing-changes",
    types: ["aws_cloudfront_origin_access_control"],
    attributes: ["signing_behavior", "signing_protocol", "origin_access_control_origin_type"],
    on: "changes",
    risk: "outage",
    finds: "requests to origins that are signed in another way, or not at all",
    text: (_, attributes) =>
      `Requests to origins are signed in another way (${attributes.join(", ")}): origins that require a signature answer 403.`,
    pages: [`${GUIDE}/private-content-restricting-access-to-s3.html`],
  }),
  settingRule({
    id: "cloudfront-function-code-changes",
    types: ["aws_cloudfront_function"],
    attributes: ["code", "runtime"],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "a CloudFront function whose code changes",
    text: "The function's code or runtime changes: every request of its behaviors runs it.",
    guards: [],
  }),
];
