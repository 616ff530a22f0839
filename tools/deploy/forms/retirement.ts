import type { TerraformJson } from "../../synthesized/synthesized-stacks.ts";
import {
  addressesIn,
  blocksOf,
  type ResourceBody,
  resourcesByAddress,
  typeOfAddress,
} from "./resource-address.ts";

/** The fate of something protected that a platform no longer has. */
export type Retirement = "delete" | "final-snapshot" | "keep";

/** Arguments that make AWS or Terraform refuse to delete a resource. */
const PROTECTING_ARGUMENTS = ["deletion_protection", "enable_deletion_protection", "disable_api_termination"];

/** True if a resource's deployed form protects it from deletion. */
export function isProtected(body: ResourceBody): boolean {
  const lifecycle = [body.lifecycle].flat()[0];
  const prevents = typeof lifecycle === "object" && lifecycle !== null && "prevent_destroy" in lifecycle;
  return (
    (prevents && lifecycle.prevent_destroy === true) ||
    PROTECTING_ARGUMENTS.some((name) => body[name] === true)
  );
}

/** The suffixes that stacks add to a spec's name for a construct: `db-database`. */
const CONSTRUCT_SUFFIX =
  /-(?:bucket|cache|database|fleet|interface|log|registry|secret|server|service|targets|user)$/;

/**
 * The name by which a platform retires a resource: that of the store, server or interface in the
 * spec, or the construct's own, such as `cluster`.
 */
export function retirementName(body: ResourceBody): string {
  const metadata = body["//"] as { readonly metadata?: { readonly path?: string } } | undefined;
  const [, first = ""] = metadata?.metadata?.path?.split("/") ?? [];
  return withoutConstructSuffix(first);
}

/** The spec's name of a store, server or interface, by its construct's: `db` for `db-database`. */
export function withoutConstructSuffix(construct: string): string {
  return construct.replace(CONSTRUCT_SUFFIX, "");
}

/** The arguments without which a resource of a type can be deleted, with everything in it. */
const DELETE: Readonly<Record<string, ResourceBody>> = {
  aws_backup_vault: { force_destroy: true },
  aws_db_instance: { deletion_protection: false, skip_final_snapshot: true },
  aws_ecr_repository: { force_delete: true },
  aws_iam_user: { force_destroy: true },
  aws_instance: { disable_api_termination: false },
  aws_lb: { enable_deletion_protection: false },
  aws_route53_zone: { force_destroy: true },
  aws_s3_bucket: { force_destroy: true },
};

/**
 * The types that AWS snapshots when it deletes them, and the argument with their name there.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-final.html
 */
const SNAPSHOT: Readonly<Record<string, string>> = {
  aws_db_instance: "identifier",
  aws_elasticache_replication_group: "replication_group_id",
};

/** True if AWS takes a final snapshot of resources of a type. */
export function takesFinalSnapshot(type: string): boolean {
  return Object.hasOwn(SNAPSHOT, type);
}

/** A protected resource as it is in the up pass: ready to be deleted in the down pass. */
export function readyToDelete(address: string, body: ResourceBody, retirement: Retirement): ResourceBody {
  if (retirement === "keep") return body;
  const type = typeOfAddress(address);
  const { final_snapshot_identifier: planned, ...rest } = body;
  const identity = SNAPSHOT[type];
  const ready = { ...rest, ...DELETE[type] };
  if (identity === undefined || retirement === "delete") return ready;
  const skips = type === "aws_db_instance" ? { skip_final_snapshot: false } : {};
  return { ...ready, ...skips, final_snapshot_identifier: planned ?? `${String(body[identity])}-final` };
}

/** The addresses that some resources of a form refer to, directly and through others, in it. */
export function withReferences(json: TerraformJson, roots: Iterable<string>): ReadonlySet<string> {
  const bodies = resourcesByAddress(json);
  const found = new Set<string>();
  const queue = [...roots];
  for (let address = queue.pop(); address !== undefined; address = queue.pop()) {
    if (found.has(address) || !bodies.has(address)) continue;
    found.add(address);
    queue.push(...addressesIn(bodies.get(address)));
  }
  return found;
}

/** The form with other arguments for some of its resources. */
export function withBodies(json: TerraformJson, bodies: ReadonlyMap<string, ResourceBody>): TerraformJson {
  if (bodies.size === 0) return json;
  return { ...json, resource: blocksOf(new Map([...resourcesByAddress(json), ...bodies])) };
}
