import { readFile, writeFile } from "node:fs/promises";
import { SNAPSHOT_FILE } from "./committed-snapshot.ts";
import { snapshotDifferences } from "./differences.ts";
import { decodeSnapshot, encodeSnapshot, type ProviderSnapshot, type ResourceSnapshot } from "./format.ts";
import { type GenerateSnapshotOptions, generateSnapshot } from "./generate.ts";

/** How a snapshot's file is made. */
export interface WriteOptions extends Pick<GenerateSnapshotOptions, "provider" | "processes" | "progress"> {
  /** @default the committed snapshot's */
  readonly file?: string;
  /** Whether the file stays as it is. @default false */
  readonly check?: boolean;
}

/** What came of it. */
export interface WrittenSnapshot {
  /** What is not as it was in the file. */
  readonly differences: readonly string[];
  /** Whether the file's bytes stay the same. */
  readonly isSame: boolean;
  /** Types that the provider plans nothing of. */
  readonly refused: readonly string[];
  readonly bytes: number;
}

/**
 * Takes a snapshot of the real provider and writes it over the committed one: needed when the
 * lighter rehearsal moves
 * to another provider version, or when what is asked of the provider changes.
 *
 * @throws Error when the provider plans nothing of too many types.
 */
export async function writeSnapshot(options: WriteOptions): Promise<WrittenSnapshot> {
  const { file = SNAPSHOT_FILE, check = false } = options;
  const snapshot = await generateSnapshot(options);
  const unprobed = refusedTypes(snapshot);
  if (unprobed.length > snapshot.resources.names.length / 50) {
    throw new Error(`the provider plans nothing of ${unprobed.length} types: ${unprobed.join(" ")}`);
  }
  const bytes = encodeSnapshot(snapshot);
  const before = await readFile(file).catch(() => undefined);
  if (!check) await writeFile(file, bytes);
  return {
    differences:
      before === undefined
        ? ["there was none"]
        : snapshotDifferences(decodeSnapshot(before), decodeSnapshot(bytes)),
    isSame: before?.equals(bytes) === true,
    refused: unprobed,
    bytes: bytes.length,
  };
}

function refusedTypes({ resources }: ProviderSnapshot): string[] {
  return resources.names.filter((name) => isUnprobed(resources.get(name)));
}

function isUnprobed(entry: ResourceSnapshot | undefined): boolean {
  return entry !== undefined && entry.behavior.unprobed.length >= Object.keys(entry.block.attributes).length;
}
