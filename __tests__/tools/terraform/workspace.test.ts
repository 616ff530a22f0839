import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../../../tools/terraform/setup-error.ts";
import { makeWorkspace, requireFreeSpace } from "../../../tools/terraform/workspace.ts";

describe("makeWorkspace", () => {
  it("makes an empty folder and removes it with all that is in it", async () => {
    const workspace = makeWorkspace("drydock-test");
    mkdirSync(join(workspace.path, "deep"));
    writeFileSync(join(workspace.path, "deep", "file"), "x");
    await workspace.remove();
    await workspace.remove();
    expect(existsSync(workspace.path)).toBe(false);
  });

  it("makes a different one each time", async () => {
    const [one, two] = [makeWorkspace("drydock-test"), makeWorkspace("drydock-test")];
    expect(one.path).not.toBe(two.path);
    await Promise.all([one.remove(), two.remove()]);
  });

  it("says in one line that there is too little space, and makes nothing", async () => {
    const outer = makeWorkspace("drydock-test");
    const parent = join(outer.path, "parent");
    const tooMuch = 1e12;
    expect(() => makeWorkspace("x", { parent, minFreeMiB: tooMuch })).toThrow(SetupError);
    expect(() => requireFreeSpace(outer.path, tooMuch)).toThrow(
      /^Too little space in .*: \d+ MiB are free, 1000000000000 MiB are needed\. .*TMPDIR[^\n]*$/,
    );
    expect(() => requireFreeSpace(outer.path, 0)).not.toThrow();
    await outer.remove();
  });
});
