import { defined } from "../../../language/required.ts";

/** The names that a way is told with. */
export interface WayNames {
  /** The name in the spec: `db`. */
  readonly name: string;
  /** The argument: `engine_version`. */
  readonly argument: string;
  /** The value that it has: `"15"`. */
  readonly from: string;
  /** The value that is wanted: `"16"`. */
  readonly to: string;
}

/** A change that cannot be made in place, and what to do instead. */
export interface WayAround {
  /** The change, as a user would say it: `a network's CIDR block`. */
  readonly change: string;
  /** The resource types. @default all */
  readonly types?: readonly string[];
  /** The arguments; a nested one by its path. @default all */
  readonly arguments?: readonly string[];
  /** True for changes only of what is protected from deletion. @default false */
  readonly onlyProtected?: true;
  /** The way, in the imperative. */
  readonly way: (names: WayNames) => string;
  /** The page that explains it. */
  readonly documentation: string;
}

const RDS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide";
const CACHE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg";
const VPC = "https://docs.aws.amazon.com/vpc/latest/userguide";
const API = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";
const EC2 = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide";

/**
 * The ways around each change that cannot be made in place. The first row that matches counts; the
 * last row matches all.
 */
export const WAYS_AROUND: readonly WayAround[] = [
  {
    change: "a network's CIDR block",
    types: ["aws_vpc"],
    arguments: ["cidr_block"],
    way: ({ name, from, to }) =>
      `leave ${from}, and add ${to} to secondaryCidrs of ${name} if it is free there; or add a second network beside it, move what is in ${name} there, and then remove ${name}`,
    documentation: `${VPC}/vpc-cidr-blocks.html`,
  },
  {
    change: "a subnet's CIDR block or zone",
    types: ["aws_subnet"],
    way: () =>
      "add another tier with these blocks, move what is in this tier there, and then remove this one",
    documentation: `${VPC}/subnet-sizing.html`,
  },
  {
    change: "a database's engine",
    types: ["aws_db_instance"],
    arguments: ["engine"],
    way: ({ name }) => `${beside("database", name)}, move the data with AWS DMS, ${andRetire(name)}`,
    documentation: "https://docs.aws.amazon.com/dms/latest/userguide/Welcome.html",
  },
  {
    change: "a database's major version",
    types: ["aws_db_instance"],
    arguments: ["engine_version"],
    way: ({ name, from, to }) =>
      isNewer(to, from)
        ? `upgrade it by hand first (aws rds modify-db-instance --allow-major-version-upgrade --engine-version ${bare(to)}), and deploy when it runs ${bare(to)}; or ${beside("database", name)}, move the data, ${andRetire(name)}`
        : `RDS does not go back: ${beside("database", name)}, restore a dump there, ${andRetire(name)}`,
    documentation: `${RDS}/USER_UpgradeDBInstance.PostgreSQL.html`,
  },
  {
    change: "a database's key or encryption",
    types: ["aws_db_instance"],
    arguments: ["kms_key_id", "storage_encrypted"],
    way: ({ name }) =>
      `take a snapshot, copy it with the other key, restore it as another database (${beside("store", name)}), ${andRetire(name)}`,
    documentation: `${RDS}/Overview.Encryption.html`,
  },
  {
    change: "a database's first database or administrator",
    types: ["aws_db_instance"],
    arguments: ["db_name", "username"],
    way: ({ name, from }) =>
      `leave ${from}, and create the other by SQL; or ${beside("database", name)}, move the data, ${andRetire(name)}`,
    documentation: `${RDS}/USER_CreateDBInstance.html`,
  },
  {
    change: "less storage for a database",
    types: ["aws_db_instance"],
    arguments: ["allocated_storage"],
    way: ({ name, from }) =>
      `leave ${from}; or ${beside("database", name)}, move the data, ${andRetire(name)}`,
    documentation: `${RDS}/USER_PIOPS.ModifyingExisting.html`,
  },
  {
    change: "a database's name",
    types: ["aws_db_instance"],
    arguments: ["db_subnet_group_name"],
    way: ({ name, from }) =>
      `leave ${from}; or ${beside("database", name)}, restore a snapshot of ${name} in it, ${andRetire(name)}`,
    documentation: `${RDS}/USER_RestoreFromSnapshot.html`,
  },
  {
    change: "a database's or cache's tier, network or zone",
    types: ["aws_db_instance", "aws_db_subnet_group", "aws_elasticache_subnet_group"],
    arguments: ["availability_zone", "subnet_ids"],
    way: ({ name }) => `${beside("store", name)}, restore a snapshot of ${name} in it, ${andRetire(name)}`,
    documentation: `${RDS}/USER_VPC.WorkingWithRDSInstanceinaVPC.html`,
  },
  {
    change: "a cache's name, engine, port, key or encryption, or a lower version",
    types: ["aws_elasticache_replication_group"],
    way: ({ name }) => `${beside("cache", name)}, seed it from a snapshot of ${name}, ${andRetire(name)}`,
    documentation: `${CACHE}/backups-seeding-redis.html`,
  },
  {
    change: "a bucket's name",
    types: ["aws_s3_bucket"],
    arguments: ["bucket"],
    way: ({ name }) => `${beside("bucket", name)}, copy the objects (aws s3 sync), ${andRetire(name)}`,
    documentation: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/BucketOverview.html",
  },
  {
    change: "a registry's name, key or encryption",
    types: ["aws_ecr_repository"],
    way: ({ name }) => `${beside("registry", name)}, copy the images, ${andRetire(name)}`,
    documentation: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
  },
  {
    change: "a secret's name",
    types: ["aws_secretsmanager_secret"],
    way: ({ name }) =>
      `${beside("secret", name)}, set its value, let the workloads use that one, ${andRetire(name)}`,
    documentation: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_update-secret.html",
  },
  {
    change: "a load balancer's name, kind or tier, or fewer zones of a network load balancer",
    types: ["aws_lb"],
    way: ({ name }) =>
      `${beside("load balancer", name)}, publish the workloads there too (publishAlso), let the domain's entry be that one, ${andRetire(name)}`,
    documentation:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
  },
  {
    change: "the domain",
    types: ["aws_route53_zone"],
    way: ({ from }) =>
      `leave ${from}; or deploy the other domain as another environment, and remove this one once nobody uses it`,
    documentation: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/CreatingHostedZone.html",
  },
  {
    change: "the cluster's name",
    types: ["aws_ecs_cluster", "aws_ecs_cluster_capacity_providers"],
    way: ({ from }) =>
      `leave ${from}; or deploy the other cluster as another environment, and remove this one once nobody uses it`,
    documentation: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html",
  },
  {
    change: "a smaller disk of a server",
    types: ["aws_instance"],
    arguments: ["root_block_device.volume_size"],
    way: ({ name, from }) => `leave ${from}; or ${beside("server", name)}, and then remove ${name}`,
    documentation: "https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html",
  },
  {
    change: "a data disk that is smaller, or in another zone",
    types: ["aws_ebs_volume"],
    way: ({ name, argument, from }) =>
      `leave ${argument} ${from}; or ${beside("server", name)}, copy the files to its disk, and then remove ${name}`,
    documentation: "https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html",
  },
  {
    change: "a server's tier, zone, image, architecture or disk encryption",
    types: ["aws_instance"],
    way: ({ name }) =>
      `${beside("server", name)}, restore a snapshot of its disk there if it holds data, and then remove ${name}`,
    documentation: `${EC2}/resize-limitations.html`,
  },
  {
    change: "a network interface's tier, zone or primary address",
    types: ["aws_network_interface"],
    way: ({ name }) => `${beside("interface", name)}, attach that one, and then remove ${name}`,
    documentation: `${EC2}/using-eni.html`,
  },
  {
    change: "a transit gateway's ASN, while it has VPN, Direct Connect or Connect attachments",
    types: ["aws_ec2_transit_gateway"],
    arguments: ["amazon_side_asn"],
    way: ({ name, from }) =>
      `leave ${from}; or ${beside("transit gateway", name)}, move its connections there, and then remove ${name}`,
    documentation: `${API}/API_ModifyTransitGatewayOptions.html`,
  },
  {
    change: "anything else that is protected",
    onlyProtected: true,
    way: ({ name }) => `${beside("one", name)}, move what uses ${name} to it, ${andRetire(name)}`,
    documentation: "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle",
  },
  {
    change: "anything else that AWS makes anew",
    way: ({ name, argument, from }) =>
      `leave ${argument} ${from}; or give ${name} another name in the platform too: then the new one is made first, and the old one is deleted last`,
    documentation: "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle",
  },
];

function beside(kind: string, name: string): string {
  return `add another ${kind} beside ${name}`;
}

function andRetire(name: string): string {
  return `and then remove ${name} (with retire: { ${JSON.stringify(name)}: … } if it is protected)`;
}

function isNewer(one: string, other: string): boolean {
  return Number.parseInt(bare(one), 10) > Number.parseInt(bare(other), 10);
}

/** A value without quotes. */
function bare(value: string): string {
  return value.replaceAll('"', "");
}

/** The way around a change: that of the first row that matches. */
export function wayAround(type: string, argument: string, isProtected: boolean): WayAround {
  const found = WAYS_AROUND.find(
    (row) =>
      (row.types?.includes(type) ?? true) &&
      (row.arguments?.includes(argument) ?? true) &&
      (row.onlyProtected !== true || isProtected),
  );
  return defined(found, "a row that matches all");
}
