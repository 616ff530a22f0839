import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StateStackConfig } from "../../../tools/bootstrap/state-stack-config.ts";
import { WorkingFolder } from "../../../tools/bootstrap/working-folder.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../tools/terraform/temporary-folder.ts";

const CONFIG = { text: "{}", backend: { s3: { bucket: "b" } } } as unknown as StateStackConfig;

let temporaryFolder: TemporaryFolder;
let folder: WorkingFolder;

beforeEach(() => {
  temporaryFolder = makeTemporaryFolder("drydock-test");
  folder = new WorkingFolder(join(temporaryFolder.path, "stack"));
});

afterEach(() => temporaryFolder.remove());

function state(lineage: string, serial: number, ids: readonly string[] = ["k1"]): string {
  const resources = ids.map((id) => ({
    ...{ mode: "managed", type: "aws_kms_key", name: id },
    instances: [{ attributes: { id } }],
  }));
  return JSON.stringify({ version: 4, lineage, serial, outputs: {}, resources });
}

/** Lays files into the folder as an earlier run has left them. */
function leave(files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder.path, ".terraform"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
}

describe("the folder in which a state stack is worked on", () => {
  it("is its owner's alone, and so is the state, whoever wrote it", () => {
    folder.prepare(CONFIG);
    folder.writeState(state("a", 1));
    expect(statSync(folder.stateFile).mode & 0o777).toBe(0o600);
    writeFileSync(folder.stateFile, state("a", 2), { mode: 0o644 });
    expect(folder.readState()).toMatchObject({ serial: 2 });
    for (const path of [folder.path, folder.bucketFolder]) expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(folder.stateFile).mode & 0o777).toBe(0o600);
  });

  it("keeps what an earlier run left of its state, and nothing else", () => {
    leave({
      "terraform.tfstate": state("a", 1),
      "backend_override.tf.json": "{}",
      "unprotected_override.tf.json": "{}",
      "search.tf.json": "{}",
      ".terraform.tfstate.lock.info": "{}",
      "terraform.tfstate.123.new": "{",
    });
    folder.prepare(CONFIG);
    expect(readdirSync(folder.path).sort()).toEqual([
      ".terraform",
      "bucket",
      "cdk.tf.json",
      "terraform.tfstate",
    ]);
    expect(readFileSync(join(folder.bucketFolder, "main.tf.json"), "utf8")).toBe(
      '{"terraform":{"backend":{"s3":{"bucket":"b"}}}}',
    );
  });

  it("takes the backup when Terraform was killed while it wrote the state", () => {
    leave({ "terraform.tfstate": state("a", 2).slice(0, 50), "terraform.tfstate.backup": state("a", 1) });
    folder.prepare(CONFIG);
    expect(folder.readState()).toMatchObject({ serial: 1 });
    expect(folder.readRecord()).toEqual({ bucketWasAbsent: false });
  });

  it("does without a state that is damaged and has no backup, and keeps the record", () => {
    leave({ "terraform.tfstate": "", "bootstrap.json": '{"bucketWasAbsent":true}' });
    folder.prepare(CONFIG);
    expect(folder.readState()).toBeUndefined();
    expect(folder.readRecord()).toEqual({ bucketWasAbsent: true });
  });

  it.each([
    ["newer", { "errored.tfstate": state("a", 3), "terraform.tfstate": state("a", 2) }, 3],
    ["the only one", { "errored.tfstate": state("a", 3) }, 3],
    ["older", { "errored.tfstate": state("a", 1), "terraform.tfstate": state("a", 2) }, 2],
  ])("takes up a state that Terraform could not write, when it is %s", (_when, files, serial) => {
    leave(files);
    folder.prepare(CONFIG);
    expect(folder.readState()).toMatchObject({ serial });
    expect(existsSync(join(folder.path, "errored.tfstate"))).toBe(false);
  });

  it("refuses to choose between two states of different lineage", () => {
    const files = { "errored.tfstate": state("a", 3), "terraform.tfstate": state("b", 2) };
    leave(files);
    expect(() => folder.prepare(CONFIG)).toThrow(
      /has two states of different lineage, terraform.tfstate and errored.tfstate: move the wrong one elsewhere/,
    );
    for (const [name, text] of Object.entries(files)) {
      expect(readFileSync(join(folder.path, name), "utf8")).toBe(text);
    }
  });

  it("counts a state that tracks nothing as none, and leaves none where the bucket's is used", () => {
    folder.prepare(CONFIG);
    folder.writeState(state("a", 1, []));
    expect(folder.readState()).toBeUndefined();
    folder.useLocalState(true);
    expect(existsSync(folder.stateFile)).toBe(true);
    folder.useLocalState(false);
    expect(existsSync(folder.stateFile)).toBe(false);
  });

  it("keeps the provider when all is done", () => {
    leave({ "terraform.tfstate": state("a", 1), "bootstrap.json": '{"bucketWasAbsent":true}' });
    folder.prepare(CONFIG);
    folder.finish();
    expect(readdirSync(folder.path)).toEqual([".terraform"]);
    folder.remove();
    expect(existsSync(folder.path)).toBe(false);
  });
});
