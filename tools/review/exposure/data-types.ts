/**
 * Resource types of endpoints that hold data: a way from the internet to one blocks a plan.
 */
const DATA_TYPES: ReadonlySet<string> = new Set([
  "aws_db_instance",
  "aws_rds_cluster",
  "aws_rds_cluster_instance",
  "aws_db_proxy",
  "aws_docdb_cluster",
  "aws_docdb_cluster_instance",
  "aws_neptune_cluster",
  "aws_neptune_cluster_instance",
  "aws_dms_replication_instance",
  "aws_dax_cluster",
  "aws_elasticache_cluster",
  "aws_elasticache_replication_group",
  "aws_elasticache_serverless_cache",
  "aws_memorydb_cluster",
  "aws_redshift_cluster",
  "aws_redshiftserverless_workgroup",
  "aws_opensearch_domain",
  "aws_elasticsearch_domain",
  "aws_efs_mount_target",
  "aws_efs_file_system",
  "aws_fsx_lustre_file_system",
  "aws_fsx_windows_file_system",
  "aws_fsx_openzfs_file_system",
  "aws_fsx_ontap_file_system",
  "aws_msk_cluster",
  "aws_mq_broker",
]);

/** True if endpoints of a resource type hold data. */
export function holdsData(type: string): boolean {
  return DATA_TYPES.has(type);
}
