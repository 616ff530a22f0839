/** Types whose change only adds a revision: the earlier one stays for whatever uses it. */
const REVISION_TYPES: ReadonlySet<string> = new Set(["aws_ecs_task_definition"]);

/** True for a type whose replacement leaves the earlier revision for whatever uses it. */
export function isRevision(type: string): boolean {
  return REVISION_TYPES.has(type);
}
