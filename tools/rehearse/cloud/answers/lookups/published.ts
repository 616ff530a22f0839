import type { CallContext, Refusal } from "../../contracts.ts";
import type { ObjectValue } from "../../value.ts";
import { gatewayPrefixList } from "../knowledge/endpoints.ts";
import { partitionOf, zonesOf } from "../places.ts";
import { blocksOf, textOf, textsOf } from "../read.ts";
import { token } from "../token.ts";

/** A prefix list that AWS keeps, with the entries it may have: what it weighs in a security group. */
interface AwsPrefixList {
  readonly name: string;
  readonly id: string;
  readonly maxEntries: number;
}

/**
 * Lists that AWS keeps, with their published weights.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
const WEIGHTS: Readonly<Record<string, number>> = {
  "com.amazonaws.global.cloudfront.origin-facing": 55,
  "com.amazonaws.global.groundstation": 5,
  "com.amazonaws.global.route53-healthchecks": 25,
};

/** Ids that AWS uses for CloudFront's list, where they are well known. */
const CLOUDFRONT_IDS: Readonly<Record<string, string>> = {
  "us-east-1": "pl-3b927c52",
  "us-east-2": "pl-b6a144df",
  "us-west-2": "pl-82a045eb",
  "eu-west-1": "pl-4fa04526",
  "eu-central-1": "pl-a3a144ca",
  "ap-south-1": "pl-9aa247f3",
};

/** The prefix lists that AWS keeps in a region. */
export function awsPrefixLists(region: string): readonly AwsPrefixList[] {
  const own = (service: string, maxEntries: number) => ({
    name: `com.amazonaws.${region}.${service}`,
    id: gatewayPrefixList(region, service),
    maxEntries,
  });
  const global = Object.entries(WEIGHTS).map(([name, maxEntries]) => ({
    name,
    id:
      (name.includes("cloudfront") ? CLOUDFRONT_IDS[region] : undefined) ??
      `pl-${token(`prefix-list/${region}/${name}`, "hex", 8)}`,
    maxEntries,
  }));
  return [...global, own("s3", 10), own("dynamodb", 10), own("vpc-lattice", 10)];
}

function askedName(config: ObjectValue): string | undefined {
  const filter = blocksOf(config, "filter").find((one) => textOf(one, "name") === "prefix-list-name");
  return textOf(config, "name") ?? textsOf(filter, "values")[0];
}

/** A list that AWS keeps, as `aws_ec2_managed_prefix_list` and `aws_prefix_list` show it; entries stay out. */
export function prefixList(config: ObjectValue, { region }: CallContext): ObjectValue | undefined {
  const id = textOf(config, "id") ?? textOf(config, "prefix_list_id");
  const name = askedName(config);
  const list = awsPrefixLists(region).find(
    (one) => (id === undefined || one.id === id) && (name === undefined || one.name === name),
  );
  if (list === undefined || (id === undefined && name === undefined)) return undefined;
  return {
    id: list.id,
    name: list.name,
    arn: `arn:${partitionOf(region).id}:ec2:${region}:aws:prefix-list/${list.id}`,
    owner_id: "AWS",
    address_family: "IPv4",
    max_entries: list.maxEntries,
    version: 1,
    entries: [],
    cidr_blocks: [],
    tags: {},
  };
}

/** Services that have gateway endpoints. */
const GATEWAYS = ["s3", "dynamodb"];

/** A service of AWS's own, as an endpoint service. */
export function endpointService(
  config: ObjectValue,
  { region }: CallContext,
): ObjectValue | { readonly refusal: Refusal } {
  const asked =
    textOf(config, "service_name") ?? `com.amazonaws.${region}.${textOf(config, "service") ?? ""}`;
  const service = asked.replace(`com.amazonaws.${region}.`, "");
  if (service === asked || service === "") {
    const message = `The Vpc Endpoint Service '${asked}' does not exist`;
    return { refusal: { code: "InvalidServiceName", operation: "DescribeVpcEndpointServices", message } };
  }
  const type = textOf(config, "service_type") ?? (service === "dynamodb" ? "Gateway" : "Interface");
  const gateway = type === "Gateway" && GATEWAYS.includes(service);
  const id = `vpce-svc-0${token(`${region}/${service}/${type}`, "hex", 16)}`;
  return {
    id: String(Number.parseInt(token(asked, "hex", 8), 16)),
    service,
    service_name: asked,
    service_id: id,
    service_type: type,
    region,
    arn: `arn:${partitionOf(region).id}:ec2:${region}:amazon:vpc-endpoint-service/${id}`,
    owner: "amazon",
    acceptance_required: false,
    manages_vpc_endpoints: false,
    vpc_endpoint_policy_supported: true,
    private_dns_name: gateway ? "" : `${service.split(".").reverse().join(".")}.${region}.amazonaws.com`,
    private_dns_names: gateway ? [] : [`${service.split(".").reverse().join(".")}.${region}.amazonaws.com`],
    base_endpoint_dns_names: gateway
      ? [`${service}.${region}.amazonaws.com`]
      : [`${service}.${region}.vpce.amazonaws.com`],
    availability_zones: zonesOf(region).map(({ name }) => name),
    supported_ip_address_types: ["ipv4"],
    tags: {},
  };
}

/** The newest versions of the engines that platforms use, newest first; others of their majors are taken to exist. */
const ENGINES: Readonly<Record<string, readonly string[]>> = {
  postgres: ["17.5", "17.4", "16.9", "16.8", "15.13", "15.12", "14.18", "13.21"],
  mysql: ["8.4.5", "8.0.42", "8.0.41"],
  mariadb: ["11.4.5", "10.11.11", "10.6.21"],
  "aurora-postgresql": ["17.4", "16.8", "15.12", "14.17", "13.20"],
  "aurora-mysql": ["8.0.mysql_aurora.3.08.2"],
};

/** An engine's version: the one asked for, the first preferred one that exists, or the newest that fits. */
export function engineVersion(config: ObjectValue): ObjectValue | { readonly refusal: Refusal } {
  const engine = textOf(config, "engine") ?? "";
  const versions = ENGINES[engine] ?? [];
  const asked = textOf(config, "version");
  const family = textOf(config, "parameter_group_family");
  const fits = versions.filter(
    (version) =>
      (asked === undefined || version === asked || version.startsWith(`${asked}.`)) &&
      (family === undefined || familyOf(engine, version) === family),
  );
  const preferred = textsOf(config, "preferred_versions").find((version) => fits.includes(version));
  const version = preferred ?? fits[0] ?? older(versions, asked);
  if (version === undefined) {
    const message = `no engine version of ${engine} matches${asked === undefined ? "" : ` ${asked}`}`;
    return {
      refusal: { code: "InvalidParameterCombination", operation: "DescribeDBEngineVersions", message },
    };
  }
  const newer = versions.filter((other) => versions.indexOf(other) < versions.indexOf(version));
  return {
    id: version,
    engine,
    version: asked ?? version,
    version_actual: version,
    version_description: `${engine} ${version}`,
    engine_description: engine,
    parameter_group_family: familyOf(engine, version),
    status: "available",
    exportable_log_types: engine.includes("postgres")
      ? ["postgresql", "upgrade"]
      : ["audit", "error", "general", "slowquery"],
    supports_log_exports_to_cloudwatch: true,
    supports_read_replica: true,
    supports_certificate_rotation_without_restart: true,
    valid_upgrade_targets: newer,
    valid_minor_targets: newer.filter((other) => other.split(".")[0] === version.split(".")[0]),
    valid_major_targets: newer.filter((other) => other.split(".")[0] !== version.split(".")[0]),
    supported_modes: ["provisioned"],
    default_character_set: "",
    supported_character_sets: [],
    supported_feature_names: [],
    supported_timezones: [],
  };
}

/** A version that is asked for in full, of a major that there is. */
function older(versions: readonly string[], asked: string | undefined): string | undefined {
  const [major = "", minor] = asked?.split(".") ?? [];
  return minor !== undefined && versions.some((version) => version.startsWith(`${major}.`))
    ? asked
    : undefined;
}

function familyOf(engine: string, version: string): string {
  const [major = "", minor = "0"] = version.split(".");
  return engine.includes("postgres") ? `${engine}${major}` : `${engine}${major}.${minor}`;
}
