import { writeFile } from "node:fs/promises";
import { AWS_PROVIDER_CONSTRAINT, findProvider } from "../../terraform/provider-copy.ts";
import { SetupError } from "../../terraform/setup-error.ts";
import { providerProcesses } from "../cloud/provider-process.ts";
import { SNAPSHOT_VERSION, snapshotFile } from "./file.ts";
import { encodeSnapshot, type ResourceEntry } from "./format.ts";
import { generateSnapshot } from "./generate.ts";

/**
 * Takes the snapshot anew from the real provider on this machine and writes it over the committed file: a
 * developer's command, needed when the lighter rehearsal moves to another provider version.
 *
 * @param say told how far it is
 * @throws SetupError when there is no copy of the provider, or one of another version.
 */
export async function writeSnapshot(say: (line: string) => void): Promise<void> {
  const { copy } = await findProvider();
  if (copy === undefined) {
    throw new SetupError(
      `No AWS provider (${AWS_PROVIDER_CONSTRAINT}) on this machine: run \`terraform init\` once.`,
    );
  }
  if (copy.version !== SNAPSHOT_VERSION) {
    const file = "tools/rehearse/snapshot/file.ts";
    throw new SetupError(
      `The AWS provider here is ${copy.version}, the snapshot's ${SNAPSHOT_VERSION}: change SNAPSHOT_VERSION in ${file} to move it.`,
    );
  }
  const snapshot = await generateSnapshot({
    provider: providerProcesses(copy.path),
    progress: (done, all) => {
      if (done % 100 === 0 || done === all) say(`${done} of ${all} types asked`);
    },
  });
  const { names } = snapshot.resources;
  const refused = names.filter((name) => isUnprobed(snapshot.resources.get(name)));
  say(`${refused.length} types would not be planned: ${refused.join(" ")}`);
  if (refused.length > names.length / 50)
    throw new Error("the provider refuses too many types: something is wrong");
  const bytes = encodeSnapshot(snapshot);
  await writeFile(snapshotFile, bytes);
  say(`${snapshotFile}: ${Math.round(bytes.length / 1024)} KiB`);
}

function isUnprobed(entry: ResourceEntry | undefined): boolean {
  return entry !== undefined && entry.facts.unprobed.length >= Object.keys(entry.block.attributes).length;
}
