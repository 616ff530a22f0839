import type { Resource } from "../../input/inventory.ts";
import { parseAddresses } from "../../packets/addresses.ts";
import type { Services } from "../../packets/services.ts";
import { WIDE_PORTS } from "./ephemeral-ports.ts";
import { endpointOf, interfacesOf, whyNotPlaced } from "./interfaces.ts";
import { portsOf } from "./ports.ts";
import { type Reader, type Readers, type Shape, shaped } from "./shape.ts";
import { blocksOf, flagOf, isGiven, textOf } from "./values.ts";

/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html */
const SEARCH: Shape = {
  kind: "search domain",
  within: ["vpc_options"],
  subnets: "subnet_ids",
  groups: "security_group_ids",
  listens: () => portsOf("tcp", 80, 443),
  ipv6: (_, values) => textOf(values.ip_address_type) === "dualstack",
};

/**
 * Brokers: plain, TLS, SASL and IAM, each on the VPC's and on the public port; metrics; ZooKeeper.
 * https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 */
function kafkaPorts(): Services {
  return portsOf("tcp", 9092, 9094, 9096, 9098, 9194, 9196, 9198, [11_001, 11_002], [2181, 2182]);
}

/** https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/broker-basic-elements.html */
function brokerPorts({ values }: Resource): Services | undefined {
  const engine = textOf(values.engine_type)?.toLowerCase();
  if (engine === "activemq") return portsOf("tcp", 5671, 8162, 8883, 61_614, 61_617, 61_619);
  return engine === "rabbitmq" ? portsOf("tcp", 443, 5671) : undefined;
}

/** https://docs.aws.amazon.com/efs/latest/ug/network-access.html */
const mountTarget: Reader = (resource, site) => {
  const { values } = resource;
  const address = textOf(values.ip_address);
  const subnets = site.subnets(values.subnet_id);
  return endpointOf(resource, {
    kind: "file system",
    interfaces: interfacesOf(site, {
      subnets,
      groups: site.groups(values.security_groups),
      publicIPv4: false,
      ipv6: false,
      exact: address === undefined ? undefined : parseAddresses(address),
    }),
    listens: portsOf("tcp", 2049),
    ephemeralPorts: WIDE_PORTS,
    unknown: whyNotPlaced(subnets),
  });
};

function fileSystem(listens?: () => Services): Reader {
  return shaped({
    kind: "file system",
    subnets: "subnet_ids",
    groups: "security_group_ids",
    ...(listens && { listens }),
  });
}

/** Search, streams, queues and file systems. */
export const DATA_SERVICES: Readers = {
  aws_opensearch_domain: shaped(SEARCH),
  aws_elasticsearch_domain: shaped(SEARCH),
  aws_opensearchserverless_vpc_endpoint: shaped({
    kind: "interface endpoint",
    subnets: "subnet_ids",
    groups: "security_group_ids",
    listens: () => portsOf("tcp", 443),
  }),
  aws_msk_cluster: shaped({
    kind: "streaming cluster",
    within: ["broker_node_group_info"],
    subnets: "client_subnets",
    groups: "security_groups",
    listens: kafkaPorts,
    publicIPv4: (block) => {
      const connectivity = blocksOf(block, "connectivity_info").found[0] ?? {};
      const access = blocksOf(connectivity, "public_access").found[0] ?? {};
      return isGiven(access.type) && textOf(access.type) !== "DISABLED";
    },
  }),
  aws_msk_serverless_cluster: shaped({
    kind: "streaming cluster",
    within: ["vpc_config"],
    subnets: "subnet_ids",
    groups: "security_group_ids",
    listens: () => portsOf("tcp", 9098),
  }),
  aws_mq_broker: shaped({
    kind: "message broker",
    subnets: "subnet_ids",
    groups: "security_groups",
    listens: brokerPorts,
    publicIPv4: (values) => flagOf(values.publicly_accessible, false),
  }),
  aws_efs_mount_target: mountTarget,
  // https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html
  aws_fsx_lustre_file_system: fileSystem(() => portsOf("tcp", 988, [1018, 1023])),
  aws_fsx_file_cache: fileSystem(() => portsOf("tcp", 988, [1018, 1023])),
  // https://docs.aws.amazon.com/fsx/latest/OpenZFSGuide/limit-access-security-groups.html
  aws_fsx_openzfs_file_system: fileSystem(() =>
    portsOf("tcp", 111, 2049, [20_001, 20_003]).union(portsOf("udp", 111, 2049, [20_001, 20_003])),
  ),
  // Both speak many protocols, and which of them is a matter of their own configuration.
  aws_fsx_windows_file_system: fileSystem(),
  aws_fsx_ontap_file_system: fileSystem(),
};
