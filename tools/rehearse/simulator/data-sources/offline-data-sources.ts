import { normalizeToBlock } from "../normalize-to-schema.ts";
import type { SchemaBlock } from "../schema.ts";
import { typeDefinition } from "../services/type-definitions.ts";
import type { CallContext, DataSourceReader } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";

/**
 * Reads data sources that the provider computes itself, for a rehearsal without the real provider;
 * `undefined` for every other type.
 */
export const readOfflineDataSource = (
  type: string,
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
): ReturnType<DataSourceReader> => {
  const read = typeDefinition(type).computeInProvider;
  if (read === undefined) return undefined;
  try {
    return normalizeToBlock({ ...config, ...read(config, context) }, block);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { apiError: { code: "InvalidJson", operation: "ReadDataSource", message } };
  }
};
