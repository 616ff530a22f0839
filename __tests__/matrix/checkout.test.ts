import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyCheckout } from "../../matrix/checkout.ts";
import { runCommand } from "../../tools/terraform/run-command.ts";
import { SetupError } from "../../tools/terraform/setup-error.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../tools/terraform/temporary-folder.ts";

let workspace: TemporaryFolder;
beforeEach(() => {
  workspace = makeTemporaryFolder("drydock-test");
});
afterEach(() => workspace.remove());

describe("copyCheckout", () => {
  it("copies the current files, without those that git ignores", async () => {
    const checkout = join(workspace.path, "checkout");
    const write = (file: string, text: string, mode = 0o644) =>
      writeFileSync(join(checkout, file), text, { mode });
    mkdirSync(join(checkout, "bin"), { recursive: true });
    mkdirSync(join(checkout, "node_modules"));
    write(".gitignore", "node_modules/\n");
    write("bin/run", "#!/bin/sh", 0o755);
    write("changed", "old");
    write("deleted", "");
    write("node_modules/ignored", "");
    symlinkSync("bin/run", join(checkout, "link"));
    await runCommand("git", ["init", "-q"], { cwd: checkout });
    await runCommand("git", ["add", "."], { cwd: checkout });
    write("changed", "new");
    write("ünadded", "");
    rmSync(join(checkout, "deleted"));

    const copy = join(workspace.path, "copy");
    await copyCheckout(checkout, copy);
    const names = readdirSync(copy, { recursive: true, encoding: "utf8" }).sort();
    expect(names).toEqual([".gitignore", "bin", "bin/run", "changed", "link", "ünadded"]);
    expect(readFileSync(join(copy, "changed"), "utf8")).toBe("new");
    expect(lstatSync(join(copy, "bin/run")).mode & 0o111).not.toBe(0);
    expect(lstatSync(join(copy, "link")).isSymbolicLink()).toBe(true);
  });

  it("throws outside a checkout", async () => {
    await expect(copyCheckout(workspace.path, join(workspace.path, "copy"))).rejects.toThrow(SetupError);
  });
});
