import {
  addressesPerInterface,
  architectureOfInstanceType,
  EC2_ARCHITECTURES,
  isBurstable,
  memoryMiBOf,
  vcpusOf,
} from "../../../../../aws/instance-types.ts";
import {
  nestedBlocksOf,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import { formatTimestamp } from "../../computed-values/attribute-rules/attributes.ts";
import { availabilityZonesOf } from "../../computed-values/regions.ts";
import { resolveString, type ValueContext } from "../../computed-values/value-context.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import type { ServiceResources } from "../service-resources.ts";

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

/** Instance types that EC2 offers. */
export const ec2InstancesInstanceTypeResources: ServiceResources = {
  types: {
    aws_ec2_instance_type: {
      values: {
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
    },
    aws_ec2_instance_types: { values: { id: "{region}", instance_types: offeredInstanceTypes } },
    aws_ec2_instance_type_offering: {
      values: {
        id: "{instance_type}",
        instance_type: (context) => offeredInstanceTypes(context)[0] ?? "",
        location: (context) => offeredLocations(context)[0] ?? "",
      },
    },
    aws_ec2_instance_type_offerings: {
      values: {
        id: "{region}",
        instance_types: offerings((type) => type),
        locations: offerings((_type, location) => location),
        location_types: (context) =>
          offerings(() => resolveString(context, "location_type") || "region")(context),
      },
    },
    aws_ec2_spot_price: {
      values: {
        id: "{region}",
        spot_price: "0.012500",
        spot_price_timestamp: (context) => formatTimestamp(context),
      },
    },
  },
};
