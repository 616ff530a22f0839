import { writeFile } from "node:fs/promises";
import { AWS_PROVIDER_CONSTRAINT, findProvider } from "../../terraform/find-provider.ts";
import { SetupError } from "../../terraform/setup-error.ts";
import { providerProcessBackends } from "../simulator/provider-process.ts";
import { SNAPSHOT_FILE, SNAPSHOT_VERSION } from "./committed-snapshot.ts";
import { encodeSnapshot, type ResourceSnapshot } from "./format.ts";
import { generateSnapshot } from "./generate.ts";

/**
 * Takes the snapshot anew from the real provider on this machine and writes it over the committed file: a
 * developer's command, needed when the lighter rehearsal moves to another provider version.
 *
 * @param onProgress told how far it is
 * @throws SetupError when there is no copy of the provider, or one of another version.
 */
export async function writeSnapshot(onProgress: (line: string) => void): Promise<void> {
  const { binary } = await findProvider();
  if (binary === undefined) {
    throw new SetupError(
      `No AWS provider (${AWS_PROVIDER_CONSTRAINT}) on this machine: run \`terraform init\` once.`,
    );
  }
  if (binary.version !== SNAPSHOT_VERSION) {
    const file = "tools/rehearse/snapshot/committed-snapshot.ts";
    throw new SetupError(
      `The AWS provider here is ${binary.version}, the snapshot's ${SNAPSHOT_VERSION}: change SNAPSHOT_VERSION in ${file} to move it.`,
    );
  }
  const snapshot = await generateSnapshot({
    provider: providerProcessBackends(binary.path),
    progress: (done, all) => {
      if (done % 100 === 0 || done === all) onProgress(`${done} of ${all} types asked`);
    },
  });
  const { names } = snapshot.resources;
  const unprobed = names.filter((name) => isUnprobed(snapshot.resources.get(name)));
  onProgress(`${unprobed.length} types would not be planned: ${unprobed.join(" ")}`);
  if (unprobed.length > names.length / 50)
    throw new Error("the provider refuses too many types: something is wrong");
  const bytes = encodeSnapshot(snapshot);
  await writeFile(SNAPSHOT_FILE, bytes);
  onProgress(`${SNAPSHOT_FILE}: ${Math.round(bytes.length / 1024)} KiB`);
}

function isUnprobed(entry: ResourceSnapshot | undefined): boolean {
  return entry !== undefined && entry.behavior.unprobed.length >= Object.keys(entry.block.attributes).length;
}
