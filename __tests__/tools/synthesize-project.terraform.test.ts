import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeProject } from "../../tools/synthesize-project.ts";
import { cdktfEnvironment, cdktfSynth } from "../../tools/terraform/cdktf.ts";
import { PROJECT_FOLDER } from "../support/command-line.ts";

describe("the project synthesized without the cdktf command line", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "synthesized-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** The files of a folder by their path in it. */
  const filesOf = (output: string) =>
    new Map(
      readdirSync(output, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((file) => [file.slice(output.length), readFileSync(file, "utf8")]),
    );

  it("is what cdktf synth writes, byte for byte, by the same settings", async () => {
    const [own, cdktf] = [join(folder, "own"), join(folder, "cdktf")];
    const env = {
      ...cdktfEnvironment(join(folder, "home")),
      DRYDOCK_PLATFORM: "cybershield",
      DRYDOCK_ENVIRONMENT: "prod",
      DRYDOCK_UNPROTECT: "cybershield-prod",
    };
    await Promise.all([synthesizeProject(own, env), cdktfSynth({ cwd: PROJECT_FOLDER, output: cdktf, env })]);
    expect([...filesOf(own).keys()]).toEqual([
      "/manifest.json",
      ...["compute", "data", "edge", "network", "observe"].flatMap((stack) =>
        [".terraform.lock.hcl", "cdk.tf.json"].map((file) => `/stacks/cybershield-prod-${stack}/${file}`),
      ),
    ]);
    expect(filesOf(own)).toEqual(filesOf(cdktf));
  });
});
