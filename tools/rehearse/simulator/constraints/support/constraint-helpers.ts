import { isGlobalType } from "../../../../../aws/services.ts";
import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { existingAccountResources } from "../../computed-values/existing-resources.ts";
import { lastSegment } from "../../computed-values/value-context.ts";
import type {
  ApiError,
  CallContext,
  ConstraintViolation,
  ResourceChange,
  SimulatedResource,
} from "../../simulator-types.ts";
import { containsUnknown, type ObjectValue, UNKNOWN } from "../../terraform-value.ts";

/** Resources of the given types in the caller's region; for global services, in any region. */
export function resourcesInRegion(
  context: CallContext,
  ...types: readonly string[]
): readonly SimulatedResource[] {
  return existingAccountResources(context.account, ...types).filter(
    ({ type, region }) => region === context.region || isGlobalType(type),
  );
}

/** Finds a resource in the region by ID, ARN or name. */
export function findInRegion(
  context: CallContext,
  reference: string | undefined,
  ...types: readonly string[]
): SimulatedResource | undefined {
  if (reference === undefined) return undefined;
  const all = resourcesInRegion(context, ...types);
  return (
    all.find(({ id, values }) => id === reference || values.arn === reference) ??
    all.find(({ values }) => values.name === reference || values.name === lastSegment(reference))
  );
}

/** True if the change creates a resource. */
export function isCreate(change: ResourceChange): change is ResourceChange & { readonly after: ObjectValue } {
  return change.before === null && change.after !== null;
}

/** True if the change deletes a resource. */
export function isDelete(
  change: ResourceChange,
): change is ResourceChange & { readonly before: ObjectValue } {
  return change.after === null && change.before !== null;
}

/** True if the change is about this resource. */
export function isChangedResource(change: ResourceChange, { type, id }: SimulatedResource): boolean {
  return type === change.type && change.before !== null && id === change.before.id;
}

/** True if any of the attributes is, or contains, an unknown value. */
export function hasUnknownAttribute(values: ObjectValue | null, ...names: readonly string[]): boolean {
  return names.some((name) => containsUnknown(values?.[name]));
}

/** True if the attribute is known and set. */
export function isKnownAndSet(values: ObjectValue | null, name: string): boolean {
  const value = values?.[name];
  return value !== undefined && value !== null && value !== "" && value !== UNKNOWN;
}

/**
 * Returns a list with the violation if `isViolated`, else an empty list. It keeps a constraint to
 * one expression. The operation that fails is the one that creates or deletes the resource.
 */
export function violationIf(
  isViolated: boolean,
  code: string,
  message: string,
  attribute?: string,
): readonly ConstraintViolation[] {
  if (!isViolated) return [];
  return [attribute === undefined ? { code, message } : { code, message, attribute }];
}

/** Like {@link violationIf}, of another operation. */
export function apiErrorIf(
  isViolated: boolean,
  operation: string,
  code: string,
  message: string,
  attribute?: string,
): readonly ApiError[] {
  if (!isViolated) return [];
  return [attribute === undefined ? { code, operation, message } : { code, operation, message, attribute }];
}

/** The resource's ID or name, for messages. */
export function idOrName(values: ObjectValue | null): string {
  return stringAttribute(values, "id") ?? stringAttribute(values, "name") ?? "";
}
