import { join } from "node:path";
import { projectFolder } from "./project-folder.ts";
import { run } from "./terraform/run.ts";
import { makeWorkspace } from "./terraform/workspace.ts";

/**
 * Synthesizes this project's app into a temporary folder that is gone when the promise settles.
 *
 * @param read what is wanted of the folder
 * @param env laid over the environment: which platforms, what protection
 * @throws CommandError when the app refuses its specs; its output says why.
 */
export async function synthesizeHere<T>(
  read: (folder: string) => T | Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  const workspace = makeWorkspace("drydock-synth");
  try {
    const folder = join(workspace.path, "cdktf.out");
    await synthesizeInto(folder, env);
    return await read(folder);
  } finally {
    await workspace.remove();
  }
}

/** Synthesizes this project's app into a folder, without the cdktf CLI around it. @throws CommandError */
export async function synthesizeInto(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  await run(process.execPath, [join(projectFolder, "bin", "app.mjs")], {
    cwd: projectFolder,
    env: { ...env, CDKTF_OUTDIR: folder },
  });
}
