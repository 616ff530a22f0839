import { isMapOrObject } from "../computed-values/attribute-reader.ts";
import { normalizeToBlock } from "../normalize-to-schema.ts";
import type { SchemaBlock } from "../schema.ts";
import type { ApiError, CallContext } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";

/** The result of a data source read: its values, or AWS's error. */
export type DataSourceResult = ObjectValue | { readonly apiError: ApiError };
/** Reads a data source; `undefined` falls back to the account's resources. */
export type DataSourceHandler = (
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
) => DataSourceResult | undefined;

/** Completes a result to the data source's schema. */
export function normalizeResult(
  result: DataSourceResult | undefined,
  config: ObjectValue,
  block: SchemaBlock,
): DataSourceResult | undefined {
  if (result === undefined || isApiError(result)) return result;
  return normalizeToBlock({ ...config, ...result }, block);
}

function isApiError(result: DataSourceResult): result is { readonly apiError: ApiError } {
  return (
    isMapOrObject(result as ObjectValue) &&
    "apiError" in result &&
    typeof (result as { apiError: unknown }).apiError === "object"
  );
}
