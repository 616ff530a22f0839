import type { CallContext, Refusal } from "../../contracts.ts";
import type { Block } from "../../schema.ts";
import type { ObjectValue } from "../../value.ts";
import { conformBlock } from "../defaults.ts";
import { isObject } from "../read.ts";

/** What a look-up finds, or AWS's word that there is none. */
export type Found = ObjectValue | { readonly refusal: Refusal };
/** Answers a look-up; `undefined` leaves it to the account's resources. */
export type Special = (config: ObjectValue, block: Block, context: CallContext) => Found | undefined;

/** What was found in the data source's own form. */
export function shaped(found: Found | undefined, config: ObjectValue, block: Block): Found | undefined {
  if (found === undefined || isRefusal(found)) return found;
  return conformBlock({ ...config, ...found }, block);
}

function isRefusal(found: Found): found is { readonly refusal: Refusal } {
  return (
    isObject(found as ObjectValue) &&
    "refusal" in found &&
    typeof (found as { refusal: unknown }).refusal === "object"
  );
}
