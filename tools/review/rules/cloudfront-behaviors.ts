import { type JsonObject, toList } from "../../reach/terraform/configuration/json.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";
import type { ReviewRule } from "./review-rule.ts";
import { blockIn, blocksAfter, blocksBefore, pagedRule, settingRule, textIn } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";
const TYPES = ["aws_cloudfront_distribution"];

/** A cache behavior before and after; the default behavior has an empty path pattern. */
interface BehaviorPair {
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** True if an attribute is known only after apply. */
  readonly isUnknown: (attribute: string) => boolean;
}

/** Rules on the origins and cache behaviors of distributions. */
export const cloudfrontBehaviorRules: readonly ReviewRule[] = [
  pagedRule({
    id: "distribution-origin-changes",
    types: TYPES,
    finds: "an origin that is removed, or has another domain name or path",
    pages: [`${GUIDE}/DownloadDistValuesOrigin.html`],
    judge: (change) => {
      const isMoved = originPairs(change).some(
        ([before, after]) =>
          after === undefined ||
          textIn(before, "domain_name") !== textIn(after, "domain_name") ||
          textIn(before, "origin_path") !== textIn(after, "origin_path"),
      );
      return isMoved
        ? [
            riskOf(
              "outage",
              "An origin is removed, or is another host or path: requests go elsewhere, or fail.",
            ),
          ]
        : [];
    },
  }),
  pagedRule({
    id: "distribution-origin-access-lost",
    types: TYPES,
    finds: "an origin that CloudFront no longer signs its requests for",
    pages: [`${GUIDE}/private-content-restricting-access-to-s3.html`],
    judge: (change) => {
      const isLost = originPairs(change).some(
        ([before, after]) => after !== undefined && hasAccess(before) && !hasAccess(after),
      );
      return isLost
        ? [
            riskOf(
              "outage",
              "CloudFront no longer signs requests to an origin: a private bucket answers 403.",
            ),
          ]
        : [];
    },
  }),
  pagedRule({
    id: "distribution-origin-unencrypted",
    types: TYPES,
    finds: "an origin that CloudFront asks over HTTP",
    pages: [`${GUIDE}/using-https-cloudfront-to-custom-origin.html`],
    judge: (change) => {
      const isWeaker = originPairs(change).some(
        ([before, after]) =>
          after !== undefined &&
          originProtocol(before) === "https-only" &&
          ["http-only", "match-viewer"].includes(originProtocol(after)),
      );
      return isWeaker ? [riskOf("exposure", "Requests to an origin may go unencrypted, over HTTP.")] : [];
    },
  }),
  pagedRule({
    id: "distribution-viewers-unencrypted",
    types: TYPES,
    guards: ["default_cache_behavior.0.viewer_protocol_policy"],
    finds: "a behavior that serves viewers over HTTP",
    pages: [`${GUIDE}/using-https-viewers-to-cloudfront.html`],
    judge: (change) => {
      const isWeaker = behaviorPairs(change).some(
        ({ before, after }) =>
          textIn(before, "viewer_protocol_policy") !== "allow-all" &&
          textIn(after, "viewer_protocol_policy") === "allow-all",
      );
      return isWeaker
        ? [
            riskOf(
              "exposure",
              "Viewers are served over plain HTTP: what they send and get can be read and changed.",
            ),
          ]
        : [];
    },
  }),
  pagedRule({
    id: "distribution-content-public",
    types: TYPES,
    finds: "a behavior that no longer requires signed URLs or cookies",
    pages: [`${GUIDE}/PrivateContent.html`],
    judge: (change) => {
      const isPublic = behaviorPairs(change).some(
        ({ before, after, isUnknown }) =>
          hasSigners(before) &&
          !hasSigners(after) &&
          !isUnknown("trusted_key_groups") &&
          !isUnknown("trusted_signers"),
      );
      return isPublic
        ? [
            riskOf(
              "public",
              "Signed URLs or cookies are no longer required: everybody can fetch the content.",
            ),
          ]
        : [];
    },
  }),
  pagedRule({
    id: "distribution-behavior-changes",
    types: TYPES,
    finds: "paths that go to another origin, or methods that are refused",
    pages: [`${GUIDE}/DownloadDistValuesCacheBehavior.html`],
    judge: (change) => {
      const pairs = behaviorPairs(change);
      const isMoved = pairs.some(
        ({ before, after }) => textIn(before, "target_origin_id") !== textIn(after, "target_origin_id"),
      );
      const isRemoved = droppedPaths(change).length > 0;
      const isNarrower = pairs.some(({ before, after }) => {
        const methods = new Set(toList(after.allowed_methods).map(String));
        return toList(before.allowed_methods).some((method) => !methods.has(String(method)));
      });
      const moved = "Paths go to another origin, or fall to another behavior.";
      return [
        ...(isMoved || isRemoved ? [riskOf("outage", moved)] : []),
        ...(isNarrower ? [riskOf("cut", "An HTTP method is no longer allowed: its requests get 403.")] : []),
      ];
    },
  }),
  pagedRule({
    id: "distribution-edge-code-removed",
    types: TYPES,
    finds: "an edge function or a security headers policy that a behavior loses",
    pages: [`${GUIDE}/edge-functions.html`],
    judge: (change) => {
      const isLost = behaviorPairs(change).some(({ before, after }) =>
        ["function_association", "lambda_function_association"].some(
          (name) => toList(after[name]).length < toList(before[name]).length,
        ),
      );
      const headers = behaviorPairs(change).some(
        ({ before, after, isUnknown }) =>
          textIn(before, "response_headers_policy_id") !== "" &&
          textIn(after, "response_headers_policy_id") === "" &&
          !isUnknown("response_headers_policy_id"),
      );
      const text =
        "A behavior loses a function, or its response headers policy: checks and security headers of it go.";
      return isLost || headers ? [riskOf("disarmed", text)] : [];
    },
  }),
  settingRule({
    id: "distribution-caching-changes",
    types: TYPES,
    attributes: [
      "default_cache_behavior.0.cache_policy_id",
      "default_cache_behavior.0.origin_request_policy_id",
      "default_cache_behavior.0.forwarded_values",
      "default_cache_behavior.0.min_ttl",
      "default_cache_behavior.0.default_ttl",
      "default_cache_behavior.0.max_ttl",
    ],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "other cache keys, forwarded values or lifetimes",
    text: "Other values make the cache key or reach the origin: check that no personal answer is cached, and that the origin bears the load.",
    pages: [`${GUIDE}/controlling-the-cache-key.html`],
    guards: [],
  }),
];

function originPairs(
  change: PlannedResourceChange,
): readonly (readonly [JsonObject, JsonObject | undefined])[] {
  if (!change.isUpdated || change.isUnknown("origin")) return [];
  const after = blocksAfter(change, "origin");
  return blocksBefore(change, "origin").map((before) => [
    before,
    after.find((origin) => textIn(origin, "origin_id") === textIn(before, "origin_id")),
  ]);
}

function behaviorPairs(change: PlannedResourceChange): readonly BehaviorPair[] {
  if (!change.isUpdated) return [];
  const after = behaviors(change, blocksAfter);
  return behaviors(change, blocksBefore).flatMap(({ behavior: before }) => {
    const path = textIn(before, "path_pattern");
    const same = after.find(({ behavior }) => textIn(behavior, "path_pattern") === path);
    if (same === undefined) return [];
    const isUnknown = (attribute: string): boolean => change.isUnknown(`${same.path}.${attribute}`);
    return [{ before, after: same.behavior, isUnknown }];
  });
}

function droppedPaths(change: PlannedResourceChange): readonly JsonObject[] {
  if (!change.isUpdated || change.isUnknown("ordered_cache_behavior")) return [];
  const kept = new Set(
    blocksAfter(change, "ordered_cache_behavior").map((each) => textIn(each, "path_pattern")),
  );
  return blocksBefore(change, "ordered_cache_behavior").filter(
    (each) => !kept.has(textIn(each, "path_pattern")),
  );
}

function behaviors(
  change: PlannedResourceChange,
  read: typeof blocksBefore,
): readonly { readonly behavior: JsonObject; readonly path: string }[] {
  return ["default_cache_behavior", "ordered_cache_behavior"].flatMap((attribute) =>
    read(change, attribute).map((behavior, index) => ({ behavior, path: `${attribute}.${index}` })),
  );
}

function hasSigners(behavior: JsonObject): boolean {
  return toList(behavior.trusted_key_groups).length > 0 || toList(behavior.trusted_signers).length > 0;
}

function hasAccess(origin: JsonObject): boolean {
  const identity = blockIn(origin, "s3_origin_config");
  return (
    textIn(origin, "origin_access_control_id") !== "" ||
    (identity !== undefined && textIn(identity, "origin_access_identity") !== "")
  );
}

function originProtocol(origin: JsonObject): string {
  const custom = blockIn(origin, "custom_origin_config");
  return custom === undefined ? "" : textIn(custom, "origin_protocol_policy");
}
