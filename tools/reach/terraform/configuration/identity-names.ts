/**
 * Types that others reference by a user-chosen name, and the argument with that name. Such a
 * reference is kept, so that two resources with the same name are not confused.
 */
const IDENTITY_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    aws_autoscaling_group: "name",
    aws_db_instance: "identifier",
    aws_db_subnet_group: "name",
    aws_dms_replication_subnet_group: "replication_subnet_group_id",
    aws_docdb_cluster: "cluster_identifier",
    aws_docdb_subnet_group: "name",
    aws_ecs_capacity_provider: "name",
    aws_ecs_cluster: "name",
    aws_elasticache_cluster: "cluster_id",
    aws_elasticache_replication_group: "replication_group_id",
    aws_elasticache_subnet_group: "name",
    aws_launch_configuration: "name",
    aws_launch_template: "name",
    aws_lb_target_group: "name",
    aws_memorydb_subnet_group: "name",
    aws_neptune_cluster: "cluster_identifier",
    aws_neptune_subnet_group: "name",
    aws_rds_cluster: "cluster_identifier",
    aws_redshift_subnet_group: "name",
    aws_security_group: "name",
  }),
);

/** Returns the argument that names resources of a type to others; undefined if only the ID does. */
export function identityNameOf(type: string): string | undefined {
  return IDENTITY_NAMES.get(type);
}
