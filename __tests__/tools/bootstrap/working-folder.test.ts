import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WorkingFolder } from "../../../tools/bootstrap/working-folder.ts";
import { folderOfEachTest } from "../../support/test-folder.ts";

const CONFIG = { text: "{}", backend: { s3: { bucket: "b" } } };

const temporaryFolder = folderOfEachTest();
let folder: WorkingFolder;

beforeEach(() => {
  folder = new WorkingFolder(join(temporaryFolder.path, "stack"));
});

function state(lineage: string, serial: number, ids: readonly string[] = ["k1"]): string {
  const resources = ids.map((id) => ({
    ...{ mode: "managed", type: "aws_kms_key", name: id },
    instances: [{ attributes: { id } }],
  }));
  return JSON.stringify({ version: 4, lineage, serial, outputs: {}, resources });
}

/** Writes files into the folder as an earlier run left them. */
function leave(files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder.path, ".terraform"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
}

describe("the working folder of a state stack", () => {
  it("is readable only by its owner, and so is the state, whoever wrote it", () => {
    folder.prepare(CONFIG);
    folder.writeState(state("a", 1));
    expect(statSync(folder.stateFile).mode & 0o777).toBe(0o600);
    writeFileSync(folder.stateFile, state("a", 2), { mode: 0o644 });
    expect(folder.readState()).toMatchObject({ serial: 2 });
    for (const path of [folder.path, folder.bucketFolder]) expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(folder.stateFile).mode & 0o777).toBe(0o600);
  });

  it("keeps only the state and the providers of an earlier run", () => {
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

  it("restores the backup when Terraform was killed while it wrote the state", () => {
    leave({ "terraform.tfstate": state("a", 2).slice(0, 50), "terraform.tfstate.backup": state("a", 1) });
    folder.prepare(CONFIG);
    expect(folder.readState()).toMatchObject({ serial: 1 });
    expect(folder.readRecord()).toEqual({ bucketWasAbsent: false });
  });

  it("drops a damaged state without backup, and keeps the record", () => {
    leave({ "terraform.tfstate": "", "bootstrap.json": '{"bucketWasAbsent":true}' });
    folder.prepare(CONFIG);
    expect(folder.readState()).toBeUndefined();
    expect(folder.readRecord()).toEqual({ bucketWasAbsent: true });
  });

  it.each([
    ["newer", { "errored.tfstate": state("a", 3), "terraform.tfstate": state("a", 2) }, 3],
    ["the only one", { "errored.tfstate": state("a", 3) }, 3],
    ["older", { "errored.tfstate": state("a", 1), "terraform.tfstate": state("a", 2) }, 2],
  ])(
    "uses the newest of the local state and one that Terraform could not write, which is %s",
    (_when, files, serial) => {
      leave(files);
      folder.prepare(CONFIG);
      expect(folder.readState()).toMatchObject({ serial });
      expect(existsSync(join(folder.path, "errored.tfstate"))).toBe(false);
    },
  );

  it("rejects two states with different lineage", () => {
    const files = { "errored.tfstate": state("a", 3), "terraform.tfstate": state("b", 2) };
    leave(files);
    expect(() => folder.prepare(CONFIG)).toThrow(
      /has two states with different lineage, terraform.tfstate and errored.tfstate: move the wrong one to/,
    );
    for (const [name, text] of Object.entries(files)) {
      expect(readFileSync(join(folder.path, name), "utf8")).toBe(text);
    }
  });

  it("ignores an empty state, and deletes it before the bucket's backend is used", () => {
    folder.prepare(CONFIG);
    folder.writeState(state("a", 1, []));
    expect(folder.readState()).toBeUndefined();
    folder.useLocalState(true);
    expect(existsSync(folder.stateFile)).toBe(true);
    folder.useLocalState(false);
    expect(existsSync(folder.stateFile)).toBe(false);
  });

  it("keeps only the provider after a run", () => {
    leave({ "terraform.tfstate": state("a", 1), "bootstrap.json": '{"bucketWasAbsent":true}' });
    folder.prepare(CONFIG);
    folder.finish();
    expect(readdirSync(folder.path)).toEqual([".terraform"]);
    folder.remove();
    expect(existsSync(folder.path)).toBe(false);
  });
});
