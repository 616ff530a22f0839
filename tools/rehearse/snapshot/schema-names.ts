import type { ProviderSchema } from "../simulator/backend.ts";
import { fieldNumber } from "../simulator/protocol/message-codec.ts";
import { MAP_ENTRY, readWireFields, wireFieldContent } from "../simulator/protocol/wire.ts";

/** The sorted names of a provider's resource types, data sources and ephemeral resources. */
export interface SchemaNames {
  /** The names of resource types. */
  readonly resources: readonly string[];
  /** The names of data sources. */
  readonly dataSources: readonly string[];
  /** The names of ephemeral resources. */
  readonly ephemerals: readonly string[];
}

const RESPONSE = "GetProviderSchema.Response";

/** Lists all names in a provider's schema. */
export function listSchemaNames(schema: ProviderSchema): SchemaNames {
  const fields = [...readWireFields(schema.response())];
  const utf8 = new TextDecoder();
  const names = (map: number) =>
    fields
      .filter(({ number }) => number === map)
      .map(({ content }) => utf8.decode(wireFieldContent(content, MAP_ENTRY.key)))
      .toSorted();
  return {
    resources: names(fieldNumber(RESPONSE, "resource_schemas")),
    dataSources: names(fieldNumber(RESPONSE, "data_source_schemas")),
    ephemerals: names(fieldNumber(RESPONSE, "ephemeral_resource_schemas")),
  };
}
