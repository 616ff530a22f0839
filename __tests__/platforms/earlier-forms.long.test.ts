import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlatformSpec } from "../../language/platform.ts";
import { synthesizeRevision } from "../../tools/synthesize-revision.ts";
import { readSynthesizedStacks } from "../../tools/synthesized/synthesized-stacks.ts";
import { SetupError } from "../../tools/terraform/setup-error.ts";
import {
  EARLIER_REVISIONS,
  type EarlierForms,
  type EarlierRevision,
  readEarlierForms,
  withoutMetadata,
  writeEarlierForms,
} from "../support/earlier-forms.ts";

/**
 * The revision whose forms are written instead of compared: `DRYDOCK_WRITE_FORMS=17bd641 npx vitest
 * run --project long __tests__/platforms/earlier-forms`.
 */
const WRITTEN = process.env.DRYDOCK_WRITE_FORMS;

describe("the committed forms are what the earlier revision synthesizes", () => {
  it.for(Object.keys(EARLIER_REVISIONS) as EarlierRevision[])("at %s", async (commit, { skip }) => {
    const forms = await formsAt(commit).catch((error: unknown) => {
      if (error instanceof SetupError) skip(`not run: ${error.message}`);
      throw error;
    });
    if (WRITTEN === commit) writeEarlierForms(commit, forms);
    expect(forms).toEqual(readEarlierForms(commit));
  });
});

/** @throws SetupError if this repository does not have the revision, as a shallow clone. */
async function formsAt(commit: EarlierRevision): Promise<EarlierForms> {
  const folder = mkdtempSync(join(tmpdir(), "drydock-earlier-"));
  const [workFolder, output] = [join(folder, "revision"), join(folder, "synthesized")];
  try {
    await synthesizeRevision({ revision: commit, workFolder, output, env: {}, onInstall: () => {} });
    const { platforms } = (await import(join(workFolder, "platforms/index.ts"))) as {
      readonly platforms: readonly PlatformSpec[];
    };
    const stacks = readSynthesizedStacks(output).map(({ name, dependencies, json }) => ({
      name,
      dependencies,
      json: withoutMetadata(json),
    }));
    return JSON.parse(JSON.stringify({ specs: platforms, stacks })) as EarlierForms;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
