import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeAttachedTerraform } from "../../../tools/terraform/attached-terraform.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../tools/terraform/temporary-folder.ts";

let folder: TemporaryFolder;
beforeEach(() => {
  folder = makeTemporaryFolder("drydock-test");
});
afterEach(() => folder.remove());

/** A program in Terraform's place, which notes its arguments and prints them. */
function attached(exitCode = 0) {
  const calls = join(folder.path, "calls");
  writeFileSync(calls, "");
  const binary = join(folder.path, "it's terraform");
  const script = `#!/bin/sh\necho "$*" >> '${calls}'\necho "ran $*"\nexit ${exitCode}\n`;
  writeFileSync(binary, script, { mode: 0o755 });
  const program = writeAttachedTerraform(folder.path, binary);
  const cwd = join(folder.path, "project");
  mkdirSync(cwd);
  return {
    cwd,
    run: (...args: readonly string[]) => execFileSync(program, args, { cwd, encoding: "utf8" }),
    calls: () => readFileSync(calls, "utf8").split("\n").slice(0, -1),
  };
}

describe("the program that cdktf runs in place of Terraform", () => {
  it("passes on commands, and their failures", () => {
    const { run, calls } = attached(3);
    expect(() => run("plan", "-out=a b")).toThrow(expect.objectContaining({ status: 3 }));
    expect(calls()).toEqual(["plan -out=a b"]);
  });

  it("locks no providers", () => {
    const { run, calls } = attached();
    expect([run("providers", "lock"), run("providers", "schema")]).toEqual(["", "ran providers schema\n"]);
    expect(calls()).toEqual(["providers schema"]);
  });

  it("requests the version once, unless the folder has providers", () => {
    const { cwd, run, calls } = attached();
    for (let time = 0; time < 3; time++) expect(run("version", "-json")).toBe("ran version -json\n");
    expect(calls()).toEqual(["version -json"]);
    mkdirSync(join(cwd, ".terraform"));
    run("version", "-json");
    run("version");
    expect(calls()).toEqual(["version -json", "version -json", "version"]);
  });

  it("keeps no version that could not be read", () => {
    const { run, calls } = attached(1);
    for (let time = 0; time < 2; time++) expect(() => run("version", "-json")).toThrow();
    expect(calls()).toHaveLength(2);
  });
});
