import { groupOfOtherVpc } from "../../constraints/case-resources.ts";
import {
  type ConstraintCase,
  existingSubnet,
  existingVpc,
  exists,
  OTHER_VPC_ID,
  SUBNET_A,
  SUBNET_B,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../../constraints/constraint-case.ts";

const db = (values = {}) => exists("aws_db_instance", "db-1", { identifier: "main", ...values });
const dbGroup = exists("aws_db_subnet_group", "db", { name: "db", vpc_id: VPC_ID });

export const rdsSubnetGroupCases: readonly ConstraintCase[] = [
  {
    constraint: "database-subnet-group",
    when: "the subnets cover two zones",
    type: "aws_db_subnet_group",
    account: vpcWithTwoSubnets,
    after: { subnet_ids: [SUBNET_A, SUBNET_B] },
  },
  {
    constraint: "database-subnet-group",
    when: "the subnets cover one zone",
    type: "aws_db_subnet_group",
    account: [...vpcWithTwoSubnets, existingSubnet("subnet-0c", "us-east-1a", "10.0.2.0/24")],
    after: { subnet_ids: [SUBNET_A, "subnet-0c"] },
    errors: [
      "CreateDBSubnetGroup DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: us-east-1a. Add subnets to cover at least 2 AZs.",
    ],
  },
  {
    constraint: "database-subnet-group",
    when: "the subnets are in two VPCs",
    type: "aws_db_subnet_group",
    account: [
      ...vpcWithTwoSubnets,
      existingVpc({}, OTHER_VPC_ID),
      existingSubnet("subnet-0c", "us-east-1b", "10.0.2.0/24", OTHER_VPC_ID),
    ],
    after: { subnet_ids: [SUBNET_A, "subnet-0c"] },
    errors: ["CreateDBSubnetGroup InvalidSubnet: The subnets of a DB subnet group must be in the same VPC."],
  },
  {
    constraint: "database-network",
    when: "the security groups are in one VPC",
    type: "aws_db_instance",
    account: [dbGroup, exists("aws_security_group", "sg-0a", { vpc_id: VPC_ID })],
    after: { db_subnet_group_name: "db", vpc_security_group_ids: ["sg-0a"] },
  },
  {
    constraint: "database-network",
    when: "the subnet group does not exist",
    type: "aws_db_instance",
    after: { db_subnet_group_name: "db" },
    errors: ["CreateDBInstance DBSubnetGroupNotFoundFault: DB subnet group 'db' does not exist."],
  },
  {
    constraint: "database-network",
    when: "a security group is in another VPC",
    type: "aws_db_instance",
    account: [dbGroup, groupOfOtherVpc],
    after: { db_subnet_group_name: "db", vpc_security_group_ids: ["sg-0x"] },
    errors: [
      `CreateDBInstance InvalidVPCNetworkStateFault: The DB instance and EC2 security group are in different VPCs. The DB instance is in ${VPC_ID} and the EC2 security group is in ${OTHER_VPC_ID}`,
    ],
  },
  {
    constraint: "subnet-group-in-use",
    when: "the group has no database",
    type: "aws_db_subnet_group",
    before: { id: "db" },
  },
  {
    constraint: "subnet-group-in-use",
    when: "the group has a database",
    type: "aws_db_subnet_group",
    before: { id: "db" },
    account: [db({ db_subnet_group_name: "db" })],
    errors: [
      "DeleteDBSubnetGroup InvalidDBSubnetGroupStateFault: Cannot delete the subnet group 'db' because at least one database instance: main is still using it.",
    ],
  },
  {
    constraint: "subnet-group-in-use",
    when: "the group has a cache",
    type: "aws_elasticache_subnet_group",
    before: { id: "cache" },
    account: [exists("aws_elasticache_replication_group", "r", { subnet_group_name: "cache" })],
    errors: [
      "DeleteCacheSubnetGroup CacheSubnetGroupInUse: Cache subnet group cache is currently in use by a cache cluster.",
    ],
  },
];
