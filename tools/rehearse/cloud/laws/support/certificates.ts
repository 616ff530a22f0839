import { blocksOf, textOf, textsOf } from "../../answers/read.ts";
import type { CallContext, CloudResource } from "../../contracts.ts";
import type { ObjectValue } from "../../value.ts";

/** A DNS name as it is compared: lower case, no closing dot. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

/** The certificate's validation records that stand in no public zone. */
export function missingRecords(context: CallContext, certificate: ObjectValue): readonly string[] {
  const publicZones = new Set(
    context.account
      .resources("aws_route53_zone")
      .filter(({ values }) => blocksOf(values, "vpc").length === 0)
      .map(({ id }) => id),
  );
  const standing = new Set(
    context.account
      .resources("aws_route53_record")
      .filter(({ values }) => publicZones.has(textOf(values, "zone_id") ?? ""))
      .flatMap(({ values }) => {
        const names = [textOf(values, "fqdn"), textOf(values, "name")].filter((name) => name !== undefined);
        return names.flatMap((name) =>
          textsOf(values, "records").map((record) => `${plainName(name)} ${plainName(record)}`),
        );
      }),
  );
  return blocksOf(certificate, "domain_validation_options")
    .map(
      (option) =>
        [
          textOf(option, "resource_record_name") ?? "",
          textOf(option, "resource_record_value") ?? "",
        ] as const,
    )
    .filter(([name, value]) => name !== "" && !standing.has(`${plainName(name)} ${plainName(value)}`))
    .map(([name]) => name);
}

/** Whether ACM has issued the certificate: imported, or validated. */
export function isIssued(context: CallContext, { values, id }: CloudResource): boolean {
  if (textOf(values, "status") === "ISSUED") return true;
  return context.account
    .resources("aws_acm_certificate_validation")
    .some(
      (validation) =>
        validation.values.certificate_arn === id || validation.values.certificate_arn === values.arn,
    );
}

/** Whether the certificate is good for the host: by name or by a wildcard one level up. */
export function covers(certificate: ObjectValue, host: string): boolean {
  const names = [textOf(certificate, "domain_name"), ...textsOf(certificate, "subject_alternative_names")];
  const wanted = plainName(host);
  return names.some((name) => {
    const plain = plainName(name ?? "");
    if (plain === wanted) return true;
    return (
      plain.startsWith("*.") &&
      wanted.endsWith(plain.slice(1)) &&
      !wanted.slice(0, -plain.length + 1).includes(".")
    );
  });
}
