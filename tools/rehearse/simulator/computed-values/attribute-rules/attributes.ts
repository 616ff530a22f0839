import { serviceOfType } from "../../../../../aws/services.ts";
import type { TerraformType } from "../../schema.ts";
import type { TerraformValue } from "../../terraform-value.ts";
import { deterministicNumber } from "../deterministic-values.ts";
import { renderTemplate, type ValueContext, type ValueGenerator } from "../value-context.ts";
import { generateName } from "./generated-names.ts";
import { fallbackArn, fallbackId } from "./ids-and-arns.ts";

/** The simulated time in AWS's format: `2024-01-01T00:00:00Z`. */
export function formatTimestamp(context: ValueContext, addDays = 0): string {
  return new Date(context.nowMs + addDays * 86_400_000).toISOString().replace(/\.\d+Z$/, "Z");
}

const arnServiceName = (context: ValueContext) => serviceOfType(context.type).arn;

/**
 * String generators by attribute name: the first matching pattern wins. The order is from exact
 * names to broad suffixes.
 */
const TEXT_GENERATORS: readonly (readonly [RegExp, ValueGenerator])[] = [
  [/^id$/, fallbackId],
  [/^arn$/, fallbackArn],
  [/^(name|.*_name)_prefix$|^identifier_prefix$/, ""],
  [
    /^(owner_id|owner_account_id|account_id|aws_account_id|registry_id|catalog_id|mesh_owner|resource_owner|vpc_owner_id|owner|.*_owner_id|.*account_id)$/,
    "{account}",
  ],
  [/^(region|aws_region)$/, "{region}"],
  [/^(created_by|updated_by|last_modified_by|caller_arn)$/, "arn:{partition}:iam::{account}:root"],
  [/^(partition)$/, "{partition}"],
  [
    /^(created|modified|updated|.*_(at|time|date|timestamp|datetime)|.*date_created|date_.*|last_modified|valid_(from|until)|not_(before|after))$/,
    (context) => formatTimestamp(context),
  ],
  [/^(availability_zone|availability_zone_name)$/, "{region}a"],
  [/^(status|.*_status)$/, "ACTIVE"],
  [/^(state|.*_state)$/, "available"],
  [/^(status|state|failure)_?(reason|message|code)$|^.*_(reason|message)$/, ""],
  [/^(etag)$/, "{upper:13/etag}"],
  [/^(lock_token|update_token|.*_token|revision_id|unique_id|.*_uuid|caller_reference)$/, "{uuid:token}"],
  [/^(version|revision|.*_version)$/, "1"],
  [/^version_id$/, "{mixed:32/version}"],
  [/^(certificate|certificate_(pem|chain|body))$/, pemGenerator("CERTIFICATE")],
  [/^(certificate_signing_request|csr)$/, pemGenerator("CERTIFICATE REQUEST")],
  [/^(private_key|private_key_pem)$/, pemGenerator("RSA PRIVATE KEY")],
  [/^(public_key|public_key_pem)$/, pemGenerator("PUBLIC KEY")],
  [
    /^mac_address$/,
    (context) => `0a:${renderTemplate("{hex:10/mac}", context).match(/../g)?.join(":") ?? ""}`,
  ],
  [/^(ip_address|private_ip|private_ip_address)$/, "10.0.{octet:third}.{octet:fourth}"],
  [/^(public_ip|public_ip_address|.*_public_ip)$/, "203.0.113.{octet:public}"],
  [
    /^(dns_name|.*_dns_name|hostname|.*_hostname|fqdn|domain_name)$/,
    (context) => renderTemplate(`{hex:13/dns}.${arnServiceName(context)}.{region}.amazonaws.com`, context),
  ],
  [
    /^(endpoint|.*_endpoint|.*_address|address)$/,
    (context) => renderTemplate(`{hex:13/dns}.${arnServiceName(context)}.{region}.amazonaws.com`, context),
  ],
  [
    /^(url|uri|.*_url|.*_uri)$/,
    (context) =>
      renderTemplate(`https://{hex:13/dns}.${arnServiceName(context)}.{region}.amazonaws.com`, context),
  ],
  [/^(hosted_zone_id|zone_id|.*_zone_id)$/, "Z{upper:20/zone}"],
  [/^vpc_id$/, vpcIdFromReferences],
  [/^(kms_key_id|kms_key_arn|.*_kms_key_id|.*_kms_key_arn|kms_arn)$/, ""],
  [/^.*role_arn$/, "arn:{partition}:iam::{account}:role/aws-service-role"],
  [
    /^.*_arn$/,
    (context) =>
      renderTemplate(
        `arn:{partition}:${arnServiceName(context)}:{region}:{account}:${context.attributeName.replace(/_arn$/, "").replaceAll("_", "-")}/0{hex:16/${context.attributeName}}`,
        context,
      ),
  ],
  [/^(subnet)_id$/, ""],
  [/^.*_id$/, (context) => renderTemplate(`0{hex:16/${context.attributeName}}`, context)],
  [/^(ip_address_type|network_type)$/, "ipv4"],
  [/^preferred_maintenance_window$|^maintenance_window$/, "sun:05:00-sun:06:00"],
  [/^(preferred_backup_window|snapshot_window|backup_window|daily_.*_time)$/, "03:00-04:00"],
  [/^(name|.*_name)$/, generateName],
];

/** A placeholder in the format of a certificate or key; its content has no meaning. */
function pemGenerator(kind: string): ValueGenerator {
  return (context) => {
    const lines = renderTemplate(`{mixed:640/${kind}}`, context).match(/.{1,64}/g) ?? [];
    return [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ""].join("\n");
  };
}

/** The VPC of the subnets that the resource references, as AWS derives it. */
function vpcIdFromReferences(context: ValueContext): TerraformValue {
  for (const name of ["subnet_ids", "subnets", "subnet_id", "security_group_ids", "vpc_security_group_ids"]) {
    const value = context.resolve(name);
    const ids = Array.isArray(value) ? value : [value];
    for (const resource of context.account.resources()) {
      if (ids.includes(resource.id) && typeof resource.values.vpc_id === "string")
        return resource.values.vpc_id;
    }
  }
  return "";
}

const NUMBER_GENERATORS: readonly (readonly [RegExp, (context: ValueContext) => number])[] = [
  [/^(version|revision|.*_version|version_number)$/, (context) => (numberBeforeChange(context) ?? 0) + 1],
  [/^(port|.*_port)$/, () => 443],
  [/^.*(_at|_time|_date|timestamp)$/, (context) => Math.floor(context.nowMs / 1000)],
  [/^capacity$/, (context) => deterministicNumber(`${context.seed}/capacity`, 90) + 10],
];

/** The attribute's previous value, if it is a number. */
function numberBeforeChange(context: ValueContext): number | undefined {
  const before = context.before?.[context.attributeName];
  return typeof before === "number" ? before : undefined;
}

/** The next value of a version-like attribute of {@link TEXT_GENERATORS}, after each change. */
function nextVersionText(context: ValueContext): string | undefined {
  const before = context.before?.[context.attributeName];
  if (typeof before !== "string") return undefined;
  if (/^\d+$/.test(before)) return String(Number(before) + 1);
  return renderTemplate(`{upper:${Math.max(before.length, 8)}/${context.attributeName}/${before}}`, context);
}

/** The value for an attribute's name and type; `undefined` if no rule matches the name. */
export function valueByAttributeName(context: ValueContext, type: TerraformType): TerraformValue | undefined {
  if (type === "number")
    return NUMBER_GENERATORS.find(([pattern]) => pattern.test(context.attributeName))?.[1](context);
  if (type === "bool")
    return /^(enabled|is_enabled|active|latest)$/.test(context.attributeName) ? true : undefined;
  if (type === "string") return textByAttributeName(context);
  if (context.attributeName === "tags_all" && type[0] === "map") return context.resolve("tags") ?? {};
  return undefined;
}

function textByAttributeName(context: ValueContext): TerraformValue | undefined {
  const rule = TEXT_GENERATORS.find(([pattern]) => pattern.test(context.attributeName));
  if (rule === undefined) return undefined;
  const nextVersion = /^(etag|lock_token|version_id|version|revision)$/.test(context.attributeName)
    ? nextVersionText(context)
    : undefined;
  if (nextVersion !== undefined) return nextVersion;
  // Inside lists and blocks, these attributes belong to the element, for which no rule is known.
  if (context.isNested && /^(id|arn|name)$/.test(context.attributeName)) return undefined;
  const generator = rule[1];
  if (typeof generator === "function") return generator(context);
  return typeof generator === "string" ? renderTemplate(generator, context) : generator;
}
