import { WIDE_PORTS } from "../../../../aws/ephemeral-ports.ts";
import { parseAddresses } from "../../packets/addresses.ts";
import type { TransportSet } from "../../packets/transport-set.ts";
import { attributeBlocks, attributeFlag, attributeText, isGiven } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import {
  descriptorReader,
  type EndpointDescriptor,
  type EndpointReader,
  type EndpointReaders,
} from "./endpoint-descriptor.ts";
import { buildEndpoint, placeInterfaces, whyUnplaced } from "./interfaces.ts";
import { transportOn } from "./ports.ts";

/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html */
const SEARCH: EndpointDescriptor = {
  kind: "search domain",
  block: ["vpc_options"],
  subnets: "subnet_ids",
  groups: "security_group_ids",
  listening: () => transportOn("tcp", 80, 443),
  ipv6: (_, values) => attributeText(values.ip_address_type) === "dualstack",
};

/**
 * Broker ports (plaintext, TLS, SASL and IAM, each with its VPC and its public port), metrics and
 * ZooKeeper.
 * https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 */
function kafkaPorts(): TransportSet {
  return transportOn("tcp", 9092, 9094, 9096, 9098, 9194, 9196, 9198, [11_001, 11_002], [2181, 2182]);
}

/** https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/broker-basic-elements.html */
function brokerPorts({ values }: Resource): TransportSet | undefined {
  const engine = attributeText(values.engine_type)?.toLowerCase();
  if (engine === "activemq") return transportOn("tcp", 5671, 8162, 8883, 61_614, 61_617, 61_619);
  return engine === "rabbitmq" ? transportOn("tcp", 443, 5671) : undefined;
}

/** https://docs.aws.amazon.com/efs/latest/ug/network-access.html */
const mountTarget: EndpointReader = (resource, context) => {
  const { values } = resource;
  const address = attributeText(values.ip_address);
  const subnets = context.resolver.subnets(values.subnet_id);
  return buildEndpoint(resource, {
    kind: "file system",
    interfaces: placeInterfaces(context, {
      subnets,
      groups: context.resolver.groups(values.security_groups),
      publicIPv4: false,
      ipv6: false,
      fixedAddresses: address === undefined ? undefined : parseAddresses(address),
    }),
    listening: transportOn("tcp", 2049),
    ephemeralPorts: WIDE_PORTS,
    unknown: whyUnplaced(subnets),
  });
};

function fileSystem(listens?: () => TransportSet): EndpointReader {
  return descriptorReader({
    kind: "file system",
    subnets: "subnet_ids",
    groups: "security_group_ids",
    ...(listens && { listening: listens }),
  });
}

/** Search, streams, message brokers and file systems. */
export const DATA_SERVICES: EndpointReaders = {
  aws_opensearch_domain: descriptorReader(SEARCH),
  aws_elasticsearch_domain: descriptorReader(SEARCH),
  aws_opensearchserverless_vpc_endpoint: descriptorReader({
    kind: "interface endpoint",
    subnets: "subnet_ids",
    groups: "security_group_ids",
    listening: () => transportOn("tcp", 443),
  }),
  aws_msk_cluster: descriptorReader({
    kind: "streaming cluster",
    block: ["broker_node_group_info"],
    subnets: "client_subnets",
    groups: "security_groups",
    listening: kafkaPorts,
    publicIPv4: (block) => {
      const connectivity = attributeBlocks(block, "connectivity_info").items[0] ?? {};
      const access = attributeBlocks(connectivity, "public_access").items[0] ?? {};
      return isGiven(access.type) && attributeText(access.type) !== "DISABLED";
    },
  }),
  aws_msk_serverless_cluster: descriptorReader({
    kind: "streaming cluster",
    block: ["vpc_config"],
    subnets: "subnet_ids",
    groups: "security_group_ids",
    listening: () => transportOn("tcp", 9098),
  }),
  aws_mq_broker: descriptorReader({
    kind: "message broker",
    subnets: "subnet_ids",
    groups: "security_groups",
    listening: brokerPorts,
    publicIPv4: (values) => attributeFlag(values.publicly_accessible, false),
  }),
  aws_efs_mount_target: mountTarget,
  // https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html
  aws_fsx_lustre_file_system: fileSystem(() => transportOn("tcp", 988, [1018, 1023])),
  aws_fsx_file_cache: fileSystem(() => transportOn("tcp", 988, [1018, 1023])),
  // https://docs.aws.amazon.com/fsx/latest/OpenZFSGuide/limit-access-security-groups.html
  aws_fsx_openzfs_file_system: fileSystem(() =>
    transportOn("tcp", 111, 2049, [20_001, 20_003]).union(transportOn("udp", 111, 2049, [20_001, 20_003])),
  ),
  // Both support many protocols, selected by their own configuration.
  aws_fsx_windows_file_system: fileSystem(),
  aws_fsx_ontap_file_system: fileSystem(),
};
