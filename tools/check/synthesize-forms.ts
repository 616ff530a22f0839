import { join } from "node:path";
import { synthesizeProject } from "../synthesize-project.ts";
import { synthesizeRevision, UnknownAtRevisionError } from "../synthesize-revision.ts";
import { readSynthesizedStacks, type SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { makeTemporaryFolder } from "../terraform/temporary-folder.ts";

/** The stacks of this tree, and of a revision if one was asked for. */
export interface SynthesizedForms {
  /** The stacks of this tree. */
  readonly wanted: readonly SynthesizedStack[];
  /** Those of the revision; empty if it has no such platform or environment. */
  readonly deployed: readonly SynthesizedStack[];
  /** The revision's commit, abbreviated; undefined without a revision. */
  readonly commit: string | undefined;
}

/**
 * Synthesizes this tree, and beside it a revision by its own code, into a temporary folder that is
 * removed afterwards.
 *
 * @param env selects the platform and the environment
 * @throws SetupError without such a revision; CommandError if an app fails
 */
export async function synthesizeForms(
  revision: string | undefined,
  env: Readonly<Record<string, string>>,
): Promise<SynthesizedForms> {
  const temporaryFolder = makeTemporaryFolder("drydock-check");
  const folder = (name: string) => join(temporaryFolder.path, name);
  try {
    const [wanted, earlier] = await bothSettled(
      synthesizeProject(folder("cdktf.out"), env).then(() => readSynthesizedStacks(folder("cdktf.out"))),
      revision === undefined
        ? Promise.resolve(NOTHING_DEPLOYED)
        : synthesizeEarlier(revision, folder, env).catch(nothingIfUnknown),
    );
    return { wanted, ...earlier };
  } finally {
    await temporaryFolder.remove();
  }
}

type EarlierForms = Omit<SynthesizedForms, "wanted">;

const NOTHING_DEPLOYED: EarlierForms = { deployed: [], commit: undefined };

async function synthesizeEarlier(
  revision: string,
  folder: (name: string) => string,
  env: Readonly<Record<string, string>>,
): Promise<EarlierForms> {
  const output = folder("revision.out");
  const commit = await synthesizeRevision({
    revision,
    workFolder: folder("revision"),
    output,
    env,
    onInstall: (sentence) => process.stderr.write(`drydock check ${sentence} …\n`),
  });
  return { deployed: readSynthesizedStacks(output), commit };
}

function nothingIfUnknown(error: unknown): EarlierForms {
  if (error instanceof UnknownAtRevisionError) return { deployed: [], commit: error.commit };
  throw error;
}

/** Both results, once neither is running any more: their folder is then free to be removed. */
async function bothSettled<A, B>(one: Promise<A>, other: Promise<B>): Promise<readonly [A, B]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}
