import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../../../tools/terraform/setup-error.ts";
import { makeTemporaryFolder, requireFreeSpace } from "../../../tools/terraform/temporary-folder.ts";

describe("makeTemporaryFolder", () => {
  it("creates a folder and removes it with its contents", async () => {
    const temporaryFolder = makeTemporaryFolder("drydock-test");
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

  it("reports too little space in one line", async () => {
    const outer = makeTemporaryFolder("drydock-test");
    const parent = join(outer.path, "parent");
    const tooMuch = 1e12;
    expect(() => makeTemporaryFolder("x", { parent, minFreeMiB: tooMuch })).toThrow(SetupError);
    expect(() => requireFreeSpace(outer.path, tooMuch)).toThrow(
      /^Too little space in .*: \d+ MiB are free, 1000000000000 MiB are required\. .*TMPDIR[^\n]*$/,
    );
    expect(() => requireFreeSpace(outer.path, 0)).not.toThrow();
    await outer.remove();
  });
});
