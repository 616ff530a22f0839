export { SNAPSHOT_VERSION } from "../../snapshot/committed-snapshot.ts";
export { schemaOnlyBackend as lightBackend } from "./schema-only-backend.ts";
