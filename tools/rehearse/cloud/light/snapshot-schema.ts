import type { Snapshot, SnapshotTable } from "../../snapshot/format.ts";
import type { ProviderSchema, TypeSchema } from "../backend.ts";
import { schemaMessage, schemaResponse } from "./schema-bytes.ts";

/** A snapshot's schema as the rehearsal's cloud takes it. */
export class SnapshotSchema implements ProviderSchema {
  readonly provider: TypeSchema;
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot) {
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
    return schemaResponse({
      provider: schemaMessage(this.provider),
      resourceSchemas: messages(resources, types),
      dataSourceSchemas: messages(dataSources, types),
      ephemeralResourceSchemas: messages(ephemerals, types),
      functions,
    });
  }
}

function messages(table: SnapshotTable<TypeSchema>, types: ReadonlySet<string> | undefined) {
  const names = types === undefined ? table.names : [...types];
  const found = names.flatMap((name) => {
    const entry = table.get(name);
    return entry === undefined ? [] : [[name, schemaMessage(entry)] as const];
  });
  return Object.fromEntries(found);
}
