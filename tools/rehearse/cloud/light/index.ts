export { SNAPSHOT_VERSION } from "../../snapshot/file.ts";
export { lightBackend } from "./light-backend.ts";
