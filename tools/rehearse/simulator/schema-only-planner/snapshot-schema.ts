import type { ProviderSnapshot, SnapshotTable } from "../../snapshot/format.ts";
import type { ProviderSchema, TypeSchema } from "../backend.ts";
import { encodeSchemaResponse, toSchemaMessage } from "./encode-schema.ts";

/** A snapshot's schema as the AWS simulator's provider schema. */
export class SnapshotSchema implements ProviderSchema {
  readonly provider: TypeSchema;
  readonly #snapshot: ProviderSnapshot;

  constructor(snapshot: ProviderSnapshot) {
    this.#snapshot = snapshot;
    this.provider = snapshot.providerSchema;
  }

  resource(type: string): TypeSchema | undefined {
    return this.#snapshot.resources.get(type);
  }

  dataSource(type: string): TypeSchema | undefined {
    return this.#snapshot.dataSources.get(type);
  }

  ephemeral(type: string): TypeSchema | undefined {
    return this.#snapshot.ephemerals.get(type);
  }

  response(types?: ReadonlySet<string>): Uint8Array {
    const { resources, dataSources, ephemerals, functions } = this.#snapshot;
    return encodeSchemaResponse({
      provider: toSchemaMessage(this.provider),
      resourceSchemas: schemaMessages(resources, types),
      dataSourceSchemas: schemaMessages(dataSources, types),
      ephemeralResourceSchemas: schemaMessages(ephemerals, types),
      functions,
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
