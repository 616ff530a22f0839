import { Unknown } from "../../../../tools/reach/terraform/value.ts";
import {
  comparePermissions,
  type PermissionComparison,
  type PermissionSet,
} from "../../../../tools/review/permissions/permission-set.ts";
import { parsePolicy } from "../../../../tools/review/permissions/policy-document.ts";
import type { JsonStatement } from "./request-evaluator.ts";

/** Makes a set of permissions of JSON statements, and of those of a boundary. */
export function parsedPermissions(
  statements: readonly JsonStatement[],
  boundary?: readonly JsonStatement[],
): PermissionSet {
  const sourced = (list: readonly JsonStatement[]) => {
    const parsed = parsePolicy({ Version: "2012-10-17", Statement: list });
    if (parsed instanceof Unknown) throw new Error(parsed.why);
    return parsed.map((statement) => ({ statement, source: "source" }));
  };
  return boundary === undefined
    ? { statements: sourced(statements) }
    : { statements: sourced(statements), boundary: sourced(boundary) };
}

/** Compares the permissions of statements without a boundary. */
export function comparePolicies(
  before: readonly JsonStatement[],
  after: readonly JsonStatement[],
): PermissionComparison {
  return comparePermissions(parsedPermissions(before), parsedPermissions(after));
}
