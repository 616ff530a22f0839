import { nestedBlocksOf, stringAttribute } from "../../computed-values/attribute-reader.ts";
import { formatTimestamp } from "../../computed-values/attribute-rules/attributes.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";
import {
  arnTemplate,
  resolveString,
  resolveStrings,
  type ValueContext,
} from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  findInRegion,
  isCreate,
  isDelete,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import type { Constraint } from "../../simulator-types.ts";
import { type TerraformValue, UNKNOWN } from "../../terraform-value.ts";
import type { CustomizeDiff, ServiceResources } from "../service-resources.ts";
import { missingValidationRecords } from "./certificates.ts";

/** The record that validates ownership of a domain name; a wildcard uses the record of its apex. */
function validationRecord(context: ValueContext, domain: string): { readonly [key: string]: string } {
  const apex = domain.replace(/^\*\./, "");
  const seed = `${context.accountId}/acm/${apex}`;
  return {
    domain_name: domain,
    resource_record_name: `_${deterministicToken(seed, "hex", 32)}.${apex}.`,
    resource_record_type: "CNAME",
    resource_record_value: `_${deterministicToken(`${seed}/value`, "hex", 32)}.${deterministicToken(`${seed}/zone`, "lower", 10)}.acm-validations.aws.`,
  };
}

const validationRecordField = (name: string) => (context: ValueContext) => {
  const domain = context.self.domain_name;
  return typeof domain === "string" ? (validationRecord(context, domain)[name] ?? "") : "";
};

const isDnsValidated = (context: ValueContext) => resolveString(context, "validation_method") === "DNS";

/** A certificate cannot be deleted while a listener or distribution uses it. */
const certificateInUse: Constraint = {
  name: "certificate-in-use",
  documentation: "https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html",
  errorCodes: ["ResourceInUseException"],
  isRetried: true,
  types: ["aws_acm_certificate"],
  check(change, context) {
    const arn = isDelete(change) ? stringAttribute(change.before, "arn") : undefined;
    if (arn === undefined) return [];
    const isUsed = resourcesInRegion(
      context,
      "aws_lb_listener",
      "aws_lb_listener_certificate",
      "aws_cloudfront_distribution",
      "aws_ec2_client_vpn_endpoint",
    ).some(({ values }) =>
      [
        values.certificate_arn,
        values.server_certificate_arn,
        ...nestedBlocksOf(values, "viewer_certificate").map((block) => block.acm_certificate_arn),
      ].includes(arn),
    );
    return violationIf(
      isUsed,
      "ResourceInUseException",
      `Certificate ${arn} in account ${context.account.accountId} is in use.`,
    );
  },
};

/**
 * ACM issues a certificate only once every validation record exists in a public hosted zone. Until
 * then it stays `PENDING_VALIDATION`, and the provider times out.
 */
const certificateValidationRecord: Constraint = {
  name: "certificate-validation-record",
  documentation: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
  errorCodes: ["ResourceNotFoundException", "PENDING_VALIDATION"],
  types: ["aws_acm_certificate_validation"],
  check(change, context) {
    const arn = isCreate(change) ? stringAttribute(change.after, "certificate_arn") : undefined;
    const certificate = findInRegion(context, arn, "aws_acm_certificate");
    if (arn === undefined) return [];
    if (certificate === undefined)
      return apiErrorIf(
        true,
        "DescribeCertificate",
        "ResourceNotFoundException",
        `Could not find certificate ${arn}.`,
        "certificate_arn",
      );
    const missing = missingValidationRecords(context, certificate.values);
    const message = `waiting for ACM Certificate (${arn}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s): no public zone has ${missing.join(", ")}`;
    return apiErrorIf(missing.length > 0, "DescribeCertificate", "PENDING_VALIDATION", message);
  },
};

/**
 * A certificate covers its domain name even if the alternative names omit it, and its validation
 * records are known by domain name before the records themselves, so that `for_each` can iterate
 * over them.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/acm_certificate
 */
const certificateDiff: CustomizeDiff = {
  normalizeConfig: (config) => {
    const { domain_name: domain = null, subject_alternative_names: names = null } = config;
    if (!Array.isArray(names) || names.includes(UNKNOWN) || typeof domain !== "string") return config;
    return { ...config, subject_alternative_names: [...new Set([...names, domain])] };
  },
  planCreate: (planned) => {
    const { domain_name: domain = null, subject_alternative_names: names = null } = planned;
    if (planned.validation_method !== "DNS" || typeof domain !== "string") return planned;
    const alternatives: readonly TerraformValue[] = Array.isArray(names) ? names : [];
    if (alternatives.some((name) => typeof name !== "string")) return planned;
    const options = [...new Set([domain, ...alternatives])].map((name) => ({
      domain_name: name,
      resource_record_name: UNKNOWN,
      resource_record_type: UNKNOWN,
      resource_record_value: UNKNOWN,
    }));
    return { ...planned, domain_validation_options: options };
  },
};

/** ACM certificates. */
export const acmCertificateResources: ServiceResources = {
  types: {
    aws_acm_certificate: {
      customizeDiff: certificateDiff,
      values: {
        id: "{arn}",
        arn: arnTemplate("acm:{region}:{account}:certificate/{uuid}"),
        domain_name: "",
        domain_validation_options: (context) => {
          if (!isDnsValidated(context)) return [];
          const names = [
            resolveString(context, "domain_name"),
            ...resolveStrings(context, "subject_alternative_names"),
          ];
          return [...new Set(names)].map((name) => validationRecord(context, name));
        },
        "domain_validation_options.resource_record_name": validationRecordField("resource_record_name"),
        "domain_validation_options.resource_record_type": validationRecordField("resource_record_type"),
        "domain_validation_options.resource_record_value": validationRecordField("resource_record_value"),
        subject_alternative_names: (context) => [resolveString(context, "domain_name")],
        status: (context) =>
          isDnsValidated(context) || resolveString(context, "validation_method") === "EMAIL"
            ? "PENDING_VALIDATION"
            : "ISSUED",
        type: (context) =>
          resolveString(context, "certificate_authority_arn") !== ""
            ? "PRIVATE"
            : resolveString(context, "validation_method") === ""
              ? "IMPORTED"
              : "AMAZON_ISSUED",
        validation_method: (context) =>
          resolveString(context, "certificate_authority_arn") === "" ? "NONE" : "",
        key_algorithm: "RSA_2048",
        not_before: (context) => (isDnsValidated(context) ? "" : formatTimestamp(context)),
        not_after: (context) => (isDnsValidated(context) ? "" : formatTimestamp(context, 395)),
        pending_renewal: false,
        renewal_eligibility: "INELIGIBLE",
        renewal_summary: [],
        validation_emails: [],
        options: [{ certificate_transparency_logging_preference: "ENABLED" }],
      },
    },
    aws_acm_certificate_validation: {
      values: {
        id: (context) => `${formatTimestamp(context).replace("T", " ").replace("Z", "")} +0000 UTC`,
      },
    },
  },
  constraints: [certificateInUse, certificateValidationRecord],
};
