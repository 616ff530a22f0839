import { acmRules } from "../../../../tools/review/rules/acm.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const ARN = "arn:aws:acm:eu-west-1:111122223333:certificate/1";
const before = { arn: ARN, domain_name: "www.example.com", subject_alternative_names: ["www.example.com"] };
const listener = {
  type: "aws_lb_listener",
  before: { certificate_arn: ARN },
  after: {},
  unknown: { certificate_arn: true },
};

describe("rules on certificates", () => {
  describeRules(acmRules, {
    "certificate-removed": [
      {
        dangerous: { actions: ["delete", "create"], before, beside: [listener] },
        risks: [["refused", "block"]],
        harmless: { actions: ["create", "delete"], before, beside: [listener] },
        harmlessRisks: [["later", "note"]],
      },
      removalExample(before, [
        ["refused", "ask"],
        ["outage", "ask"],
      ]),
    ],
    "certificate-names-lost": [
      {
        dangerous: {
          actions: ["create", "delete"],
          before: { ...before, subject_alternative_names: ["www.example.com", "api.example.com"] },
          after: { domain_name: "www.example.com", subject_alternative_names: ["www.example.com"] },
        },
        risks: [["name", "ask"]],
        harmless: {
          actions: ["create", "delete"],
          before: { ...before, subject_alternative_names: ["www.example.com", "api.example.com"] },
          after: { domain_name: "www.example.com", subject_alternative_names: ["*.example.com"] },
        },
      },
    ],
    "certificate-body-changes": [
      updateExample({ certificate_body: "one" }, { certificate_body: "two" }, [["outage", "note"]]),
    ],
    "certificate-not-logged": [
      updateExample(
        { options: [{ certificate_transparency_logging_preference: "ENABLED" }] },
        { options: [{ certificate_transparency_logging_preference: "DISABLED" }] },
        [["outage", "note"]],
      ),
    ],
    "certificate-validation-removed": [removalExample({ certificate_arn: ARN }, [["cosmetic", "quiet"]])],
    "private-ca-removed": [removalExample({ permanent_deletion_time_in_days: 7 }, [["loss", "block"]])],
    "private-ca-restore-window-shorter": [
      updateExample({ permanent_deletion_time_in_days: 30 }, { permanent_deletion_time_in_days: 7 }, [
        ["disarmed", "ask"],
      ]),
    ],
    "private-ca-off": [updateExample({ enabled: true }, { enabled: false }, [["outage", "ask"]])],
    "private-ca-revocation-changes": [
      updateExample(
        { revocation_configuration: [{ crl_configuration: [{ enabled: true }] }] },
        { revocation_configuration: [{ crl_configuration: [{ enabled: false }] }] },
        [["blind", "ask"]],
      ),
    ],
    "private-ca-certificate-removed": [removalExample({ arn: ARN }, [["outage", "ask"]])],
  });
});
