import type { ResourceBody } from "../../../../tools/deploy/forms/resource-address.ts";

/** A change of one resource, and what becomes of it. */
export interface InPlaceCase {
  /** The change, as the table of ways has it; undefined if it can be made in place. */
  readonly change: string | undefined;
  readonly type: string;
  readonly before: ResourceBody;
  /** The arguments that change. */
  readonly after: ResourceBody;
  /** A resource that refers to it, as `${<type>.it.id}`. */
  readonly user?: { readonly type: string; readonly body: ResourceBody };
  /** The argument with the problem; undefined if the change can be made in place. */
  readonly argument?: string;
  /** @default replaced */
  readonly outcome?: "refused";
}

const DATABASE = {
  identifier: "shop-db",
  engine: "postgres",
  engine_version: "15.13",
  instance_class: "db.t3.micro",
  allocated_storage: 40,
  db_name: "shop",
  username: "boss",
  manage_master_user_password: true,
  storage_encrypted: true,
  kms_key_id: "arn:aws:kms:eu-west-1:123456789012:key/one",
  db_subnet_group_name: "shop-db",
  skip_final_snapshot: true,
};
const CACHE = {
  replication_group_id: "shop-cache",
  description: "cache",
  engine: "redis",
  engine_version: "7.1",
  node_type: "cache.t3.micro",
  port: 6379,
  num_cache_clusters: 1,
  subnet_group_name: "shop-cache",
  at_rest_encryption_enabled: "true",
  apply_immediately: false,
};
const SERVER = {
  ami: "ami-0123456789abcdef0",
  instance_type: "t3.micro",
  subnet_id: "subnet-a",
  root_block_device: { encrypted: true, volume_size: 20, volume_type: "gp3" },
};
const VOLUME = { availability_zone: "eu-west-1a", size: 100, type: "gp3", encrypted: true };
const BALANCER = {
  name: "shop-lb",
  internal: false,
  load_balancer_type: "network",
  subnets: ["subnet-a", "subnet-b"],
};
const INTERFACE = {
  subnet_id: "subnet-a",
  private_ip_list_enabled: true,
  private_ip_list: ["10.0.0.10", "10.0.0.11"],
};
const SUBNET = { vpc_id: "vpc-1", cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a" };
const REGISTRY = {
  name: "shop/images",
  encryption_configuration: { encryption_type: "KMS", kms_key: "arn:aws:kms:eu-west-1:123456789012:key/one" },
};

/** A transit gateway with another ASN. */
const TRANSIT_GATEWAY = {
  type: "aws_ec2_transit_gateway",
  before: { amazon_side_asn: 64_512 },
  after: { amazon_side_asn: 64_515 },
};

const database = (after: ResourceBody) => ({ type: "aws_db_instance", before: DATABASE, after });
const cache = (after: ResourceBody) => ({
  change: "a cache's name, engine, port, key or encryption, or a lower version",
  type: "aws_elasticache_replication_group",
  before: CACHE,
  after,
});
const server = (after: ResourceBody) => ({ type: "aws_instance", before: SERVER, after });
const volume = (after: ResourceBody) => ({ type: "aws_ebs_volume", before: VOLUME, after });
const SERVER_CHANGE = "a server's tier, zone, image, architecture or disk encryption";
const VOLUME_CHANGE = "a data disk that is smaller, or in another zone";

/** Changes of each row of the table of ways, and changes that can be made in place. */
export const IN_PLACE_CASES: readonly InPlaceCase[] = [
  ...["aws_vpn_connection", "aws_ec2_transit_gateway_connect"].map((user) => ({
    change: "a transit gateway's ASN, while it has VPN, Direct Connect or Connect attachments",
    ...TRANSIT_GATEWAY,
    user: { type: user, body: { transit_gateway_id: "${aws_ec2_transit_gateway.it.id}" } },
    argument: "amazon_side_asn",
    outcome: "refused" as const,
  })),
  {
    change: undefined,
    ...TRANSIT_GATEWAY,
    user: {
      type: "aws_ec2_transit_gateway_vpc_attachment",
      body: { transit_gateway_id: "${aws_ec2_transit_gateway.it.id}" },
    },
  },
  {
    change: "a network's CIDR block",
    type: "aws_vpc",
    before: { cidr_block: "10.0.0.0/16" },
    after: { cidr_block: "10.1.0.0/16" },
    argument: "cidr_block",
  },
  ...[{ cidr_block: "10.0.9.0/24" }, { availability_zone: "eu-west-1b" }].map((after) => ({
    change: "a subnet's CIDR block or zone",
    type: "aws_subnet",
    before: SUBNET,
    after,
    argument: Object.keys(after)[0]!,
  })),
  { ...database({ engine: "mysql" }), change: "a database's engine", argument: "engine" },
  ...["16", "14.2"].map((engine_version) => ({
    ...database({ engine_version }),
    change: "a database's major version",
    argument: "engine_version",
    outcome: "refused" as const,
  })),
  {
    ...database({ kms_key_id: "arn:aws:kms:eu-west-1:123456789012:key/two" }),
    change: "a database's key or encryption",
    argument: "kms_key_id",
  },
  {
    ...database({ storage_encrypted: false }),
    change: "a database's key or encryption",
    argument: "storage_encrypted",
  },
  ...[{ db_name: "other" }, { username: "other" }].map((after) => ({
    ...database(after),
    change: "a database's first database or administrator",
    argument: Object.keys(after)[0]!,
  })),
  {
    ...database({ allocated_storage: 20 }),
    change: "less storage for a database",
    argument: "allocated_storage",
    outcome: "refused",
  },
  ...["aws_db_subnet_group", "aws_elasticache_subnet_group"].flatMap((type): InPlaceCase[] => {
    const before = { name: "shop", subnet_ids: ["subnet-a", "subnet-b"] };
    return [
      {
        change: "a database's or cache's tier, network or zone",
        type,
        before,
        after: { subnet_ids: ["subnet-c", "subnet-d"] },
        argument: "subnet_ids",
        outcome: "refused",
      },
      { change: undefined, type, before, after: { subnet_ids: ["subnet-b", "subnet-c"] } },
    ];
  }),
  {
    ...database({ availability_zone: "eu-west-1b" }),
    before: { ...DATABASE, availability_zone: "eu-west-1a" },
    change: "a database's or cache's tier, network or zone",
    argument: "availability_zone",
  },
  {
    ...database({ db_subnet_group_name: "other" }),
    change: "a database's name",
    argument: "db_subnet_group_name",
    outcome: "refused",
  },
  { ...cache({ replication_group_id: "other" }), argument: "replication_group_id" },
  { ...cache({ engine_version: "6.2" }), argument: "engine_version" },
  { ...cache({ port: 6380 }), argument: "port" },
  { ...cache({ kms_key_id: "arn:aws:kms:eu-west-1:123456789012:key/two" }), argument: "kms_key_id" },
  { ...cache({ at_rest_encryption_enabled: "false" }), argument: "at_rest_encryption_enabled" },
  {
    ...cache({ engine: "redis" }),
    before: { ...CACHE, engine: "valkey", engine_version: "7.2" },
    argument: "engine",
  },
  {
    change: "a bucket's name",
    type: "aws_s3_bucket",
    before: { bucket: "shop-files" },
    after: { bucket: "shop-other" },
    argument: "bucket",
  },
  {
    change: "a registry's name, key or encryption",
    type: "aws_ecr_repository",
    before: REGISTRY,
    after: { name: "other" },
    argument: "name",
  },
  {
    change: "a secret's name",
    type: "aws_secretsmanager_secret",
    before: { name: "shop/key" },
    after: { name: "other" },
    argument: "name",
  },
  ...[{ name: "other" }, { internal: true }, { subnets: ["subnet-a"] }].map((after) => ({
    change: "a load balancer's name, kind or tier, or fewer zones of a network load balancer",
    type: "aws_lb",
    before: BALANCER,
    after,
    argument: Object.keys(after)[0]!,
  })),
  {
    change: "the domain",
    type: "aws_route53_zone",
    before: { name: "shop.example.net" },
    after: { name: "other.example.net" },
    argument: "name",
  },
  {
    change: "the cluster's name",
    type: "aws_ecs_cluster",
    before: { name: "shop" },
    after: { name: "other" },
    argument: "name",
  },
  {
    ...server({ root_block_device: { ...SERVER.root_block_device, volume_size: 8 } }),
    change: "a smaller disk of a server",
    argument: "root_block_device.volume_size",
    outcome: "refused",
  },
  {
    ...volume({ size: 50 }),
    change: VOLUME_CHANGE,
    argument: "size",
    outcome: "refused",
  },
  { ...volume({ availability_zone: "eu-west-1b" }), change: VOLUME_CHANGE, argument: "availability_zone" },
  { ...server({ subnet_id: "subnet-b" }), change: SERVER_CHANGE, argument: "subnet_id" },
  { ...server({ ami: "ami-0123456789abcdef1" }), change: SERVER_CHANGE, argument: "ami" },
  {
    ...server({ root_block_device: { ...SERVER.root_block_device, encrypted: false } }),
    change: SERVER_CHANGE,
    argument: "root_block_device.encrypted",
  },
  {
    ...server({ instance_type: "t4g.micro" }),
    change: SERVER_CHANGE,
    argument: "instance_type",
    outcome: "refused",
  },
  {
    change: "a network interface's tier, zone or primary address",
    type: "aws_network_interface",
    before: INTERFACE,
    after: { private_ip_list: ["10.0.0.12", "10.0.0.11"] },
    argument: "private_ip_list",
  },
  {
    change: "anything else that is protected",
    type: "aws_backup_vault",
    before: { name: "shop" },
    after: { name: "other" },
    argument: "name",
  },
  {
    change: "anything else that AWS makes anew",
    type: "aws_lb_target_group",
    before: {
      name: "shop",
      port: 80,
      protocol: "HTTP",
      protocol_version: "HTTP1",
      target_type: "ip",
      vpc_id: "vpc-1",
    },
    after: { vpc_id: "vpc-2" },
    argument: "vpc_id",
  },
  // Made in place.
  ...[
    { engine_version: "15.14" },
    { allocated_storage: 80 },
    { instance_class: "db.t3.small" },
    { identifier: "other" },
    { allocated_storage: 20, max_allocated_storage: 100 },
  ].map((after) => ({ ...database(after), change: undefined })),
  ...[{ node_type: "cache.t3.small" }, { num_cache_clusters: 2 }].map((after) => ({
    ...cache(after),
    change: undefined,
  })),
  { ...cache({ engine_version: "7.1" }), before: { ...CACHE, engine_version: "6.2" }, change: undefined },
  { ...cache({ engine: "valkey", engine_version: "7.2" }), change: undefined },
  ...[
    { instance_type: "t3.large" },
    { root_block_device: { ...SERVER.root_block_device, volume_size: 40 } },
  ].map((after) => ({ ...server(after), change: undefined })),
  { ...volume({ size: 200 }), change: undefined },
  {
    change: undefined,
    type: "aws_network_interface",
    before: INTERFACE,
    after: { private_ip_list: ["10.0.0.10", "10.0.0.12"] },
  },
  {
    change: undefined,
    type: "aws_lb",
    before: BALANCER,
    after: { subnets: ["subnet-a", "subnet-b", "subnet-c"] },
  },
  {
    change: undefined,
    type: "aws_vpc",
    before: { cidr_block: "10.0.0.0/16" },
    after: { enable_dns_hostnames: true },
  },
];
