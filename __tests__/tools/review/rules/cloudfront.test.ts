import { cloudfrontRules } from "../../../../tools/review/rules/cloudfront.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const geo = (kind: string, ...locations: readonly string[]): object => ({
  restrictions: [{ geo_restriction: [{ restriction_type: kind, locations }] }],
});
const viewer = (settings: object): object => ({ viewer_certificate: [settings] });

describe("rules on distributions", () => {
  describeRules(cloudfrontRules, {
    "distribution-removed": [
      removalExample({ enabled: true }, [
        ["name", "ask"],
        ["outage", "ask"],
      ]),
    ],
    "distribution-off": [updateExample({ enabled: true }, { enabled: false }, [["outage", "ask"]])],
    "distribution-host-name-removed": [
      updateExample(
        { aliases: ["a.example.com", "b.example.com"] },
        { aliases: ["a.example.com"] },
        [["name", "ask"]],
        {
          aliases: ["a.example.com", "b.example.com", "c.example.com"],
        },
      ),
    ],
    "distribution-certificate-changes": [
      updateExample(viewer({ acm_certificate_arn: "arn:old" }), viewer({ acm_certificate_arn: "arn:new" }), [
        ["outage", "ask"],
      ]),
    ],
    "distribution-tls-version-changes": [
      {
        ...updateExample(
          viewer({ minimum_protocol_version: "TLSv1.2_2021" }),
          viewer({ minimum_protocol_version: "TLSv1" }),
          [["disarmed", "ask"]],
          viewer({ minimum_protocol_version: "TLSv1.2_2019" }),
        ),
        harmlessRisks: [["outage", "note"]],
      },
    ],
    "distribution-geography-changes": [
      updateExample(geo("whitelist", "DE", "AT"), geo("whitelist", "DE"), [["cut", "ask"]]),
      updateExample(geo("whitelist", "DE"), geo("none"), [["exposure", "ask"]]),
      updateExample(geo("blacklist", "XX"), geo("blacklist", "YY"), [
        ["exposure", "ask"],
        ["cut", "ask"],
      ]),
      updateExample(geo("blacklist", "XX"), geo("none"), [["exposure", "ask"]], geo("blacklist", "XX", "XX")),
    ],
    "distribution-waf-removed": [
      updateExample({ web_acl_id: "arn:acl" }, { web_acl_id: "" }, [["exposure", "ask"]], {
        web_acl_id: "arn:other",
      }),
    ],
    "distribution-logs-off": [
      updateExample({ logging_config: [{ bucket: "logs" }] }, { logging_config: [] }, [["blind", "ask"]], {
        logging_config: [{ bucket: "other" }],
      }),
    ],
    "distribution-ipv6-off": [
      updateExample({ is_ipv6_enabled: true }, { is_ipv6_enabled: false }, [["cut", "ask"]]),
    ],
    "distribution-reach-smaller": [
      updateExample(
        { price_class: "PriceClass_200" },
        { price_class: "PriceClass_100" },
        [["thinner", "note"]],
        {
          price_class: "PriceClass_All",
        },
      ),
    ],
    "distribution-root-object-changes": [
      updateExample({ default_root_object: "index.html" }, { default_root_object: "start.html" }, [
        ["outage", "ask"],
      ]),
    ],
    "distribution-error-pages-removed": [
      updateExample(
        { custom_error_response: [{ error_code: 404 }] },
        { custom_error_response: [] },
        [["outage", "note"]],
        {
          custom_error_response: [{ error_code: 404 }, { error_code: 403 }],
        },
      ),
    ],
    "cloudfront-part-removed": [
      removalExample({ name: "oac" }, [["refused", "ask"]]),
      {
        dangerous: { actions: ["delete", "create"], before: { name: "a" }, after: { name: "b" } },
        risks: [["refused", "ask"]],
        harmless: { actions: ["create", "delete"], before: { name: "a" }, after: { name: "b" } },
        harmlessRisks: [["outage", "note"]],
      },
    ],
    "cloudfront-signing-keys-removed": [
      updateExample({ items: ["k1", "k2"] }, { items: ["k2"] }, [["cut", "ask"]]),
    ],
    "cloudfront-origin-signing-changes": [
      updateExample({ signing_behavior: "always" }, { signing_behavior: "never" }, [["outage", "ask"]]),
    ],
    "cloudfront-function-code-changes": [updateExample({ code: "a" }, { code: "b" }, [["outage", "note"]])],
  });
});
