/**
 * Types that others refer to by a name of the user's choice, and the argument that is it. Such a reference
 * stays a reference, so that two things of one name are not taken for each other.
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

/** The argument that names a resource of a type to others; undefined when only its id does. */
export function identityNameOf(type: string): string | undefined {
  return IDENTITY_NAMES.get(type);
}
