export { SNAPSHOT_VERSION } from "../../snapshot/committed-snapshot.ts";
export { schemaOnlyBackend } from "./schema-only-backend.ts";
