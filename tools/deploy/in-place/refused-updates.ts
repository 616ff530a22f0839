import { ASN_BOUND_ATTACHMENTS } from "../../../aws/bgp.ts";
import { architectureOfInstanceType } from "../../../aws/instance-types.ts";
import {
  isObjectValue,
  type ObjectValue,
  type TerraformValue,
} from "../../rehearse/simulator/terraform-value.ts";

/** A change that the provider would make in place, and that AWS refuses. */
interface RefusedUpdate {
  /** The resource type. */
  readonly type: string;
  /** The argument: `allocated_storage`. */
  readonly argument: string;
  /**
   * True if AWS refuses to change the argument from one value to the other.
   *
   * @param users the types of the deployed resources that refer to it
   */
  readonly isRefused: (before: ObjectValue, after: ObjectValue, users: ReadonlySet<string>) => boolean;
  /** The page of AWS that says so. */
  readonly documentation: string;
}

/** Every change that the provider's plan shows as an update, and AWS refuses. */
export const REFUSED_UPDATES: readonly RefusedUpdate[] = [
  {
    type: "aws_db_instance",
    argument: "engine_version",
    isRefused: (before, after) => isOtherMajor(before, after) && after.allow_major_version_upgrade !== true,
    documentation:
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html",
  },
  {
    type: "aws_db_instance",
    argument: "allocated_storage",
    // With storage autoscaling the argument is the initial size, which the provider leaves alone.
    isRefused: (before, after) =>
      isLess(after.allocated_storage, before.allocated_storage) && after.max_allocated_storage === undefined,
    documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html",
  },
  {
    type: "aws_db_instance",
    argument: "db_subnet_group_name",
    // RDS moves a database only to a subnet group of another network.
    isRefused: ({ db_subnet_group_name: before }, { db_subnet_group_name: after }) =>
      typeof before === "string" && typeof after === "string" && before !== after,
    documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.VPC2VPC.html",
  },
  ...["aws_db_subnet_group", "aws_elasticache_subnet_group"].map((type) => ({
    type,
    argument: "subnet_ids",
    isRefused: (before: ObjectValue, after: ObjectValue) => keepsNone(before.subnet_ids, after.subnet_ids),
    documentation: "https://repost.aws/knowledge-center/rds-db-subnet-group",
  })),
  {
    type: "aws_instance",
    argument: "root_block_device.volume_size",
    isRefused: (before, after) =>
      isLess(
        firstBlock(after.root_block_device).volume_size,
        firstBlock(before.root_block_device).volume_size,
      ),
    documentation: "https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html",
  },
  {
    type: "aws_ebs_volume",
    argument: "size",
    isRefused: (before, after) => isLess(after.size, before.size),
    documentation: "https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html",
  },
  {
    type: "aws_instance",
    argument: "instance_type",
    isRefused: ({ instance_type: before }, { instance_type: after }) =>
      typeof before === "string" &&
      typeof after === "string" &&
      architectureOfInstanceType(before) !== architectureOfInstanceType(after),
    documentation: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resize-limitations.html",
  },
  {
    type: "aws_ec2_transit_gateway",
    argument: "amazon_side_asn",
    isRefused: ({ amazon_side_asn: before }, { amazon_side_asn: after }, users) =>
      `${before}` !== `${after}` && ASN_BOUND_ATTACHMENTS.some((type) => users.has(type)),
    documentation:
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyTransitGatewayOptions.html",
  },
];

/**
 * The arguments whose change AWS refuses, although the provider would try it.
 *
 * @param usersOf returns the types of the deployed resources that refer to the resource
 */
export function refusedArguments(
  type: string,
  before: ObjectValue,
  after: ObjectValue,
  usersOf: () => ReadonlySet<string>,
): readonly string[] {
  return REFUSED_UPDATES.filter(
    (update) => update.type === type && update.isRefused(before, after, usersOf()),
  ).map(({ argument }) => argument);
}

function isOtherMajor({ engine_version: before }: ObjectValue, { engine_version: after }: ObjectValue) {
  return typeof before === "string" && typeof after === "string" && majorOf(before) !== majorOf(after);
}

/** The major version of PostgreSQL since 10: the part before the first point. */
export function majorOf(version: string): string | undefined {
  return version.split(".")[0];
}

function isLess(one: TerraformValue | undefined, other: TerraformValue | undefined): boolean {
  return typeof one === "number" && typeof other === "number" && one < other;
}

/** True if none of the subnets stays, so that whatever is in them would have to move. */
function keepsNone(before: TerraformValue | undefined, after: TerraformValue | undefined): boolean {
  if (!isTextList(before) || !isTextList(after) || before.length === 0) return false;
  return !before.some((subnet) => after.includes(subnet));
}

function isTextList(value: TerraformValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function firstBlock(value: TerraformValue | undefined): ObjectValue {
  const [first] = [value ?? null].flat();
  return isObjectValue(first) ? first : {};
}
