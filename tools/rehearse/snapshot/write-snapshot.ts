import { readFile, writeFile } from "node:fs/promises";
import { SNAPSHOT_FILE } from "./committed-snapshot.ts";
import { snapshotDifferences } from "./differences.ts";
import { decodeSnapshot, encodeSnapshot, type ProviderSnapshot, type ResourceSnapshot } from "./format.ts";
import { type GenerateSnapshotOptions, generateSnapshot } from "./generate.ts";

/** Options of writing a snapshot file. */
export interface WriteOptions extends Pick<GenerateSnapshotOptions, "provider" | "processes" | "progress"> {
  /** @default the committed snapshot's */
  readonly file?: string;
  /** True to leave the file unchanged. @default false */
  readonly check?: boolean;
}

/** The result of writing or checking a snapshot file. */
export interface WrittenSnapshot {
  /** The differences from the previous file. */
  readonly differences: readonly string[];
  /** True if the bytes equal the previous file's. */
  readonly isSame: boolean;
  /** Types for which the provider plans nothing. */
  readonly unplannedTypes: readonly string[];
  /** The size of the file in bytes. */
  readonly bytes: number;
}

/**
 * Takes a snapshot of the real provider and overwrites the committed one. Needed when the light
 * rehearsal moves to another provider version, or when the probes change.
 *
 * @throws Error if the provider plans nothing for too many types.
 */
export async function writeSnapshot(options: WriteOptions): Promise<WrittenSnapshot> {
  const { file = SNAPSHOT_FILE, check = false } = options;
  const snapshot = await generateSnapshot(options);
  const unplannedTypes = typesWithoutPlans(snapshot);
  if (unplannedTypes.length > snapshot.resources.names.length / 50) {
    throw new Error(
      `the provider plans nothing for ${unplannedTypes.length} types: ${unplannedTypes.join(" ")}`,
    );
  }
  const bytes = encodeSnapshot(snapshot);
  const before = await readFile(file).catch(() => undefined);
  if (!check) await writeFile(file, bytes);
  return {
    differences:
      before === undefined
        ? ["there was no file"]
        : snapshotDifferences(decodeSnapshot(before), decodeSnapshot(bytes)),
    isSame: before?.equals(bytes) === true,
    unplannedTypes,
    bytes: bytes.length,
  };
}

function typesWithoutPlans({ resources }: ProviderSnapshot): string[] {
  return resources.names.filter((name) => isUnprobed(resources.get(name)));
}

function isUnprobed(entry: ResourceSnapshot | undefined): boolean {
  return entry !== undefined && entry.behavior.unprobed.length >= Object.keys(entry.block.attributes).length;
}
