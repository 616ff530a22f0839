import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  install,
  installAsPnpm,
  runApp,
  runCli,
  writeCheckout,
  writeSources,
} from "../support/small-checkout.ts";
import {
  bundlesIn,
  cacheOf,
  checkout,
  checkoutWithoutCache,
  drydockOf,
  expectOwnCode,
  inWork,
  useWorkFolder,
} from "./support/launchers.ts";

useWorkFolder();

describe("a launcher runs its own checkout's code, with packages", () => {
  it("through a link to its folder", async () => {
    const own = checkout("own");
    symlinkSync(own, inWork("link"));
    await expectOwnCode(own, join(own, "node_modules", "shelf"), inWork("link"));
  });

  it("in pnpm's node_modules of links", async () => {
    const own = inWork("own");
    writeCheckout(own, "own");
    mkdirSync(join(own, "node_modules"));
    installAsPnpm(join(own, "node_modules"));
    await expectOwnCode(own, join(own, "node_modules", ".pnpm/shelf@1.0.0/node_modules/shelf"));
  });

  it.each(["no", "an almost empty"])("in a parent folder, with %s node_modules of its own", async (kind) => {
    const own = inWork("workspaces", "own");
    writeCheckout(own, "own");
    if (kind !== "no") mkdirSync(join(own, "node_modules", ".bin"), { recursive: true });
    install(inWork("node_modules"));
    await expectOwnCode(own, inWork("node_modules", "shelf"));
  });
});

describe("a bundle", () => {
  it("of a moved checkout is built again, and the old one is deleted", async () => {
    const [unmoved, moving] = [checkout("stays"), inWork("moves")];
    writeCheckout(moving, "moves");
    symlinkSync(join(unmoved, "node_modules"), join(moving, "node_modules"));
    await runCli(drydockOf(unmoved));
    await runCli(drydockOf(moving));
    renameSync(moving, inWork("moved"));
    expect(await runCli(drydockOf(inWork("moved")))).toMatchObject({ projectFolder: inWork("moved") });
    expect(Object.keys(bundlesIn(cacheOf(join(unmoved, "node_modules")))).sort()).toEqual(["moved", "stays"]);
  });
});

describe("a read-only checkout", () => {
  it("keeps its bundles in memory without a user's cache, and leaves no files", async () => {
    const own = checkoutWithoutCache();
    mkdirSync(inWork("tmp"));
    const env = {
      XDG_CACHE_HOME: join(own, "cdktf.json"),
      TMPDIR: inWork("tmp"),
      HOME: inWork("tmp"),
    };
    expect(await runApp(own, { env })).toBe(`own 1.0.0 1.0.0 ${own}`);
    expect(await runCli(drydockOf(own), { env })).toMatchObject({
      text: "own",
      projectFolder: own,
      imported: join(own, "node_modules", "shelf", "index.js"),
    });
    expect(readdirSync(inWork("tmp"))).toEqual([]);
  });

  const NOBODY = 65_534;

  // Only root may run programs as another user, who may not be able to read this Node.js.
  const isRunnable = () => spawnSync(process.execPath, ["-v"], { uid: NOBODY, gid: NOBODY }).status === 0;

  it.runIf(process.getuid?.() === 0 && isRunnable())(
    "of another user uses that user's bundle while it is up to date",
    async () => {
      const own = checkout("own");
      const home = inWork("home");
      mkdirSync(home);
      chownSync(home, NOBODY, NOBODY);
      for (const folder of [tmpdir(), inWork(), own]) chmodSync(folder, 0o755);
      const env = { HOME: home, XDG_CACHE_HOME: "" };
      await runCli(drydockOf(own));
      expect(await runCli(drydockOf(own), { env, uid: NOBODY })).toMatchObject({ text: "own" });
      expect(existsSync(join(home, ".cache"))).toBe(false);
      writeSources(own, "changed");
      expect(await runCli(drydockOf(own), { env, uid: NOBODY })).toMatchObject({ text: "changed" });
      const bundles = join(home, ".cache", "drydock", "bundles");
      expect(statSync(bundles).uid).toBe(NOBODY);
      expect(bundlesIn(bundles)).toEqual({ own: ["project", "tools-cli-ts.json", "tools-cli-ts.mjs"] });
    },
  );
});
