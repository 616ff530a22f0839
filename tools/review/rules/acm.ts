import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";
import { coversAll, namesAfter, namesBefore } from "./certificate-names.ts";
import { holdersAtDeletion, namesOf } from "./plan-references.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";
import { deletionRule, leaves, pagedRule, settingRule } from "./traffic-builders.ts";

const API = "https://docs.aws.amazon.com/acm/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/acm/latest/userguide";
const PRIVATE_CA = "https://docs.aws.amazon.com/privateca/latest";

/** The types that present a certificate, so that AWS does not delete it. */
const PRESENTING_TYPES = [
  "aws_lb_listener",
  "aws_lb_listener_certificate",
  "aws_elb",
  "aws_cloudfront_distribution",
  "aws_api_gateway_domain_name",
  "aws_apigatewayv2_domain_name",
  "aws_cognito_user_pool_domain",
  "aws_ec2_client_vpn_endpoint",
  "aws_appsync_domain_name",
  "aws_apprunner_custom_domain_association",
];

/** Rules on certificates and private certificate authorities. */
export const acmRules: readonly ReviewRule[] = [
  pagedRule({
    id: "certificate-removed",
    types: ["aws_acm_certificate"],
    finds: "a certificate that is deleted or replaced while something presents it",
    pages: [`${API}/API_DeleteCertificate.html`],
    judge: (change, context) => (change.isDestroyed ? removalRisks(change, context) : []),
  }),
  pagedRule({
    id: "certificate-names-lost",
    types: ["aws_acm_certificate"],
    finds: "a certificate whose successor lacks a host name",
    pages: [`${GUIDE}/acm-certificate-characteristics.html`],
    judge: (change) => {
      const isKnown = !change.isUnknown("domain_name") && !change.isUnknown("subject_alternative_names");
      if (!change.isReplaced || !isKnown || coversAll(namesAfter(change), namesBefore(change))) return [];
      const text = `${replacementText(change)}: the new certificate lacks a host name of the old one, and clients of that name fail.`;
      return [riskOf("name", text)];
    },
  }),
  settingRule({
    id: "certificate-body-changes",
    types: ["aws_acm_certificate"],
    attributes: ["certificate_body", "certificate_chain", "private_key"],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "an imported certificate that is imported anew, in place",
    text: "The imported certificate is imported anew, and presented at once: check its host names, chain and expiry.",
    pages: [`${GUIDE}/import-reimport.html`],
    guards: [],
  }),
  settingRule({
    id: "certificate-not-logged",
    types: ["aws_acm_certificate"],
    attributes: ["options.0.certificate_transparency_logging_preference"],
    on: (change, attribute) => leaves(change, attribute, "ENABLED"),
    risk: "outage",
    level: "note",
    finds: "a certificate that is no longer logged for transparency",
    text: "The certificate is no longer logged for transparency: browsers may refuse the next one.",
    pages: [`${GUIDE}/acm-bestpractices.html`],
  }),
  pagedRule({
    id: "certificate-validation-removed",
    types: ["aws_acm_certificate_validation"],
    finds: "the wait for a certificate's validation, which is nothing in AWS",
    judge: (change) =>
      change.isDestroyed
        ? [riskOf("cosmetic", `${replacementText(change)}: it only waits, and is nothing in AWS.`)]
        : [],
  }),
  pagedRule({
    id: "private-ca-removed",
    types: ["aws_acmpca_certificate_authority"],
    finds: "a private certificate authority that is deleted or replaced",
    pages: [`${PRIVATE_CA}/userguide/PCADeleteCA.html`],
    judge: (change) => {
      if (!change.isDestroyed) return [];
      const days = change.was("permanent_deletion_time_in_days") ?? 30;
      const text = `${replacementText(change)}: it issues and revokes nothing from then on, and its key is gone for good after ${typeof days === "number" ? days : 30} days.`;
      return [riskOf("loss", text)];
    },
  }),
  settingRule({
    id: "private-ca-restore-window-shorter",
    types: ["aws_acmpca_certificate_authority"],
    attributes: ["permanent_deletion_time_in_days"],
    on: "lowers",
    risk: "disarmed",
    finds: "less time to restore a deleted certificate authority",
    text: "A deleted certificate authority can be restored for fewer days.",
    pages: [`${PRIVATE_CA}/userguide/PCARestoreCA.html`],
  }),
  settingRule({
    id: "private-ca-off",
    types: ["aws_acmpca_certificate_authority"],
    attributes: ["enabled"],
    on: "turnsOff",
    risk: "outage",
    finds: "a private certificate authority that is disabled",
    text: "The certificate authority is disabled: certificates are neither issued nor renewed.",
    pages: [`${PRIVATE_CA}/userguide/PCAUpdateCA.html`],
  }),
  settingRule({
    id: "private-ca-revocation-changes",
    types: ["aws_acmpca_certificate_authority"],
    attributes: [
      "revocation_configuration.0.crl_configuration.0.enabled",
      "revocation_configuration.0.ocsp_configuration.0.enabled",
    ],
    on: "turnsOff",
    risk: "blind",
    finds: "a certificate authority whose revocations are no longer published",
    text: "Revocations are no longer published: clients accept revoked certificates, or refuse all.",
    pages: [`${PRIVATE_CA}/userguide/revocation-setup.html`],
  }),
  deletionRule({
    id: "private-ca-certificate-removed",
    types: ["aws_acmpca_certificate", "aws_acmpca_certificate_authority_certificate"],
    finds: "a certificate of a private authority that is revoked or removed",
    pages: [`${PRIVATE_CA}/APIReference/API_RevokeCertificate.html`],
    consequences: [["outage", "the provider revokes the certificate, and clients that check refuse it"]],
  }),
];

function removalRisks(change: PlannedResourceChange, context: RuleContext): readonly Risk[] {
  const text = replacementText(change);
  if (change.action === "replace-create-first" || change.deposed !== undefined) {
    return [
      riskOf("later", `${text}: the new certificate must be validated before anything can present it.`),
    ];
  }
  const holders = holdersAtDeletion(change, change.was("arn"), context, PRESENTING_TYPES);
  if (holders.length > 0) {
    const cause = `${namesOf(holders)} presents it (ResourceInUseException). Fix: create_before_destroy.`;
    return [riskOf("refused", `${text}, and AWS refuses it: ${cause}`, "block")];
  }
  return [
    riskOf("refused", `${text}: AWS refuses it while anything presents it (ResourceInUseException).`),
    riskOf("outage", `${text}: its host names have no certificate until another one is issued.`),
  ];
}
