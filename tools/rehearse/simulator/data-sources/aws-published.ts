import {
  CLOUDFRONT_ORIGIN_FACING,
  CLOUDFRONT_PREFIX_LIST_IDS,
  PREFIX_LIST_WEIGHTS,
  regionalServiceName,
} from "../../../../aws/prefix-lists.ts";
import { partitionOfRegion } from "../../../../aws/regions.ts";
import { nestedBlocksOf, stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import { gatewayPrefixListId } from "../computed-values/definitions/vpc-endpoints.ts";
import { deterministicToken } from "../computed-values/deterministic-values.ts";
import { availabilityZonesOf } from "../computed-values/regions.ts";
import type { ApiError, CallContext } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";

/** An AWS-managed prefix list with its maximum entries, which is its weight in a security group. */
interface AwsPrefixList {
  readonly name: string;
  readonly id: string;
  readonly maxEntries: number;
}

/** The AWS-managed prefix lists of a region. */
export function awsPrefixLists(region: string): readonly AwsPrefixList[] {
  const { global, regional } = PREFIX_LIST_WEIGHTS;
  return [
    ...Object.entries(global).map(([service, maxEntries]) => {
      const name = regionalServiceName("global", service);
      const known = service === CLOUDFRONT_ORIGIN_FACING ? CLOUDFRONT_PREFIX_LIST_IDS[region] : undefined;
      const id = known ?? `pl-${deterministicToken(`prefix-list/${region}/${name}`, "hex", 8)}`;
      return { name, id, maxEntries };
    }),
    ...Object.entries(regional).map(([service, maxEntries]) => ({
      name: regionalServiceName(region, service),
      id: gatewayPrefixListId(region, service),
      maxEntries,
    })),
  ];
}

function requestedName(config: ObjectValue): string | undefined {
  const filter = nestedBlocksOf(config, "filter").find(
    (candidate) => stringAttribute(candidate, "name") === "prefix-list-name",
  );
  return stringAttribute(config, "name") ?? stringListAttribute(filter, "values")[0];
}

/**
 * An AWS-managed prefix list for `aws_ec2_managed_prefix_list` and `aws_prefix_list`, without
 * entries.
 */
export function readAwsPrefixList(config: ObjectValue, { region }: CallContext): ObjectValue | undefined {
  const id = stringAttribute(config, "id") ?? stringAttribute(config, "prefix_list_id");
  const name = requestedName(config);
  const list = awsPrefixLists(region).find(
    (candidate) =>
      (id === undefined || candidate.id === id) && (name === undefined || candidate.name === name),
  );
  if (list === undefined || (id === undefined && name === undefined)) return undefined;
  return {
    id: list.id,
    name: list.name,
    arn: `arn:${partitionOfRegion(region).id}:ec2:${region}:aws:prefix-list/${list.id}`,
    owner_id: "AWS",
    address_family: "IPv4",
    max_entries: list.maxEntries,
    version: 1,
    entries: [],
    cidr_blocks: [],
    tags: {},
  };
}

/** Services with gateway endpoints. */
const GATEWAY_SERVICES = ["s3", "dynamodb"];

/** Reads an AWS service as an endpoint service. */
export function readEndpointService(
  config: ObjectValue,
  { region }: CallContext,
): ObjectValue | { readonly apiError: ApiError } {
  const requested =
    stringAttribute(config, "service_name") ??
    regionalServiceName(region, stringAttribute(config, "service") ?? "");
  const service = requested.replace(regionalServiceName(region, ""), "");
  if (service === requested || service === "") {
    const message = `The Vpc Endpoint Service '${requested}' does not exist`;
    return { apiError: { code: "InvalidServiceName", operation: "DescribeVpcEndpointServices", message } };
  }
  const type = stringAttribute(config, "service_type") ?? (service === "dynamodb" ? "Gateway" : "Interface");
  const isGateway = type === "Gateway" && GATEWAY_SERVICES.includes(service);
  const id = `vpce-svc-0${deterministicToken(`${region}/${service}/${type}`, "hex", 16)}`;
  return {
    id: String(Number.parseInt(deterministicToken(requested, "hex", 8), 16)),
    service,
    service_name: requested,
    service_id: id,
    service_type: type,
    region,
    arn: `arn:${partitionOfRegion(region).id}:ec2:${region}:amazon:vpc-endpoint-service/${id}`,
    owner: "amazon",
    acceptance_required: false,
    manages_vpc_endpoints: false,
    vpc_endpoint_policy_supported: true,
    private_dns_name: isGateway ? "" : `${service.split(".").reverse().join(".")}.${region}.amazonaws.com`,
    private_dns_names: isGateway ? [] : [`${service.split(".").reverse().join(".")}.${region}.amazonaws.com`],
    base_endpoint_dns_names: isGateway
      ? [`${service}.${region}.amazonaws.com`]
      : [`${service}.${region}.vpce.amazonaws.com`],
    availability_zones: availabilityZonesOf(region).map(({ name }) => name),
    supported_ip_address_types: ["ipv4"],
    tags: {},
  };
}

/**
 * Recent versions of the engines that platforms use, newest first; other full versions of these
 * majors are assumed to exist.
 */
const ENGINE_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  postgres: ["17.5", "17.4", "16.9", "16.8", "15.13", "15.12", "14.18", "13.21"],
  mysql: ["8.4.5", "8.0.42", "8.0.41"],
  mariadb: ["11.4.5", "10.11.11", "10.6.21"],
  "aurora-postgresql": ["17.4", "16.8", "15.12", "14.17", "13.20"],
  "aurora-mysql": ["8.0.mysql_aurora.3.08.2"],
};

/**
 * Reads an engine version: the requested one, the first preferred one that exists, or the newest
 * that matches.
 */
export function readEngineVersion(config: ObjectValue): ObjectValue | { readonly apiError: ApiError } {
  const engine = stringAttribute(config, "engine") ?? "";
  const versions = ENGINE_VERSIONS[engine] ?? [];
  const requested = stringAttribute(config, "version");
  const family = stringAttribute(config, "parameter_group_family");
  const matching = versions.filter(
    (version) =>
      (requested === undefined || version === requested || version.startsWith(`${requested}.`)) &&
      (family === undefined || parameterGroupFamily(engine, version) === family),
  );
  const preferred = stringListAttribute(config, "preferred_versions").find((version) =>
    matching.includes(version),
  );
  const version = preferred ?? matching[0] ?? unlistedVersion(versions, requested);
  if (version === undefined) {
    const message = `no engine version of ${engine} matches${requested === undefined ? "" : ` ${requested}`}`;
    return {
      apiError: { code: "InvalidParameterCombination", operation: "DescribeDBEngineVersions", message },
    };
  }
  const newer = versions.filter((other) => versions.indexOf(other) < versions.indexOf(version));
  return {
    id: version,
    engine,
    version: requested ?? version,
    version_actual: version,
    version_description: `${engine} ${version}`,
    engine_description: engine,
    parameter_group_family: parameterGroupFamily(engine, version),
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

/** The requested version, if it is a full version of a known major. */
function unlistedVersion(versions: readonly string[], requested: string | undefined): string | undefined {
  const [major = "", minor] = requested?.split(".") ?? [];
  return minor !== undefined && versions.some((version) => version.startsWith(`${major}.`))
    ? requested
    : undefined;
}

function parameterGroupFamily(engine: string, version: string): string {
  const [major = "", minor = "0"] = version.split(".");
  return engine.includes("postgres") ? `${engine}${major}` : `${engine}${major}.${minor}`;
}
