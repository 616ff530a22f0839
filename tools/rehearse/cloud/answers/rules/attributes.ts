import type { TerraformType } from "../../schema.ts";
import type { Value } from "../../value.ts";
import { type Facts, type Maker, render } from "../facts.ts";
import { numberBelow } from "../token.ts";
import { arnOf, idOf } from "./identities.ts";
import { generatedName } from "./names.ts";
import { serviceOf } from "./services.ts";

/** The simulated clock as AWS writes it: `2024-01-01T00:00:00Z`. */
export function timestamp(facts: Facts, addDays = 0): string {
  return new Date(facts.nowMs + addDays * 86_400_000).toISOString().replace(/\.\d+Z$/, "Z");
}

const service = (facts: Facts) => serviceOf(facts.type).service;

/**
 * Texts by attribute name: the first pattern that matches wins. Their order goes from one exact name to
 * broad endings.
 */
const TEXTS: readonly (readonly [RegExp, Maker])[] = [
  [/^id$/, idOf],
  [/^arn$/, arnOf],
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
    (facts) => timestamp(facts),
  ],
  [/^(availability_zone|availability_zone_name)$/, "{region}a"],
  [/^(status|.*_status)$/, "ACTIVE"],
  [/^(state|.*_state)$/, "available"],
  [/^(status|state|failure)_?(reason|message|code)$|^.*_(reason|message)$/, ""],
  [/^(etag)$/, "{upper:13/etag}"],
  [/^(lock_token|update_token|.*_token|revision_id|unique_id|.*_uuid|caller_reference)$/, "{uuid:token}"],
  [/^(version|revision|.*_version)$/, "1"],
  [/^version_id$/, "{mixed:32/version}"],
  [/^(certificate|certificate_(pem|chain|body))$/, pem("CERTIFICATE")],
  [/^(certificate_signing_request|csr)$/, pem("CERTIFICATE REQUEST")],
  [/^(private_key|private_key_pem)$/, pem("RSA PRIVATE KEY")],
  [/^(public_key|public_key_pem)$/, pem("PUBLIC KEY")],
  [/^mac_address$/, (facts) => `0a:${render("{hex:10/mac}", facts).match(/../g)?.join(":") ?? ""}`],
  [/^(ip_address|private_ip|private_ip_address)$/, "10.0.{octet:third}.{octet:fourth}"],
  [/^(public_ip|public_ip_address|.*_public_ip)$/, "203.0.113.{octet:public}"],
  [
    /^(dns_name|.*_dns_name|hostname|.*_hostname|fqdn|domain_name)$/,
    (facts) => render(`{hex:13/dns}.${service(facts)}.{region}.amazonaws.com`, facts),
  ],
  [
    /^(endpoint|.*_endpoint|.*_address|address)$/,
    (facts) => render(`{hex:13/dns}.${service(facts)}.{region}.amazonaws.com`, facts),
  ],
  [
    /^(url|uri|.*_url|.*_uri)$/,
    (facts) => render(`https://{hex:13/dns}.${service(facts)}.{region}.amazonaws.com`, facts),
  ],
  [/^(hosted_zone_id|zone_id|.*_zone_id)$/, "Z{upper:20/zone}"],
  [/^vpc_id$/, vpcId],
  [/^(kms_key_id|kms_key_arn|.*_kms_key_id|.*_kms_key_arn|kms_arn)$/, ""],
  [/^.*role_arn$/, "arn:{partition}:iam::{account}:role/aws-service-role"],
  [
    /^.*_arn$/,
    (facts) =>
      render(
        `arn:{partition}:${service(facts)}:{region}:{account}:${facts.leaf.replace(/_arn$/, "").replaceAll("_", "-")}/0{hex:16/${facts.leaf}}`,
        facts,
      ),
  ],
  [/^(subnet)_id$/, ""],
  [/^.*_id$/, (facts) => render(`0{hex:16/${facts.leaf}}`, facts)],
  [/^(ip_address_type|network_type)$/, "ipv4"],
  [/^preferred_maintenance_window$|^maintenance_window$/, "sun:05:00-sun:06:00"],
  [/^(preferred_backup_window|snapshot_window|backup_window|daily_.*_time)$/, "03:00-04:00"],
  [/^(name|.*_name)$/, generatedName],
];

/** A text in the form of a certificate or key, which nothing can be read from. */
function pem(kind: string): Maker {
  return (facts) => {
    const lines = render(`{mixed:640/${kind}}`, facts).match(/.{1,64}/g) ?? [];
    return [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ""].join("\n");
  };
}

/** The VPC of the subnets that the resource names, as AWS finds it. */
function vpcId(facts: Facts): Value {
  for (const name of ["subnet_ids", "subnets", "subnet_id", "security_group_ids", "vpc_security_group_ids"]) {
    const value = facts.get(name);
    const ids = Array.isArray(value) ? value : [value];
    for (const resource of facts.account.resources()) {
      if (ids.includes(resource.id) && typeof resource.values.vpc_id === "string")
        return resource.values.vpc_id;
    }
  }
  return "";
}

const NUMBERS: readonly (readonly [RegExp, (facts: Facts) => number])[] = [
  [/^(version|revision|.*_version|version_number)$/, (facts) => (numberBefore(facts) ?? 0) + 1],
  [/^(port|.*_port)$/, () => 443],
  [/^.*(_at|_time|_date|timestamp)$/, (facts) => Math.floor(facts.nowMs / 1000)],
  [/^capacity$/, (facts) => numberBelow(`${facts.seed}/capacity`, 90) + 10],
];

/** The attribute as it was, where it is a number. */
function numberBefore(facts: Facts): number | undefined {
  const before = facts.before?.[facts.leaf];
  return typeof before === "number" ? before : undefined;
}

/** The texts of {@link TEXTS} that grow when a version-like attribute is answered again. */
function grown(facts: Facts): string | undefined {
  const before = facts.before?.[facts.leaf];
  if (typeof before !== "string") return undefined;
  if (/^\d+$/.test(before)) return String(Number(before) + 1);
  return render(`{upper:${Math.max(before.length, 8)}/${facts.leaf}/${before}}`, facts);
}

/** The value for a name and a type; `undefined` when the name says nothing. */
export function attributeValue(facts: Facts, type: TerraformType): Value | undefined {
  if (type === "number") return NUMBERS.find(([pattern]) => pattern.test(facts.leaf))?.[1](facts);
  if (type === "bool") return /^(enabled|is_enabled|active|latest)$/.test(facts.leaf) ? true : undefined;
  if (type === "string") return textValue(facts);
  if (facts.leaf === "tags_all" && type[0] === "map") return facts.get("tags") ?? {};
  return undefined;
}

function textValue(facts: Facts): Value | undefined {
  const found = TEXTS.find(([pattern]) => pattern.test(facts.leaf));
  if (found === undefined) return undefined;
  const renewed = /^(etag|lock_token|version_id|version|revision)$/.test(facts.leaf)
    ? grown(facts)
    : undefined;
  if (renewed !== undefined) return renewed;
  // Inside lists and blocks these belong to the element: no rule says what AWS answers there.
  if (facts.nested && /^(id|arn|name)$/.test(facts.leaf)) return undefined;
  const maker = found[1];
  if (typeof maker === "function") return maker(facts);
  return typeof maker === "string" ? render(maker, facts) : maker;
}
