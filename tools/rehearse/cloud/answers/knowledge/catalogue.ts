import type { ObjectValue } from "../../value.ts";
import { type Facts, type Knowledge, render, textFact } from "../facts.ts";
import { REGION_CODES, zonesOf } from "../places.ts";
import { blocksOf, textOf, textsOf } from "../read.ts";
import { timestamp } from "../rules/attributes.ts";

/** The values of a filter of a data source, where they name something: no wildcards. */
function filtered(facts: Facts, name: string): readonly string[] {
  const config: ObjectValue = { filter: facts.get("filter") };
  const filter = blocksOf(config, "filter").find((one) => textOf(one, "name") === name);
  return textsOf(filter, "values").filter((value) => !/[*?]/.test(value));
}

/** How much of a large instance each size is. https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html */
const CPUS: Readonly<Record<string, number>> = { medium: 1, large: 2, xlarge: 4, metal: 96 };

/** MiB of memory of the sizes of a burstable instance. */
const BURSTABLE_MIB: Readonly<Record<string, number>> = {
  nano: 512,
  micro: 1024,
  small: 2048,
  medium: 4096,
  large: 8192,
};

const isBurstable = (type: string) => /^t\d/.test(type);
const isArm = (type: string) => /^(a1|[a-z]+\d+g[a-z-]*)\./.test(type);

function cpusOf(type: string): number {
  const size = type.split(".")[1] ?? "";
  const times = /^(\d+)xlarge$/.exec(size)?.[1];
  if (times !== undefined) return Number(times) * 4;
  return isBurstable(type) && size !== "xlarge" ? 2 : (CPUS[size] ?? 2);
}

function memoryOf(type: string): number {
  const small = BURSTABLE_MIB[type.split(".")[1] ?? ""];
  if (isBurstable(type) && small !== undefined) return small;
  return cpusOf(type) * 1024 * (/^c/.test(type) ? 2 : /^(r|x|z)/.test(type) ? 8 : 4);
}

const instanceType = (facts: Facts) => textFact(facts, "instance_type");

/** Some of the types that EC2 offers in every region, of both architectures. */
const INSTANCE_TYPES = [
  "c6g.large",
  "c6i.large",
  "m6g.large",
  "m6i.large",
  "r6g.large",
  "t3.micro",
  "t4g.micro",
];

function offeredTypes(facts: Facts): readonly string[] {
  const asked = filtered(facts, "instance-type");
  if (asked.length > 0) return asked;
  const architectures = filtered(facts, "processor-info.supported-architecture");
  return INSTANCE_TYPES.filter(
    (type) => architectures.length === 0 || architectures.includes(isArm(type) ? "arm64" : "x86_64"),
  );
}

/** Where types are offered: the region, or its zones. */
function offeredPlaces(facts: Facts): readonly string[] {
  const zones = zonesOf(facts.region);
  const kind = textFact(facts, "location_type");
  if (kind === "availability-zone") return zones.map(({ name }) => name);
  return kind === "availability-zone-id" ? zones.map(({ id }) => id) : [facts.region];
}

/** A list that has one entry for each pair of a type and a place. */
const offered = (pick: (type: string, place: string) => string) => (facts: Facts) =>
  offeredTypes(facts).flatMap((type) => offeredPlaces(facts).map((place) => pick(type, place)));

/** What is AWS's own, the same in every account: types, versions, endpoints, tokens. */
export const catalogue: Knowledge = {
  aws_ec2_instance_type: {
    id: "{instance_type}",
    default_vcpus: (facts) => cpusOf(instanceType(facts)),
    default_cores: (facts) => Math.max(1, cpusOf(instanceType(facts)) / 2),
    default_threads_per_core: 2,
    memory_size: (facts) => memoryOf(instanceType(facts)),
    supported_architectures: (facts) => [isArm(instanceType(facts)) ? "arm64" : "x86_64"],
    supported_usages_classes: ["on-demand", "spot"],
    supported_root_device_types: ["ebs"],
    supported_virtualization_types: ["hvm"],
    supported_placement_strategies: ["partition", "spread"],
    burstable_performance_supported: (facts) => isBurstable(instanceType(facts)),
    current_generation: true,
    hypervisor: "nitro",
    ebs_encryption_support: "supported",
    ebs_optimized_support: "default",
    ebs_nvme_support: "required",
    ena_support: "required",
    ipv6_supported: true,
    maximum_network_interfaces: 3,
    maximum_ipv4_addresses_per_interface: 10,
    maximum_ipv6_addresses_per_interface: 10,
    network_performance: "Up to 5 Gigabit",
  },
  aws_ec2_instance_types: { id: "{region}", instance_types: offeredTypes },
  aws_ec2_instance_type_offering: {
    id: "{instance_type}",
    instance_type: (facts) => offeredTypes(facts)[0] ?? "",
    location: (facts) => offeredPlaces(facts)[0] ?? "",
  },
  aws_ec2_instance_type_offerings: {
    id: "{region}",
    instance_types: offered((type) => type),
    locations: offered((_type, place) => place),
    location_types: (facts) => offered(() => textFact(facts, "location_type") || "region")(facts),
  },
  aws_ec2_spot_price: {
    id: "{region}",
    spot_price: "0.012500",
    spot_price_timestamp: (facts) => timestamp(facts),
  },
  aws_regions: { id: "{partition}", names: REGION_CODES },
  aws_rds_orderable_db_instance: {
    id: "{instance_class}",
    instance_class: "db.t3.medium",
    license_model: "general-public-license",
    storage_type: "gp3",
    availability_zones: (facts) => zonesOf(facts.region).map(({ name }) => name),
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
    parameter_group_family: (facts) => `docdb${textFact(facts, "version").replace(/\.\d+$/, "")}`,
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
  // The provider signs one itself, another at each look: an output of it would change at every plan.
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
    authorization_token: (facts) => Buffer.from(`AWS:${textFact(facts, "password")}`).toString("base64"),
    proxy_endpoint: "https://{account}.dkr.ecr.{region}.amazonaws.com",
    expires_at: (facts) => timestamp(facts, 1),
  },
  aws_ecrpublic_authorization_token: {
    id: "{region}",
    user_name: "AWS",
    password: "{mixed:64/password}",
    authorization_token: (facts) => Buffer.from(`AWS:${textFact(facts, "password")}`).toString("base64"),
    expires_at: (facts) => timestamp(facts, 1),
  },
  aws_iot_endpoint: { id: "{endpoint_address}", endpoint_address: iotEndpoint },
  aws_secretsmanager_random_password: { id: "{random_password}", random_password: randomPassword },
  aws_servicequotas_service: { id: "{service_code}", service_code: serviceCode },
  aws_elastic_beanstalk_solution_stack: { id: "{name}", name: solutionStack },
  aws_ssoadmin_instances: {
    id: "{region}",
    arns: (facts) => [render("arn:{partition}:sso:::instance/ssoins-{hex:16/sso}", facts)],
    identity_store_ids: (facts) => [render("d-{hex:10/store}", facts)],
  },
};

/** `vpc` for "Amazon Virtual Private Cloud (Amazon VPC)". */
function serviceCode(facts: Facts): string {
  const name = textFact(facts, "service_name");
  const short = /\((?:Amazon |AWS )?([^)]+)\)$/.exec(name)?.[1] ?? name.replace(/^(Amazon|AWS) /, "");
  return short.toLowerCase().replaceAll(" ", "-");
}

/** The account's own host for its devices. https://docs.aws.amazon.com/iot/latest/developerguide/iot-connect-devices.html */
function iotEndpoint(facts: Facts): string {
  const kind = textFact(facts, "endpoint_type");
  const own = (suffix: string) =>
    render(`a{base36:13}${suffix}`, { ...facts, seed: `${facts.accountId}/${facts.region}/iot` });
  if (kind === "iot:CredentialProvider") return `${own("")}.credentials.iot.${facts.region}.amazonaws.com`;
  if (kind === "iot:Jobs") return `${own("")}.jobs.iot.${facts.region}.amazonaws.com`;
  return `${own(kind === "iot:Data-ATS" ? "-ats" : "")}.iot.${facts.region}.amazonaws.com`;
}

/** A password of the length that is asked for, 32 where none is. */
function randomPassword(facts: Facts): string {
  const asked = facts.get("password_length");
  const length = typeof asked === "number" && asked > 0 ? asked : 32;
  return render(`{mixed:${length}/password}`, facts);
}

/** Some of Elastic Beanstalk's platforms: https://docs.aws.amazon.com/elasticbeanstalk/latest/platforms/platforms-supported.html */
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

function solutionStack(facts: Facts): string {
  const pattern = new RegExp(textFact(facts, "name_regex"));
  return SOLUTION_STACKS.find((name) => pattern.test(name)) ?? SOLUTION_STACKS[0]!;
}
