import type { TypeOperations } from "./type-operations.ts";

/** The API operations of S3, EFS, FSx and AWS Backup. */
export const storageOperations: Readonly<Record<string, TypeOperations>> = {
  aws_s3_bucket: ["CreateBucket", "HeadBucket", "PutBucketTagging", "DeleteBucket"],
  aws_s3_bucket_acl: ["PutBucketAcl", "GetBucketAcl", "PutBucketAcl", null],
  aws_s3_bucket_lifecycle_configuration: [
    "PutBucketLifecycleConfiguration",
    "GetBucketLifecycleConfiguration",
    "PutBucketLifecycleConfiguration",
    "DeleteBucketLifecycle",
  ],
  aws_s3_bucket_ownership_controls: [
    "PutBucketOwnershipControls",
    "GetBucketOwnershipControls",
    "PutBucketOwnershipControls",
    "DeleteBucketOwnershipControls",
  ],
  aws_s3_bucket_policy: ["PutBucketPolicy", "GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"],
  aws_s3_bucket_public_access_block: [
    "PutPublicAccessBlock",
    "GetPublicAccessBlock",
    "PutPublicAccessBlock",
    "DeletePublicAccessBlock",
  ],
  aws_s3_bucket_server_side_encryption_configuration: [
    "PutBucketEncryption",
    "GetBucketEncryption",
    "PutBucketEncryption",
    "DeleteBucketEncryption",
  ],
  aws_s3_bucket_versioning: [
    "PutBucketVersioning",
    "GetBucketVersioning",
    "PutBucketVersioning",
    "PutBucketVersioning",
  ],
  aws_s3_object: ["PutObject", "HeadObject", "PutObject", "DeleteObject"],
  aws_s3outposts_endpoint: ["CreateEndpoint", "ListEndpoints", null, "DeleteEndpoint"],
  aws_efs_file_system: ["CreateFileSystem", "DescribeFileSystems", "UpdateFileSystem", "DeleteFileSystem"],
  aws_efs_access_point: ["CreateAccessPoint", "DescribeAccessPoints", null, "DeleteAccessPoint"],
  aws_efs_backup_policy: ["PutBackupPolicy", "DescribeBackupPolicy", "PutBackupPolicy", "PutBackupPolicy"],
  aws_efs_file_system_policy: [
    "PutFileSystemPolicy",
    "DescribeFileSystemPolicy",
    "PutFileSystemPolicy",
    "DeleteFileSystemPolicy",
  ],
  aws_efs_mount_target: [
    "CreateMountTarget",
    "DescribeMountTargets",
    "ModifyMountTargetSecurityGroups",
    "DeleteMountTarget",
  ],
  aws_fsx_file_cache: ["CreateFileCache", "DescribeFileCaches", "UpdateFileCache", "DeleteFileCache"],
  aws_fsx_lustre_file_system: [
    "CreateFileSystem",
    "DescribeFileSystems",
    "UpdateFileSystem",
    "DeleteFileSystem",
  ],
  aws_fsx_ontap_file_system: [
    "CreateFileSystem",
    "DescribeFileSystems",
    "UpdateFileSystem",
    "DeleteFileSystem",
  ],
  aws_fsx_openzfs_file_system: [
    "CreateFileSystem",
    "DescribeFileSystems",
    "UpdateFileSystem",
    "DeleteFileSystem",
  ],
  aws_fsx_windows_file_system: [
    "CreateFileSystem",
    "DescribeFileSystems",
    "UpdateFileSystem",
    "DeleteFileSystem",
  ],
  aws_backup_plan: ["CreateBackupPlan", "GetBackupPlan", "UpdateBackupPlan", "DeleteBackupPlan"],
  aws_backup_selection: ["CreateBackupSelection", "GetBackupSelection", null, "DeleteBackupSelection"],
  aws_backup_vault: ["CreateBackupVault", "DescribeBackupVault", null, "DeleteBackupVault"],
};
