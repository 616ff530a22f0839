import { cloudfrontBehaviorRules } from "../../../../tools/review/rules/cloudfront-behaviors.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { updateExample } from "../../../support/traffic-examples.ts";

const origin = (settings: object): object => ({
  origin: [{ origin_id: "web", domain_name: "o.example.com", ...settings }],
});
const behavior = (settings: object): object => ({
  default_cache_behavior: [
    { target_origin_id: "web", viewer_protocol_policy: "redirect-to-https", ...settings },
  ],
});
const paths = (...patterns: readonly string[]): object => ({
  ordered_cache_behavior: patterns.map((path_pattern) => ({ path_pattern, target_origin_id: "web" })),
});

describe("rules on origins and cache behaviors", () => {
  describeRules(cloudfrontBehaviorRules, {
    "distribution-origin-changes": [
      updateExample(
        origin({}),
        origin({ domain_name: "p.example.com" }),
        [["outage", "ask"]],
        origin({ connection_timeout: 5 }),
      ),
      updateExample(origin({}), { origin: [{ origin_id: "other" }] }, [["outage", "ask"]]),
    ],
    "distribution-origin-access-lost": [
      updateExample(
        origin({ origin_access_control_id: "E1" }),
        origin({ origin_access_control_id: "" }),
        [["outage", "ask"]],
        origin({ origin_access_control_id: "E2" }),
      ),
      updateExample(
        origin({ s3_origin_config: [{ origin_access_identity: "a" }] }),
        origin({ s3_origin_config: [{ origin_access_identity: "" }] }),
        [["outage", "ask"]],
        origin({ origin_access_control_id: "E2", s3_origin_config: [] }),
      ),
    ],
    "distribution-origin-unencrypted": [
      updateExample(
        origin({ custom_origin_config: [{ origin_protocol_policy: "https-only" }] }),
        origin({ custom_origin_config: [{ origin_protocol_policy: "http-only" }] }),
        [["exposure", "ask"]],
      ),
    ],
    "distribution-viewers-unencrypted": [
      updateExample(
        behavior({}),
        behavior({ viewer_protocol_policy: "allow-all" }),
        [["exposure", "ask"]],
        behavior({ viewer_protocol_policy: "https-only" }),
      ),
    ],
    "distribution-content-public": [
      updateExample(
        behavior({ trusted_key_groups: ["k"] }),
        behavior({ trusted_key_groups: [] }),
        [["public", "block"]],
        behavior({ trusted_key_groups: ["l"] }),
      ),
      {
        dangerous: { before: behavior({ trusted_key_groups: ["k"] }), after: behavior({}) },
        risks: [["public", "block"]],
        harmless: {
          before: behavior({ trusted_key_groups: ["k"] }),
          after: behavior({}),
          unknown: { default_cache_behavior: [{ trusted_key_groups: true }] },
        },
      },
    ],
    "distribution-behavior-changes": [
      updateExample(behavior({}), behavior({ target_origin_id: "other" }), [["outage", "ask"]]),
      updateExample(paths("/a/*", "/b/*"), paths("/a/*"), [["outage", "ask"]], paths("/a/*", "/b/*", "/c/*")),
      updateExample(
        behavior({ allowed_methods: ["GET", "POST"] }),
        behavior({ allowed_methods: ["GET"] }),
        [["cut", "ask"]],
        behavior({ allowed_methods: ["GET", "POST", "PUT"] }),
      ),
    ],
    "distribution-edge-code-removed": [
      updateExample(
        behavior({ function_association: [{ function_arn: "f" }] }),
        behavior({ function_association: [] }),
        [["disarmed", "ask"]],
        behavior({ function_association: [{ function_arn: "g" }] }),
      ),
      updateExample(
        behavior({ response_headers_policy_id: "h" }),
        behavior({ response_headers_policy_id: "" }),
        [["disarmed", "ask"]],
        behavior({ response_headers_policy_id: "i" }),
      ),
    ],
    "distribution-caching-changes": [
      updateExample(behavior({ cache_policy_id: "a" }), behavior({ cache_policy_id: "b" }), [
        ["outage", "note"],
      ]),
    ],
  });
});
