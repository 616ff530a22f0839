import type { ProviderSnapshot, SnapshotTable } from "../../snapshot/format.ts";
import type { ProviderSchema, TypeSchema } from "../backend.ts";
import { messageCodec } from "../protocol/message-codec.ts";
import { rememberResponses } from "../protocol/remembered-responses.ts";
import { toSchemaMessage } from "../protocol/schema-messages.ts";

const responseCodec = messageCodec("GetProviderSchema.Response");

/** A snapshot's schema as the AWS simulator's provider schema. */
export class SnapshotSchema implements ProviderSchema {
  /** The schema of the provider's own arguments. */
  readonly provider: TypeSchema;
  /** Encodes a `GetProviderSchema` response with only the entries in `types`. */
  readonly response = rememberResponses((types) => this.#encode(types));
  readonly #snapshot: ProviderSnapshot;

  constructor(snapshot: ProviderSnapshot) {
    this.#snapshot = snapshot;
    this.provider = snapshot.providerSchema;
  }

  /** Returns the resource type's schema; `undefined` if the snapshot has none. */
  resource(type: string): TypeSchema | undefined {
    return this.#snapshot.resources.get(type);
  }

  /** Returns the data source's schema; `undefined` if the snapshot has none. */
  dataSource(type: string): TypeSchema | undefined {
    return this.#snapshot.dataSources.get(type);
  }

  /** Returns the ephemeral resource's schema; `undefined` if the snapshot has none. */
  ephemeral(type: string): TypeSchema | undefined {
    return this.#snapshot.ephemerals.get(type);
  }

  #encode(types?: ReadonlySet<string>): Uint8Array {
    const { resources, dataSources, ephemerals, functions } = this.#snapshot;
    return responseCodec.encode({
      provider: toSchemaMessage(this.provider),
      resource_schemas: schemaMessages(resources, types),
      data_source_schemas: schemaMessages(dataSources, types),
      ephemeral_resource_schemas: schemaMessages(ephemerals, types),
      functions,
      server_capabilities: new Uint8Array(),
      diagnostics: [],
    });
  }
}

function schemaMessages(table: SnapshotTable<TypeSchema>, types: ReadonlySet<string> | undefined) {
  const names = types === undefined ? table.names : [...types];
  const messagesByName = names.flatMap((name) => {
    const entry = table.get(name);
    return entry === undefined ? [] : [[name, toSchemaMessage(entry)] as const];
  });
  return Object.fromEntries(messagesByName);
}
