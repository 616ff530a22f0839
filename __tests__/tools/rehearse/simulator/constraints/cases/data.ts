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
} from "../constraint-case.ts";

const db = (values = {}) => exists("aws_db_instance", "db-1", { identifier: "main", ...values });
const dbGroup = exists("aws_db_subnet_group", "db", { name: "db", vpc_id: VPC_ID });
const cacheGroup = exists("aws_elasticache_subnet_group", "cache", { name: "cache", vpc_id: VPC_ID });
const foreign = exists("aws_security_group", "sg-0x", { vpc_id: OTHER_VPC_ID });
const KEY = "arn:aws:kms:us-east-1:123456789012:key/k";
const key = (principal: unknown, actions: string) =>
  exists("aws_kms_key", "k", { arn: KEY, policy: policy(principal, actions) });
const policy = (principal: unknown, action: string) =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: principal as string, Action: action, Resource: "*" }],
  });
const LOCKED =
  "CreateKey MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.";
const block = exists("aws_s3_bucket_public_access_block", "b", { bucket: "b", block_public_policy: true });

export const dataCases: readonly ConstraintCase[] = [
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
    account: [dbGroup, foreign],
    after: { db_subnet_group_name: "db", vpc_security_group_ids: ["sg-0x"] },
    errors: [
      `CreateDBInstance InvalidVPCNetworkStateFault: The DB instance and EC2 security group are in different VPCs. The DB instance is in ${VPC_ID} and the EC2 security group is in ${OTHER_VPC_ID}`,
    ],
  },
  {
    constraint: "database-final-snapshot",
    when: "the final snapshot has a name",
    type: "aws_db_instance",
    before: { skip_final_snapshot: false, final_snapshot_identifier: "last" },
  },
  {
    constraint: "database-final-snapshot",
    when: "the final snapshot is skipped",
    type: "aws_db_instance",
    before: { skip_final_snapshot: true },
  },
  {
    constraint: "database-final-snapshot",
    when: "neither is set",
    type: "aws_db_instance",
    before: { skip_final_snapshot: false, final_snapshot_identifier: null },
    errors: [
      "DeleteDBInstance InvalidParameterCombination: FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
    ],
  },
  {
    constraint: "database-protected",
    when: "the database is not protected",
    type: "aws_db_instance",
    before: { deletion_protection: false },
  },
  {
    constraint: "database-protected",
    when: "the database is protected",
    type: "aws_db_instance",
    before: { deletion_protection: true },
    errors: [
      "DeleteDBInstance InvalidParameterCombination: Cannot delete protected DB Instance, please disable deletion protection and try again.",
    ],
  },
  {
    constraint: "database-storage",
    when: "the storage is 20 GiB",
    type: "aws_db_instance",
    after: { engine: "postgres", storage_type: "gp3", allocated_storage: 20 },
  },
  {
    constraint: "database-storage",
    when: "the storage is 10 GiB",
    type: "aws_db_instance",
    after: { engine: "postgres", storage_type: "gp3", allocated_storage: 10 },
    errors: [
      "CreateDBInstance InvalidParameterValue: Invalid storage size for engine name postgres and storage type gp3: 10",
    ],
  },
  {
    constraint: "database-storage",
    when: "the storage shrinks",
    type: "aws_db_instance",
    before: { allocated_storage: 100 },
    after: { allocated_storage: 50 },
    errors: [
      "ModifyDBInstance InvalidParameterCombination: Requested storage size is smaller than the current size.",
    ],
  },
  {
    constraint: "database-windows",
    when: "the windows differ",
    type: "aws_db_instance",
    after: { backup_window: "03:00-04:00", maintenance_window: "sun:05:00-sun:06:00" },
  },
  {
    constraint: "database-windows",
    when: "the windows overlap",
    type: "aws_db_instance",
    after: { backup_window: "05:30-06:30", maintenance_window: "sun:05:00-sun:06:00" },
    errors: [
      "CreateDBInstance InvalidParameterValue: The backup window and maintenance window must not overlap.",
    ],
  },
  {
    constraint: "database-windows",
    when: "the windows overlap across midnight",
    type: "aws_db_instance",
    after: { backup_window: "23:30-00:30", maintenance_window: "mon:00:00-mon:01:00" },
    errors: [
      "CreateDBInstance InvalidParameterValue: The backup window and maintenance window must not overlap.",
    ],
  },
  {
    constraint: "database-windows",
    when: "a window has no minutes",
    type: "aws_db_instance",
    after: { backup_window: "03:00-03:00", maintenance_window: "mon:00:00-mon:01:00" },
    errors: ["CreateDBInstance InvalidParameterValue: Backup window must be at least 30 minutes."],
  },
  {
    constraint: "database-windows",
    when: "the windows of a cache overlap",
    type: "aws_elasticache_replication_group",
    after: { snapshot_window: "05:30-06:30", maintenance_window: "sun:05:00-sun:06:00" },
    errors: [
      "CreateReplicationGroup InvalidParameterValue: The snapshot window and maintenance window must not overlap.",
    ],
  },
  {
    constraint: "cache-failover",
    when: "the group has two nodes",
    type: "aws_elasticache_replication_group",
    after: { automatic_failover_enabled: true, multi_az_enabled: true, num_cache_clusters: 2 },
  },
  {
    constraint: "cache-failover",
    when: "the group has one node",
    type: "aws_elasticache_replication_group",
    after: { automatic_failover_enabled: true, num_cache_clusters: 1 },
    errors: [
      "CreateReplicationGroup InvalidParameterCombination: Must have at least 2 cache clusters when automatic failover is enabled.",
    ],
  },
  {
    constraint: "cache-failover",
    when: "it has Multi-AZ without failover",
    type: "aws_elasticache_replication_group",
    after: { automatic_failover_enabled: false, multi_az_enabled: true, num_cache_clusters: 2 },
    errors: [
      "CreateReplicationGroup InvalidParameterCombination: Must have automatic failover enabled to use Multi-AZ.",
    ],
  },
  {
    constraint: "cache-network",
    when: "the subnet group exists",
    type: "aws_elasticache_replication_group",
    account: [cacheGroup],
    after: { subnet_group_name: "cache" },
  },
  {
    constraint: "cache-network",
    when: "the subnet group does not exist",
    type: "aws_elasticache_replication_group",
    after: { subnet_group_name: "cache" },
    errors: [
      "CreateReplicationGroup CacheSubnetGroupNotFoundFault: Cache Subnet Group cache does not exist.",
    ],
  },
  {
    constraint: "cache-network",
    when: "a security group is in another VPC",
    type: "aws_elasticache_replication_group",
    account: [cacheGroup, foreign],
    after: { subnet_group_name: "cache", security_group_ids: ["sg-0x"] },
    errors: [
      `CreateReplicationGroup InvalidParameterValue: Security group sg-0x is not in the VPC ${VPC_ID} of the cache subnet group.`,
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
  {
    constraint: "key-policy",
    when: "the account's root may change the policy",
    type: "aws_kms_key",
    after: { policy: policy({ AWS: "arn:aws:iam::123456789012:root" }, "kms:*") },
  },
  {
    constraint: "key-policy",
    when: "no principal may change the policy",
    type: "aws_kms_key",
    after: { policy: policy({ AWS: "arn:aws:iam::123456789012:root" }, "kms:Encrypt") },
    errors: [LOCKED],
  },
  {
    constraint: "key-policy",
    when: "only a service may change the policy",
    type: "aws_kms_key",
    after: { policy: policy({ Service: "logs.amazonaws.com" }, "kms:*") },
    errors: [LOCKED],
  },
  {
    constraint: "key-policy",
    when: "the policy is not JSON",
    type: "aws_kms_key",
    after: { policy: "{" },
    errors: [
      "CreateKey MalformedPolicyDocumentException: Policy contains a statement that is not valid JSON.",
    ],
  },
  {
    constraint: "key-policy",
    when: "the policy is not JSON, and the lockout check is bypassed",
    type: "aws_kms_key",
    after: { policy: "{", bypass_policy_lockout_safety_check: true },
    errors: [
      "CreateKey MalformedPolicyDocumentException: Policy contains a statement that is not valid JSON.",
    ],
  },
  {
    constraint: "alias-key",
    when: "the key exists",
    type: "aws_kms_alias",
    account: [key("*", "kms:*")],
    after: { target_key_id: "k" },
  },
  {
    constraint: "alias-key",
    when: "the key does not exist",
    type: "aws_kms_alias",
    after: { target_key_id: "k" },
    errors: ["CreateAlias NotFoundException: Key 'k' does not exist"],
  },
  {
    constraint: "log-group-key",
    when: "the key policy allows CloudWatch Logs",
    type: "aws_cloudwatch_log_group",
    account: [key({ Service: "logs.us-east-1.amazonaws.com" }, "kms:Encrypt*")],
    after: { name: "/app", kms_key_id: KEY },
  },
  {
    constraint: "log-group-key",
    when: "the key policy does not allow CloudWatch Logs",
    type: "aws_cloudwatch_log_group",
    account: [key({ AWS: "arn:aws:iam::123456789012:root" }, "kms:*")],
    after: { name: "/app", kms_key_id: KEY },
    errors: [
      "CreateLogGroup AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:us-east-1:123456789012:log-group:/app'",
    ],
  },
  {
    constraint: "log-retention",
    when: "AWS offers the period",
    type: "aws_cloudwatch_log_group",
    after: { retention_in_days: 30 },
  },
  {
    constraint: "log-retention",
    when: "AWS does not offer the period",
    type: "aws_cloudwatch_log_group",
    after: { retention_in_days: 10 },
    errors: [
      "PutRetentionPolicy InvalidParameterException: 1 validation error detected: Value '10' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]",
    ],
  },
  { constraint: "bucket-name", when: "the name is free", type: "aws_s3_bucket", after: { bucket: "b" } },
  {
    constraint: "bucket-name",
    when: "the name is taken, in any region",
    type: "aws_s3_bucket",
    account: [exists("aws_s3_bucket", "b", { bucket: "b" }, "eu-west-1")],
    after: { bucket: "b" },
    errors: [
      "CreateBucket BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.",
    ],
  },
  {
    constraint: "bucket-not-empty",
    when: "the bucket is empty",
    type: "aws_s3_bucket",
    before: { bucket: "b" },
  },
  {
    constraint: "bucket-not-empty",
    when: "the bucket has force_destroy",
    type: "aws_s3_bucket",
    objects: { b: 2 },
    before: { bucket: "b", force_destroy: true },
  },
  {
    constraint: "bucket-not-empty",
    when: "the bucket has objects",
    type: "aws_s3_bucket",
    objects: { b: 2 },
    before: { bucket: "b", force_destroy: false },
    errors: [
      "DeleteBucket BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
    ],
  },
  {
    constraint: "bucket-policy-public",
    when: "the policy allows only the account",
    type: "aws_s3_bucket_policy",
    account: [block],
    after: { bucket: "b", policy: policy({ AWS: "arn:aws:iam::123456789012:root" }, "s3:*") },
  },
  {
    constraint: "bucket-policy-public",
    when: "the policy allows everyone",
    type: "aws_s3_bucket_policy",
    account: [block],
    after: { bucket: "b", policy: policy("*", "s3:GetObject") },
    errors: [
      'PutBucketPolicy AccessDenied: User: arn:aws:iam::123456789012:user/rehearsal is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::b" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
    ],
  },
  {
    constraint: "bucket-acl",
    when: "the ownership setting enables ACLs",
    type: "aws_s3_bucket_acl",
    account: [
      exists("aws_s3_bucket_ownership_controls", "b", {
        bucket: "b",
        rule: [{ object_ownership: "BucketOwnerPreferred" }],
      }),
    ],
    after: { bucket: "b", acl: "private" },
  },
  {
    constraint: "bucket-acl",
    when: "the ownership setting is the default",
    type: "aws_s3_bucket_acl",
    after: { bucket: "b", acl: "private" },
    errors: ["PutBucketAcl AccessControlListNotSupported: The bucket does not allow ACLs"],
  },
  {
    constraint: "secret-version",
    when: "the secret exists",
    type: "aws_secretsmanager_secret_version",
    account: [exists("aws_secretsmanager_secret", "arn:s", { name: "s", arn: "arn:s" })],
    after: { secret_id: "s" },
  },
  {
    constraint: "secret-version",
    when: "the secret does not exist",
    type: "aws_secretsmanager_secret_version",
    after: { secret_id: "s" },
    errors: ["PutSecretValue ResourceNotFoundException: Secrets Manager can't find the specified secret."],
  },
  {
    constraint: "backup-plan",
    when: "the vault exists",
    type: "aws_backup_plan",
    account: [exists("aws_backup_vault", "v", { name: "v" })],
    after: { rule: [{ target_vault_name: "v" }] },
  },
  {
    constraint: "backup-plan",
    when: "the vault does not exist",
    type: "aws_backup_plan",
    after: { rule: [{ target_vault_name: "v" }] },
    errors: ["CreateBackupPlan ResourceNotFoundException: Cannot find Backup vault v"],
  },
  {
    constraint: "backup-plan",
    when: "the plan has a selection",
    type: "aws_backup_plan",
    before: { id: "p" },
    account: [exists("aws_backup_selection", "s", { plan_id: "p" })],
    errors: [
      "DeleteBackupPlan InvalidRequestException: Related backup plan selections must be deleted prior to backup plan deletion",
    ],
  },
];
