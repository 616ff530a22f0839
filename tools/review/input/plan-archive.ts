import { type Unzipped, unzipSync } from "fflate";

/** The magic number of a zip archive. */
const ZIP_MAGIC = "PK\u0003\u0004";

/** The entry of Terraform's saved plan files that every one has. */
const PLAN_ENTRY = "tfplan";

/** The prefix of the configuration's files; `m-` is the root module. */
const CONFIGURATION_PREFIX = "tfconfig/";

/** The largest size of one entry, in bytes: far above any configuration. */
const MAX_ENTRY_BYTES = 64 * 1024 ** 2;

/** Returns true for the bytes of a file that may be a saved plan. */
export function isArchive(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 4)).toString("latin1") === ZIP_MAGIC;
}

/**
 * Reads the configuration's files in a plan that `terraform plan -out` saved, by path below the
 * plan's `tfconfig/`: `m-/cdk.tf.json`. Undefined if the archive is no saved plan.
 * https://github.com/hashicorp/terraform/blob/main/internal/plans/planfile/writer.go
 */
export function readPlanArchive(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  const entries = unzip(bytes);
  if (entries === undefined || !(PLAN_ENTRY in entries)) return undefined;
  return new Map(
    Object.entries(entries).flatMap(([name, content]) =>
      name.startsWith(CONFIGURATION_PREFIX)
        ? [[name.slice(CONFIGURATION_PREFIX.length), Buffer.from(content).toString("utf8")] as const]
        : [],
    ),
  );
}

/** The entries that are read; undefined if the archive is damaged. */
function unzip(bytes: Uint8Array): Unzipped | undefined {
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) =>
        name === PLAN_ENTRY || (name.startsWith(CONFIGURATION_PREFIX) && originalSize <= MAX_ENTRY_BYTES),
    });
  } catch {
    return undefined;
  }
}
