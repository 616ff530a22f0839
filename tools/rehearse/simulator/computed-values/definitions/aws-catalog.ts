import {
  addressesPerInterface,
  architectureOfInstanceType,
  EC2_ARCHITECTURES,
  isBurstable,
  memoryMiBOf,
  vcpusOf,
} from "../../../../../aws/instance-types.ts";
import { REGIONS } from "../../../../../aws/regions.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import { nestedBlocksOf, stringAttribute, stringListAttribute } from "../attribute-reader.ts";
import { formatTimestamp } from "../attribute-rules/attributes.ts";
import { availabilityZonesOf } from "../regions.ts";
import {
  type ResourceDefinitions,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../value-context.ts";

/** The values of a data source filter, without those that contain wildcards. */
function filterValues(context: ValueContext, name: string): readonly string[] {
  const config: ObjectValue = { filter: context.resolve("filter") };
  const filter = nestedBlocksOf(config, "filter").find(
    (candidate) => stringAttribute(candidate, "name") === name,
  );
  return stringListAttribute(filter, "values").filter((value) => !/[*?]/.test(value));
}

const ec2ArchitectureOf = (type: string) => EC2_ARCHITECTURES[architectureOfInstanceType(type)];

const requestedInstanceType = (context: ValueContext) => resolveString(context, "instance_type");

/** Instance types of both architectures that EC2 offers in every region. */
const INSTANCE_TYPES = [
  "c6g.large",
  "c6i.large",
  "m6g.large",
  "m6i.large",
  "r6g.large",
  "t3.micro",
  "t4g.micro",
];

function offeredInstanceTypes(context: ValueContext): readonly string[] {
  const requestedTypes = filterValues(context, "instance-type");
  if (requestedTypes.length > 0) return requestedTypes;
  const architectures = filterValues(context, "processor-info.supported-architecture");
  return INSTANCE_TYPES.filter(
    (type) => architectures.length === 0 || architectures.includes(ec2ArchitectureOf(type)),
  );
}

/** The locations that offer instance types: the region, or its Availability Zones. */
function offeredLocations(context: ValueContext): readonly string[] {
  const zones = availabilityZonesOf(context.region);
  const kind = resolveString(context, "location_type");
  if (kind === "availability-zone") return zones.map(({ name }) => name);
  return kind === "availability-zone-id" ? zones.map(({ id }) => id) : [context.region];
}

/** Creates a list with one entry for each pair of instance type and location. */
const offerings = (pick: (type: string, location: string) => string) => (context: ValueContext) =>
  offeredInstanceTypes(context).flatMap((type) =>
    offeredLocations(context).map((location) => pick(type, location)),
  );

/** AWS's own offerings, the same in every account: types, versions, endpoints, tokens. */
export const awsCatalog: ResourceDefinitions = {
  aws_ec2_instance_type: {
    id: "{instance_type}",
    default_vcpus: (context) => vcpusOf(requestedInstanceType(context)),
    default_cores: (context) => Math.max(1, vcpusOf(requestedInstanceType(context)) / 2),
    default_threads_per_core: 2,
    memory_size: (context) => memoryMiBOf(requestedInstanceType(context)),
    supported_architectures: (context) => [ec2ArchitectureOf(requestedInstanceType(context))],
    supported_usages_classes: ["on-demand", "spot"],
    supported_root_device_types: ["ebs"],
    supported_virtualization_types: ["hvm"],
    supported_placement_strategies: ["partition", "spread"],
    burstable_performance_supported: (context) => isBurstable(requestedInstanceType(context)),
    current_generation: true,
    hypervisor: "nitro",
    ebs_encryption_support: "supported",
    ebs_optimized_support: "default",
    ebs_nvme_support: "required",
    ena_support: "required",
    ipv6_supported: true,
    maximum_network_interfaces: 3,
    maximum_ipv4_addresses_per_interface: (context) =>
      addressesPerInterface(requestedInstanceType(context)) ?? 10,
    maximum_ipv6_addresses_per_interface: 10,
    network_performance: "Up to 5 Gigabit",
  },
  aws_ec2_instance_types: { id: "{region}", instance_types: offeredInstanceTypes },
  aws_ec2_instance_type_offering: {
    id: "{instance_type}",
    instance_type: (context) => offeredInstanceTypes(context)[0] ?? "",
    location: (context) => offeredLocations(context)[0] ?? "",
  },
  aws_ec2_instance_type_offerings: {
    id: "{region}",
    instance_types: offerings((type) => type),
    locations: offerings((_type, location) => location),
    location_types: (context) =>
      offerings(() => resolveString(context, "location_type") || "region")(context),
  },
  aws_ec2_spot_price: {
    id: "{region}",
    spot_price: "0.012500",
    spot_price_timestamp: (context) => formatTimestamp(context),
  },
  aws_regions: { id: "{partition}", names: REGIONS },
  aws_rds_orderable_db_instance: {
    id: "{instance_class}",
    instance_class: "db.t3.medium",
    license_model: "general-public-license",
    storage_type: "gp3",
    availability_zones: (context) => availabilityZonesOf(context.region).map(({ name }) => name),
    vpc: true,
    multi_az_capable: true,
    supports_storage_encryption: true,
    supports_storage_autoscaling: true,
    read_replica_capable: true,
  },
  aws_rds_certificate: { id: "rds-ca-rsa2048-g1", certificate_type: "CA" },
  aws_docdb_engine_version: {
    id: "{version}",
    version: "5.0.0",
    engine: "docdb",
    parameter_group_family: (context) => `docdb${resolveString(context, "version").replace(/\.\d+$/, "")}`,
  },
  aws_neptune_engine_version: {
    id: "{version}",
    version: "1.3.4.0",
    version_actual: "{version}",
    engine: "neptune",
  },
  aws_msk_kafka_version: { id: "{version}", version: "3.6.0", status: "ACTIVE" },
  aws_redshift_orderable_cluster: { id: "{node_type}", node_type: "ra3.xlplus", cluster_type: "multi-node" },
  aws_eks_addon_version: { id: "{addon_name}", version: "v1.18.5-eksbuild.1" },
  // The real provider signs a new token at each read, which would change an output at every plan.
  aws_eks_cluster_auth: { id: "{name}", token: "k8s-aws-v1.{mixed:240/token}" },
  aws_eks_cluster_versions: {
    id: "{region}",
    cluster_versions: ["1.33", "1.32", "1.31"].map((cluster_version, i) => ({
      cluster_version,
      cluster_type: "eks",
      default_version: i === 0,
      version_status: "STANDARD_SUPPORT",
    })),
  },
  aws_ecr_authorization_token: {
    id: "{region}",
    user_name: "AWS",
    password: "{mixed:64/password}",
    authorization_token: (context) =>
      Buffer.from(`AWS:${resolveString(context, "password")}`).toString("base64"),
    proxy_endpoint: "https://{account}.dkr.ecr.{region}.amazonaws.com",
    expires_at: (context) => formatTimestamp(context, 1),
  },
  aws_ecrpublic_authorization_token: {
    id: "{region}",
    user_name: "AWS",
    password: "{mixed:64/password}",
    authorization_token: (context) =>
      Buffer.from(`AWS:${resolveString(context, "password")}`).toString("base64"),
    expires_at: (context) => formatTimestamp(context, 1),
  },
  aws_iot_endpoint: { id: "{endpoint_address}", endpoint_address: iotEndpoint },
  aws_secretsmanager_random_password: { id: "{random_password}", random_password: randomPassword },
  aws_servicequotas_service: { id: "{service_code}", service_code: serviceCode },
  aws_elastic_beanstalk_solution_stack: { id: "{name}", name: solutionStack },
  aws_ssoadmin_instances: {
    id: "{region}",
    arns: (context) => [renderTemplate("arn:{partition}:sso:::instance/ssoins-{hex:16/sso}", context)],
    identity_store_ids: (context) => [renderTemplate("d-{hex:10/store}", context)],
  },
};

/** Returns `vpc` for "Amazon Virtual Private Cloud (Amazon VPC)". */
function serviceCode(context: ValueContext): string {
  const name = resolveString(context, "service_name");
  const shortName = /\((?:Amazon |AWS )?([^)]+)\)$/.exec(name)?.[1] ?? name.replace(/^(Amazon|AWS) /, "");
  return shortName.toLowerCase().replaceAll(" ", "-");
}

/**
 * The account's endpoint for IoT devices.
 * https://docs.aws.amazon.com/iot/latest/developerguide/iot-connect-devices.html
 */
function iotEndpoint(context: ValueContext): string {
  const kind = resolveString(context, "endpoint_type");
  const ownHost = (suffix: string) =>
    renderTemplate(`a{base36:13}${suffix}`, {
      ...context,
      seed: `${context.accountId}/${context.region}/iot`,
    });
  if (kind === "iot:CredentialProvider")
    return `${ownHost("")}.credentials.iot.${context.region}.amazonaws.com`;
  if (kind === "iot:Jobs") return `${ownHost("")}.jobs.iot.${context.region}.amazonaws.com`;
  return `${ownHost(kind === "iot:Data-ATS" ? "-ats" : "")}.iot.${context.region}.amazonaws.com`;
}

/** A password of the requested length, by default 32. */
function randomPassword(context: ValueContext): string {
  const requestedTypes = context.resolve("password_length");
  const length = typeof requestedTypes === "number" && requestedTypes > 0 ? requestedTypes : 32;
  return renderTemplate(`{mixed:${length}/password}`, context);
}

/**
 * Some Elastic Beanstalk platforms:
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/platforms/platforms-supported.html
 */
const SOLUTION_STACKS = [
  "64bit Amazon Linux 2023 v6.5.2 running Node.js 22",
  "64bit Amazon Linux 2023 v4.5.2 running Python 3.12",
  "64bit Amazon Linux 2023 v4.5.2 running Docker",
  "64bit Amazon Linux 2023 v4.5.2 running Corretto 21",
  "64bit Amazon Linux 2023 v4.5.2 running PHP 8.4",
  "64bit Amazon Linux 2023 v4.5.2 running Ruby 3.4",
  "64bit Amazon Linux 2023 v4.3.2 running Go 1",
  "64bit Amazon Linux 2023 v5.6.2 running Tomcat 10 Corretto 21",
  "64bit Amazon Linux 2023 v3.4.2 running .NET 8",
];

function solutionStack(context: ValueContext): string {
  const pattern = new RegExp(resolveString(context, "name_regex"));
  return SOLUTION_STACKS.find((name) => pattern.test(name)) ?? SOLUTION_STACKS[0]!;
}
