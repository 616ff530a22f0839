import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requirePrivateFolder } from "../../../tools/plan/private-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drydock-plans-"));
  mkdirSync(join(folder, "stacks", "data", ".terraform"), { recursive: true });
  writeFileSync(join(folder, "stacks", "data", "up.tfplan"), "plan");
  symlinkSync("/nowhere", join(folder, "stacks", "data", ".terraform", "aws"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const require = () => requirePrivateFolder(folder);
const plan = () => join(folder, "stacks", "data", "up.tfplan");

describe("a folder of plans", () => {
  it("is its owner's alone; Terraform's links to providers do not count", () => {
    expect(require).not.toThrow();
  });

  it.each(["770", "720", "702", "704", "710"])("is refused with the mode %s", (mode) => {
    chmodSync(folder, Number.parseInt(mode, 8));
    expect(require).toThrow(`${folder} is open to other users: its mode is 0${mode}, not 0700.`);
  });

  it("is refused with a link in place of a file, of a folder, or to nothing", () => {
    const elsewhere = join(folder, "elsewhere");
    renameSync(plan(), elsewhere);
    symlinkSync(elsewhere, plan());
    expect(require).toThrow(`${plan()} is a link.`);
    renameSync(elsewhere, plan());
    expect(require).not.toThrow();
    const stacks = join(folder, "stacks");
    renameSync(stacks, elsewhere);
    symlinkSync(elsewhere, stacks);
    expect(require).toThrow(`${stacks} is a link.`);
    rmSync(stacks);
    symlinkSync("/nowhere", stacks);
    expect(require).toThrow(`${stacks} is a link.`);
  });

  it("is refused with a pipe in place of a file, which would be read without end", () => {
    rmSync(plan());
    execFileSync("mkfifo", [plan()]);
    expect(require).toThrow(`${plan()} is not a regular file.`);
  });
});
