import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, runCli, writeCheckout } from "../support/small-checkout.ts";

/**
 * Two checkouts, one of which is installed by links: in the node_modules that they share, and for
 * the whole machine.
 */
describe("drydock runs the right checkout", () => {
  let work: string;
  beforeAll(() => {
    work = realpathSync(mkdtempSync(join(tmpdir(), "called-")));
    for (const name of ["linked", "other"]) writeCheckout(join(work, name), name);
    const shared = join(work, "linked", "node_modules");
    install(shared);
    mkdirSync(join(shared, ".bin"));
    symlinkSync("..", join(shared, "drydock"));
    symlinkSync("../drydock/bin/drydock.mjs", join(shared, ".bin", "drydock"));
    symlinkSync(shared, join(work, "other", "node_modules"));
    mkdirSync(join(work, "bin"));
    symlinkSync(join(shared, "drydock", "bin", "drydock.mjs"), join(work, "bin", "drydock"));
    mkdirSync(join(work, "other", "docs"));
    mkdirSync(join(work, "elsewhere"));
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it.each([
    ["a checkout's node_modules/.bin, in that checkout", "other/node_modules/.bin/drydock", "other", "other"],
    [
      "a checkout's node_modules/.bin, in its subfolder",
      "other/node_modules/.bin/drydock",
      "other/docs",
      "other",
    ],
    ["a checkout's node_modules/.bin, elsewhere", "other/node_modules/.bin/drydock", "elsewhere", "other"],
    ["the other's node_modules/.bin", "linked/node_modules/.bin/drydock", "other", "linked"],
    ["pnpm's script", "other/node_modules/drydock/bin/drydock.mjs", "other", "other"],
    ["a global link, in a checkout", "bin/drydock", "other", "other"],
    ["a global link, in a checkout's subfolder", "bin/drydock", "other/docs", "other"],
    ["a global link, in the linked checkout", "bin/drydock", "linked", "linked"],
    ["a global link, elsewhere", "bin/drydock", "elsewhere", "linked"],
    ["its path, in another checkout", "linked/bin/drydock.mjs", "other", "linked"],
  ])("called by %s", async (_, launcher, cwd, text) => {
    const printed = await runCli(join(work, launcher), { cwd: join(work, cwd) });
    expect(printed).toMatchObject({ text, projectFolder: join(work, text) });
  });

  it("in a workspace with node_modules in a parent folder", async () => {
    const [first, second] = [join(work, "repository"), join(work, "worktree")];
    for (const [folder, text] of [
      [first, "first"],
      [second, "second"],
    ] as const) {
      writeCheckout(join(folder, "packages", "drydock"), text);
    }
    install(join(first, "node_modules"));
    symlinkSync("../packages/drydock", join(first, "node_modules", "drydock"));
    mkdirSync(join(first, "node_modules", ".bin"));
    symlinkSync("../drydock/bin/drydock.mjs", join(first, "node_modules", ".bin", "drydock"));
    symlinkSync(join(first, "node_modules"), join(second, "node_modules"));
    const name = join(second, "node_modules", ".bin", "drydock");
    const cwd = join(second, "packages", "drydock");
    expect(await runCli(name, { cwd })).toMatchObject({ text: "second", projectFolder: cwd });
  });
});
