import { containsUnknown, stringAttribute } from "../../computed-values/attribute-reader.ts";
import { existingAccountResources } from "../../computed-values/existing-resources.ts";
import { lastSegment } from "../../computed-values/value-context.ts";
import { isGlobalType } from "../../global-types.ts";
import type { ApiError, CallContext, ResourceChange, SimulatedResource } from "../../simulator-types.ts";
import { type ObjectValue, UNKNOWN } from "../../terraform-value.ts";

/** The things of these types in the region of the call; those of global services wherever the call is from. */
export function resourcesInRegion(
  context: CallContext,
  ...types: readonly string[]
): readonly SimulatedResource[] {
  return existingAccountResources(context.account, ...types).filter(
    ({ type, region }) => isGlobalType(type) || region === context.region,
  );
}

/** The thing in this region that `reference` names by id, ARN or name. */
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

/** Whether the change makes a new thing. */
export function isCreate(change: ResourceChange): change is ResourceChange & { readonly after: ObjectValue } {
  return change.before === null && change.after !== null;
}

/** Whether the change takes a thing away. */
export function isDelete(
  change: ResourceChange,
): change is ResourceChange & { readonly before: ObjectValue } {
  return change.after === null && change.before !== null;
}

/** Whether the thing is the one that the change is about. */
export function isChangedResource(change: ResourceChange, { type, id }: SimulatedResource): boolean {
  return type === change.type && change.before !== null && id === change.before.id;
}

/** Whether one of some attributes is, or contains, something AWS has yet to answer. */
export function hasUnknownAttribute(values: ObjectValue | null, ...names: readonly string[]): boolean {
  return names.some((name) => containsUnknown(values?.[name]));
}

/** Whether an attribute is known and set to something. */
export function isKnownAndSet(values: ObjectValue | null, name: string): boolean {
  const value = values?.[name];
  return value !== undefined && value !== null && value !== "" && value !== UNKNOWN;
}

/** A refusal, or none: `refuse(broken, …)` keeps laws to one expression. */
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

/** The id of a thing that is there, for messages. */
export function idOrName(values: ObjectValue | null): string {
  return stringAttribute(values, "id") ?? stringAttribute(values, "name") ?? "";
}
