import {
  endpointsOf,
  formatEndpoint,
  formatInterface,
  NETWORK,
  readEndpoints,
  SUBNETS,
  WEB,
} from "../../support/endpoints.ts";
import { inventoryOf, type StackJson, type WrittenMap } from "../../support/stacks.ts";

/** The placement attributes of most types. */
const PLACED = { subnet_ids: SUBNETS, security_group_ids: WEB };
const ONE = { subnet_id: "${aws_subnet.a.id}", security_groups: WEB };
const NAMED = { subnets: SUBNETS, security_groups: WEB };
const BY_GROUP = { vpc_security_group_ids: WEB };
/** A subnet group with both subnets. */
const GROUP = { main: { name: "main", subnet_ids: SUBNETS } };

const BOTH = ["a, groups web", "b, groups web"];
const PUBLIC = ["a, public, groups web", "b, public, groups web"];
const UNSURE = ["a, perhaps public, groups web", "b, perhaps public, groups web"];
const MADE = "more groups: AWS creates its security group, which is not in these files";

/** A resource type, its attributes, the other resources, and the expected endpoint. */
type Case = readonly [
  type: string,
  variant: string,
  values: WrittenMap,
  others: StackJson,
  expected: { kind: string; interfaces: readonly string[]; listening?: string | undefined },
];

const DATABASES: readonly Case[] = [
  [
    "aws_db_instance",
    "in its subnet group, on its engine's default port",
    { ...BY_GROUP, db_subnet_group_name: "${aws_db_subnet_group.main.name}", engine: "postgres" },
    { aws_db_subnet_group: GROUP },
    { kind: "database", interfaces: BOTH, listening: "tcp 5432" },
  ],
  [
    "aws_db_instance",
    "in a subnet group by name, on its own port, public",
    { ...BY_GROUP, db_subnet_group_name: "main", engine: "mysql", port: 3307, publicly_accessible: true },
    { aws_db_subnet_group: GROUP },
    { kind: "database", interfaces: PUBLIC, listening: "tcp 3307" },
  ],
  [
    "aws_db_instance",
    "as a replica, with its source's subnet group and engine",
    { ...BY_GROUP, replicate_source_db: "${aws_db_instance.source.identifier}" },
    {
      aws_db_subnet_group: GROUP,
      aws_db_instance: {
        source: { db_subnet_group_name: "${aws_db_subnet_group.main.name}", engine: "oracle-ee" },
      },
    },
    { kind: "database", interfaces: BOTH, listening: "tcp 1521" },
  ],
  [
    "aws_rds_cluster",
    "public if one of its instances is",
    { ...BY_GROUP, db_subnet_group_name: "${aws_db_subnet_group.main.name}", engine: "aurora-mysql" },
    {
      aws_db_subnet_group: GROUP,
      aws_rds_cluster_instance: {
        one: { cluster_identifier: "${aws_rds_cluster.it.id}", publicly_accessible: true },
        two: { cluster_identifier: "${aws_rds_cluster.it.id}" },
      },
    },
    { kind: "database", interfaces: PUBLIC, listening: "tcp 3306" },
  ],
  [
    "aws_docdb_cluster",
    "",
    { ...BY_GROUP, db_subnet_group_name: "${aws_docdb_subnet_group.main.name}" },
    { aws_docdb_subnet_group: GROUP },
    { kind: "database", interfaces: BOTH, listening: "tcp 27017" },
  ],
  [
    "aws_neptune_cluster",
    "",
    { ...BY_GROUP, neptune_subnet_group_name: "${aws_neptune_subnet_group.main.name}" },
    { aws_neptune_subnet_group: GROUP },
    { kind: "database", interfaces: BOTH, listening: "tcp 8182" },
  ],
  [
    "aws_redshift_cluster",
    "possibly public: provider versions differ in the default",
    { ...BY_GROUP, cluster_subnet_group_name: "${aws_redshift_subnet_group.main.name}" },
    { aws_redshift_subnet_group: GROUP },
    { kind: "warehouse", interfaces: UNSURE, listening: "tcp 5439" },
  ],
  [
    "aws_db_proxy",
    "",
    { vpc_subnet_ids: SUBNETS, vpc_security_group_ids: WEB, engine_family: "POSTGRESQL" },
    {},
    { kind: "database proxy", interfaces: BOTH, listening: "tcp 5432" },
  ],
];

const CACHES: readonly Case[] = [
  [
    "aws_elasticache_replication_group",
    "",
    { security_group_ids: WEB, subnet_group_name: "${aws_elasticache_subnet_group.main.name}" },
    { aws_elasticache_subnet_group: GROUP },
    { kind: "cache", interfaces: BOTH, listening: "tcp 6379" },
  ],
  [
    "aws_elasticache_cluster",
    "with Memcached",
    { security_group_ids: WEB, subnet_group_name: "main", engine: "memcached" },
    { aws_elasticache_subnet_group: GROUP },
    { kind: "cache", interfaces: BOTH, listening: "tcp 11211" },
  ],
  [
    "aws_elasticache_serverless_cache",
    "",
    { ...PLACED, engine: "valkey" },
    {},
    { kind: "cache", interfaces: BOTH, listening: "tcp 6379-6380" },
  ],
  [
    "aws_memorydb_cluster",
    "",
    { security_group_ids: WEB, subnet_group_name: "${aws_memorydb_subnet_group.main.name}", port: 7000 },
    { aws_memorydb_subnet_group: GROUP },
    { kind: "cache", interfaces: BOTH, listening: "tcp 7000" },
  ],
];

const DATA_SERVICES: readonly Case[] = [
  [
    "aws_opensearch_domain",
    "",
    { vpc_options: PLACED },
    {},
    { kind: "search domain", interfaces: BOTH, listening: "tcp 80, 443" },
  ],
  [
    "aws_msk_cluster",
    "with public access",
    {
      broker_node_group_info: [
        {
          client_subnets: SUBNETS,
          security_groups: WEB,
          connectivity_info: [{ public_access: [{ type: "SERVICE_PROVIDED_EIPS" }] }],
        },
      ],
    },
    {},
    {
      kind: "streaming cluster",
      interfaces: PUBLIC,
      listening: "tcp 2181-2182, 9092, 9094, 9096, 9098, 9194, 9196, 9198, 11001-11002",
    },
  ],
  [
    "aws_mq_broker",
    "with RabbitMQ",
    { subnet_ids: SUBNETS, security_groups: WEB, engine_type: "RabbitMQ" },
    {},
    { kind: "message broker", interfaces: BOTH, listening: "tcp 443, 5671" },
  ],
  [
    "aws_efs_mount_target",
    "with a fixed address",
    { ...ONE, ip_address: "10.0.1.77" },
    {},
    { kind: "file system", interfaces: ["a at 10.0.1.77, groups web"], listening: "tcp 2049" },
  ],
  [
    "aws_fsx_lustre_file_system",
    "",
    PLACED,
    {},
    { kind: "file system", interfaces: BOTH, listening: "tcp 988, 1018-1023" },
  ],
];

const OTHERS: readonly Case[] = [
  [
    "aws_lambda_function",
    "",
    { vpc_config: [PLACED] },
    {},
    { kind: "function", interfaces: BOTH, listening: "nothing" },
  ],
  [
    "aws_codebuild_project",
    "",
    { vpc_config: { subnets: SUBNETS, security_group_ids: WEB } },
    {},
    { kind: "build", interfaces: BOTH, listening: "nothing" },
  ],
  [
    "aws_apprunner_vpc_connector",
    "",
    NAMED,
    {},
    { kind: "VPC connector", interfaces: BOTH, listening: "nothing" },
  ],
  [
    "aws_route53_resolver_endpoint",
    "for inbound queries",
    {
      direction: "INBOUND",
      security_group_ids: WEB,
      ip_address: [{ subnet_id: "${aws_subnet.a.id}", ip: "10.0.1.10" }, { subnet_id: "${aws_subnet.b.id}" }],
    },
    {},
    {
      kind: "DNS resolver",
      interfaces: ["a at 10.0.1.10, groups web", "b, groups web"],
      listening: "tcp 53, 443, udp 53",
    },
  ],
  [
    "aws_directory_service_directory",
    "with a security group that AWS creates",
    { vpc_settings: { subnet_ids: SUBNETS } },
    {},
    { kind: "directory", interfaces: [`a, groups none, ${MADE}`, `b, groups none, ${MADE}`] },
  ],
  [
    "aws_vpc_endpoint",
    "for an AWS service",
    { ...PLACED, vpc_endpoint_type: "Interface", service_name: "com.amazonaws.us-east-1.ecr.api" },
    {},
    { kind: "interface endpoint", interfaces: BOTH, listening: "tcp 443" },
  ],
  [
    "aws_vpc_endpoint",
    "for another account's service",
    { ...PLACED, vpc_endpoint_type: "Interface", service_name: "com.amazonaws.vpce.us-east-1.vpce-svc-0a1b" },
    {},
    { kind: "interface endpoint", interfaces: BOTH },
  ],
  [
    "aws_vpc_endpoint",
    "with associated subnets and security groups, in addition to the default group",
    {
      vpc_id: "${aws_vpc.main.id}",
      vpc_endpoint_type: "Interface",
      service_name: "com.amazonaws.us-east-1.s3",
    },
    {
      aws_vpc_endpoint_subnet_association: {
        a: { vpc_endpoint_id: "${aws_vpc_endpoint.it.id}", subnet_id: "${aws_subnet.a.id}" },
      },
      aws_vpc_endpoint_security_group_association: {
        a: { vpc_endpoint_id: "${aws_vpc_endpoint.it.id}", security_group_id: WEB[0] },
      },
    },
    {
      kind: "interface endpoint",
      interfaces: ["a, groups aws_vpc.main#default-security-group web"],
      listening: "tcp 80, 443",
    },
  ],
];

describe.each<[string, readonly Case[]]>([
  ["databases", DATABASES],
  ["caches", CACHES],
  ["data services", DATA_SERVICES],
  ["other services", OTHERS],
])("%s", (_, cases) => {
  it.each(cases)("%s %s", (type, _variant, values, others, expected) => {
    const json = { ...others, [type]: { ...others[type], it: values } };
    const endpoint = endpointsOf(json).get(`net/${type}.it`);
    expect(formatEndpoint(endpoint)).toEqual({
      listening: undefined,
      ephemeralPorts: "1024-65535",
      ...expected,
    });
  });
});

describe("a resource that is not in a VPC is not an endpoint", () => {
  it.each<[string, WrittenMap]>([
    ["aws_lambda_function", {}],
    ["aws_opensearch_domain", {}],
    ["aws_codebuild_project", {}],
    ["aws_vpc_endpoint", { vpc_endpoint_type: "Gateway", service_name: "com.amazonaws.us-east-1.s3" }],
    ["aws_vpc_endpoint", { service_name: "com.amazonaws.us-east-1.s3" }],
    ["aws_elasticache_cluster", { replication_group_id: "${aws_elasticache_replication_group.main.id}" }],
    ["aws_launch_template", { network_interfaces: [{ ...ONE }] }],
    ["aws_db_subnet_group", { subnet_ids: SUBNETS }],
    ["aws_nat_gateway", { subnet_id: SUBNETS[0] }],
  ])("%s %o", (type, values) => {
    expect([...endpointsOf({ [type]: { it: values } }).keys()]).toEqual([]);
  });
});

describe("a subnet group whose name exists in two stacks", () => {
  const other = {
    aws_subnet: { c: { vpc_id: "${net/aws_vpc.main.id}", cidr_block: "10.0.3.0/24" } },
    aws_db_subnet_group: { main: { name: "main", subnet_ids: ["${aws_subnet.c.id}"] } },
  };
  const db = { ...BY_GROUP, db_subnet_group_name: "main", engine: "postgres" };
  const base = { ...NETWORK, aws_db_instance: { it: db } };
  const read = (net: StackJson) => readEndpoints(inventoryOf({ net, other })).get("net/aws_db_instance.it")!;

  it("is the one in the referencing stack", () => {
    const { interfaces } = read({ ...base, aws_db_subnet_group: GROUP });
    expect(interfaces.map(formatInterface)).toEqual(BOTH);
  });

  it("is unknown in a third stack", () => {
    const inventory = inventoryOf({
      net: { ...NETWORK, aws_db_subnet_group: GROUP },
      other,
      third: { aws_db_instance: { it: { db_subnet_group_name: "main", engine: "postgres" } } },
    });
    expect(readEndpoints(inventory).get("third/aws_db_instance.it")?.unknown).toMatch(/subnets/);
  });
});

describe("an endpoint is unknown, with a reason, for", () => {
  it("a resource type that is not modelled", () => {
    const cluster = { vpc_options: [{ more: [{ subnet_ids: SUBNETS, security_group_ids: WEB }] }] };
    expect(
      formatEndpoint(endpointsOf({ aws_new_cluster: { it: cluster } }).get("net/aws_new_cluster.it")),
    ).toEqual({
      kind: "new cluster",
      interfaces: UNSURE,
      listening: undefined,
      ephemeralPorts: "1024-65535",
      unknown: "resources of type aws_new_cluster are not modelled",
    });
  });

  it("a subnet group outside the files", () => {
    const db = { ...BY_GROUP, db_subnet_group_name: "elsewhere", engine: "postgres" };
    expect(endpointsOf({ aws_db_instance: { it: db } }).get("net/aws_db_instance.it")?.unknown).toBe(
      "not all of its subnets are known: elsewhere is not in these files",
    );
  });

  it("a database without a subnet group", () => {
    const db = { ...BY_GROUP, engine: "postgres" };
    expect(endpointsOf({ aws_db_instance: { it: db } }).get("net/aws_db_instance.it")?.unknown).toMatch(
      /default VPC/,
    );
  });

  it.each(["GatewayLoadBalancer", "ServiceNetwork"])("a VPC endpoint of type %s", (type) => {
    const endpoint = { ...PLACED, vpc_endpoint_type: type, service_name: "com.amazonaws.vpce.x" };
    expect(endpointsOf({ aws_vpc_endpoint: { it: endpoint } }).get("net/aws_vpc_endpoint.it")?.unknown).toBe(
      `endpoints of type ${type} are not modelled`,
    );
  });
});
