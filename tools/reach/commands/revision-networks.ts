import { join } from "node:path";
import { synthesizeProject } from "../../synthesize-project.ts";
import { synthesizeRevision, UnknownAtRevisionError } from "../../synthesize-revision.ts";
import { makeTemporaryFolder } from "../../terraform/temporary-folder.ts";
import type { NetworkAnalysis } from "../analysis/network-analysis.ts";
import { readNetwork } from "./options.ts";

/** The network of a Git revision of this project, and that of this tree. */
export interface RevisionNetworks {
  /** The revision's network; empty if it has no such platform or environment. */
  readonly old: NetworkAnalysis;
  /** The network of this tree. */
  readonly wanted: NetworkAnalysis;
}

/**
 * Synthesizes a revision by its own code, and then this tree, and reads both networks.
 *
 * @param env selects the platform and the environment
 * @throws SetupError without such a revision; CommandError if an app fails
 */
export async function networksSinceRevision(
  revision: string,
  env: Readonly<Record<string, string>>,
): Promise<RevisionNetworks> {
  const temporaryFolder = makeTemporaryFolder("drydock-reach");
  const folder = (name: string) => join(temporaryFolder.path, name);
  try {
    const earlier = synthesizeRevision({
      revision,
      workFolder: folder("revision"),
      output: folder("revision.out"),
      env,
      onInstall: (sentence) => process.stderr.write(`drydock reach ${sentence} …\n`),
    });
    const paths = await earlier.then(
      () => [folder("revision.out")],
      (error: unknown) => {
        if (error instanceof UnknownAtRevisionError) return [];
        throw error;
      },
    );
    const old = await readNetwork(paths);
    await synthesizeProject(folder("cdktf.out"), env);
    return { old, wanted: await readNetwork([folder("cdktf.out")]) };
  } finally {
    await temporaryFolder.remove();
  }
}
