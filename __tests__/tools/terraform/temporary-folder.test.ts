import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { SetupError } from "../../../tools/terraform/setup-error.ts";
import { makeTemporaryFolder, requireFreeSpace } from "../../../tools/terraform/temporary-folder.ts";

describe("makeTemporaryFolder", () => {
  it("creates a folder and removes it with its contents", async () => {
    const temporaryFolder = makeTemporaryFolder("drydock-test");
    expect(statSync(temporaryFolder.path).isDirectory()).toBe(true);
    mkdirSync(join(temporaryFolder.path, "deep"));
    writeFileSync(join(temporaryFolder.path, "deep", "file"), "x");
    await temporaryFolder.remove();
    await temporaryFolder.remove();
    expect(existsSync(temporaryFolder.path)).toBe(false);
  });

  it("creates a different folder each time", async () => {
    const [one, two] = [makeTemporaryFolder("drydock-test"), makeTemporaryFolder("drydock-test")];
    expect(one.path).not.toBe(two.path);
    await Promise.all([one.remove(), two.remove()]);
  });

  it("reports too little space in one line, and makes nothing", async () => {
    const outer = makeTemporaryFolder("drydock-test");
    const parent = join(outer.path, "deep", "parent");
    const tooMuch = 1e12;
    expect(() => makeTemporaryFolder("x", { parent, minFreeMiB: tooMuch })).toThrow(SetupError);
    expect(readdirSync(outer.path)).toEqual([]);
    expect(() => makeTemporaryFolder("x", { parent: outer.path, minFreeMiB: tooMuch })).toThrow(SetupError);
    expect(readdirSync(outer.path)).toEqual([]);
    expect(() => requireFreeSpace(outer.path, tooMuch)).toThrow(
      /^Too little space in .*: \d+ MiB are free, 1000000000000 MiB are required\. .*TMPDIR[^\n]*$/,
    );
    expect(() => requireFreeSpace(outer.path, 0)).not.toThrow();
    const inner = makeTemporaryFolder("x", { parent, minFreeMiB: 0 });
    expect(readdirSync(parent)).toEqual([basename(inner.path)]);
    await inner.remove();
    await outer.remove();
  });
});
