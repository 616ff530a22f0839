import {
  type ConstraintCase,
  exists,
  SUBNET_A,
  SUBNET_B,
  twoSubnets,
} from "../constraints/constraint-case.ts";

const GROUP = "aws_dms_replication_subnet_group";
const INSTANCE = "aws_dms_replication_instance";
const group = (...subnet_ids: string[]) => ({ replication_subnet_group_id: "moving", subnet_ids });
const existingGroup = exists(GROUP, "moving", group(SUBNET_A, SUBNET_B));
const instance = { replication_instance_id: "mover", replication_subnet_group_id: "moving" };

export const dmsCases: readonly ConstraintCase[] = [
  {
    constraint: "replication-subnet-group",
    when: "the subnets are in two zones",
    type: GROUP,
    account: twoSubnets,
    after: group(SUBNET_A, SUBNET_B),
  },
  {
    constraint: "replication-subnet-group",
    when: "the subnets are in one zone",
    type: GROUP,
    account: twoSubnets,
    after: group(SUBNET_A),
    errors: [
      "CreateReplicationSubnetGroup ReplicationSubnetGroupDoesNotCoverEnoughAZs: The replication subnet group does not cover enough Availability Zones (AZs). Edit the replication subnet group and add more AZs.",
    ],
  },
  {
    constraint: "unique-name",
    when: "another replication instance has the identifier",
    type: INSTANCE,
    account: [existingGroup, exists(INSTANCE, "mover", instance)],
    after: instance,
    errors: [
      "CreateReplicationInstance ResourceAlreadyExistsFault: Replication Instance mover already exists.",
    ],
  },
  {
    constraint: "parent-resource-exists",
    when: "the instance's subnet group exists",
    type: INSTANCE,
    account: [existingGroup],
    after: instance,
  },
  {
    constraint: "parent-resource-exists",
    when: "the instance's subnet group does not exist",
    type: INSTANCE,
    after: instance,
    errors: [
      "CreateReplicationInstance ResourceNotFoundFault: The Replication Subnet Group moving was not found.",
    ],
  },
];
