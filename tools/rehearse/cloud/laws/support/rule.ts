import { living } from "../../answers/account-index.ts";
import { lastPart } from "../../answers/facts.ts";
import { hasUnknown, textOf } from "../../answers/read.ts";
import type { CallContext, Change, CloudResource, Refusal } from "../../contracts.ts";
import { isGlobalType } from "../../global-types.ts";
import { type ObjectValue, UNKNOWN } from "../../value.ts";

/** The things of these types in the region of the call; those of global services wherever the call is from. */
export function here(context: CallContext, ...types: readonly string[]): readonly CloudResource[] {
  return living(context.account, ...types).filter(
    ({ type, region }) => isGlobalType(type) || region === context.region,
  );
}

/** The thing in this region that `reference` names by id, ARN or name. */
export function named(
  context: CallContext,
  reference: string | undefined,
  ...types: readonly string[]
): CloudResource | undefined {
  if (reference === undefined) return undefined;
  const all = here(context, ...types);
  return (
    all.find(({ id, values }) => id === reference || values.arn === reference) ??
    all.find(({ values }) => values.name === reference || values.name === lastPart(reference))
  );
}

/** Whether the change makes a new thing. */
export function creates(change: Change): change is Change & { readonly after: ObjectValue } {
  return change.before === null && change.after !== null;
}

/** Whether the change takes a thing away. */
export function deletes(change: Change): change is Change & { readonly before: ObjectValue } {
  return change.after === null && change.before !== null;
}

/** Whether the thing is the one that the change is about. */
export function isSelf(change: Change, { type, id }: CloudResource): boolean {
  return type === change.type && change.before !== null && id === change.before.id;
}

/** Whether one of some attributes is, or contains, something AWS has yet to answer. */
export function isOpen(values: ObjectValue | null, ...names: readonly string[]): boolean {
  return names.some((name) => hasUnknown(values?.[name]));
}

/** Whether an attribute is known and set to something. */
export function isSet(values: ObjectValue | null, name: string): boolean {
  const value = values?.[name];
  return value !== undefined && value !== null && value !== "" && value !== UNKNOWN;
}

/** A refusal, or none: `refuse(broken, …)` keeps laws to one expression. */
export function refuse(
  broken: boolean,
  operation: string,
  code: string,
  message: string,
  attribute?: string,
): readonly Refusal[] {
  if (!broken) return [];
  return [attribute === undefined ? { code, operation, message } : { code, operation, message, attribute }];
}

/** The id of a thing that is there, for messages. */
export function idOf(values: ObjectValue | null): string {
  return textOf(values, "id") ?? textOf(values, "name") ?? "";
}
