import {
  nestedBlocksOf,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import type { CallContext, SimulatedResource } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";

/** Normalizes a DNS name for comparison: lower case, no trailing dot. */
export function normalizeDnsName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

/** The certificate's validation records that no public hosted zone has. */
export function missingValidationRecords(context: CallContext, certificate: ObjectValue): readonly string[] {
  const publicZones = new Set(
    context.account
      .resources("aws_route53_zone")
      .filter(({ values }) => nestedBlocksOf(values, "vpc").length === 0)
      .map(({ id }) => id),
  );
  const existing = new Set(
    context.account
      .resources("aws_route53_record")
      .filter(({ values }) => publicZones.has(stringAttribute(values, "zone_id") ?? ""))
      .flatMap(({ values }) => {
        const names = [stringAttribute(values, "fqdn"), stringAttribute(values, "name")].filter(
          (name) => name !== undefined,
        );
        return names.flatMap((name) =>
          stringListAttribute(values, "records").map(
            (record) => `${normalizeDnsName(name)} ${normalizeDnsName(record)}`,
          ),
        );
      }),
  );
  return nestedBlocksOf(certificate, "domain_validation_options")
    .map(
      (option) =>
        [
          stringAttribute(option, "resource_record_name") ?? "",
          stringAttribute(option, "resource_record_value") ?? "",
        ] as const,
    )
    .filter(
      ([name, value]) => name !== "" && !existing.has(`${normalizeDnsName(name)} ${normalizeDnsName(value)}`),
    )
    .map(([name]) => name);
}

/** True if ACM has issued the certificate: imported, or validated. */
export function isCertificateIssued(context: CallContext, { values, id }: SimulatedResource): boolean {
  if (stringAttribute(values, "status") === "ISSUED") return true;
  return context.account
    .resources("aws_acm_certificate_validation")
    .some(
      (validation) =>
        validation.values.certificate_arn === id || validation.values.certificate_arn === values.arn,
    );
}

/** True if the certificate covers the host: by name, or by a wildcard one level up. */
export function certificateCoversHost(certificate: ObjectValue, host: string): boolean {
  const names = [
    stringAttribute(certificate, "domain_name"),
    ...stringListAttribute(certificate, "subject_alternative_names"),
  ];
  const hostName = normalizeDnsName(host);
  return names.some((name) => {
    const certificateName = normalizeDnsName(name ?? "");
    if (certificateName === hostName) return true;
    return (
      certificateName.startsWith("*.") &&
      hostName.endsWith(certificateName.slice(1)) &&
      !hostName.slice(0, -certificateName.length + 1).includes(".")
    );
  });
}
