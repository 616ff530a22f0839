import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate/index.js";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation/index.js";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Construct } from "constructs";
import { defined } from "../../language/required.ts";
import { planValidations, type ValidationPlan } from "./certificate-plan.ts";

/** Inputs of {@link Certificate}. */
export interface CertificateProps {
  /** The names; the first is the primary one. */
  readonly names: readonly string[];
  /** The public hosted zone that gets the validation records. */
  readonly zoneId: string;
}

const RECORD_TTL_SECONDS = 300;

/**
 * A public certificate with DNS validation, which ACM renews as long as the records exist. Creation
 * waits until the registrar delegates the domain, because ACM sees the records only then.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-renewal-validation.html
 */
export class Certificate extends Construct {
  /** The ARN, available once the certificate is issued. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    const [domainName, ...others] = props.names;
    const certificate = new AcmCertificate(this, "certificate", {
      domainName: defined(domainName, "a name for the certificate"),
      subjectAlternativeNames: others,
      validationMethod: "DNS",
      // Listeners use the old certificate until the new one exists.
      lifecycle: { createBeforeDestroy: true },
    });
    const records = planValidations(props.names).map((plan) => this.#createRecord(plan, certificate, props));
    this.arn = new AcmCertificateValidation(this, "validation", {
      certificateArn: certificate.arn,
      validationRecordFqdns: records.map((record) => record.fqdn),
    }).certificateArn;
  }

  /** One record per name; the address depends on the name alone. */
  #createRecord(plan: ValidationPlan, certificate: AcmCertificate, props: CertificateProps) {
    const option = (attribute: string) =>
      `\${one([for option in ${certificate.fqn}.domain_validation_options : option.${attribute} if option.domain_name == "${plan.certificateName}"])}`;
    return new Route53Record(this, `record-${plan.base}`, {
      zoneId: props.zoneId,
      name: option("resource_record_name"),
      type: "CNAME",
      records: [option("resource_record_value")],
      ttl: RECORD_TTL_SECONDS,
      // Two certificates of one name share the record, so the new one may overwrite it.
      allowOverwrite: true,
    });
  }
}
