import type { ProviderSchema } from "../simulator/backend.ts";
import { readWireFields, wireFieldContent } from "../simulator/protocol/wire.ts";

/** The sorted names of a provider's resource types, data sources and ephemeral resources. */
export interface SchemaNames {
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
  readonly ephemerals: readonly string[];
}

/** Field numbers of the maps in `GetProviderSchema.Response`. */
const RESOURCES = 2;
const DATA_SOURCES = 3;
const EPHEMERALS = 8;
/** The key in an entry of a map. */
const KEY = 1;

/** Lists all names in a provider's schema. */
export function listSchemaNames(schema: ProviderSchema): SchemaNames {
  const fields = [...readWireFields(schema.response())];
  const utf8 = new TextDecoder();
  const names = (map: number) =>
    fields
      .filter(({ number }) => number === map)
      .map(({ content }) => utf8.decode(wireFieldContent(content, KEY)))
      .toSorted();
  return { resources: names(RESOURCES), dataSources: names(DATA_SOURCES), ephemerals: names(EPHEMERALS) };
}
