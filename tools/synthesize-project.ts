import { join } from "node:path";
import { ExpectedError } from "./expected-error.ts";
import { projectFolder } from "./project-folder.ts";
import { CommandError, runCommand } from "./terraform/run-command.ts";
import { makeTemporaryFolder } from "./terraform/temporary-folder.ts";

/** An app that rejects its specs or fails. The message is the app's own, with every problem. */
class SynthesisError extends ExpectedError {
  override readonly name = "SynthesisError";
}

/**
 * Synthesizes this project's app into a temporary folder, which is removed when the promise
 * settles.
 *
 * @param read reads the result from the folder
 * @param env overrides of the environment: selection of platforms, protection
 * @throws SynthesisError if the app rejects its specs
 */
export async function withSynthesizedProject<T>(
  read: (folder: string) => T | Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  const temporaryFolder = makeTemporaryFolder("drydock-synth");
  try {
    const folder = join(temporaryFolder.path, "cdktf.out");
    await synthesizeProject(folder, env);
    return await read(folder);
  } finally {
    await temporaryFolder.remove();
  }
}

/**
 * Synthesizes this project's app into a folder, without the cdktf CLI.
 *
 * @throws SynthesisError if the app rejects its specs
 */
export async function synthesizeProject(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  try {
    await runCommand(process.execPath, [join(projectFolder, "bin", "app.mjs")], {
      cwd: projectFolder,
      env: { ...env, CDKTF_OUTDIR: folder },
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new SynthesisError(error.result.stderr.trim() || error.message, { cause: error });
  }
}
