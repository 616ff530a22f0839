/**
 * Types whose replacement deletes nothing in use. A task definition's earlier revision stays for
 * whatever runs it. A registry has one lifecycle policy, so that the old one cannot stand beside
 * the new one, and Amazon ECR applies it only about once a day.
 */
const REPLACEABLE_TYPES: ReadonlySet<string> = new Set([
  "aws_ecs_task_definition",
  "aws_ecr_lifecycle_policy",
]);

/** True for a type that the up pass may replace, since that deletes nothing in use. */
export function isReplaceable(type: string): boolean {
  return REPLACEABLE_TYPES.has(type);
}
