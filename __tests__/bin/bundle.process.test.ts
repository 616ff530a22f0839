import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { install, runApp, runCli, writeCheckout, writeSources } from "../support/small-checkout.ts";
import {
  BUNDLES,
  bundlesIn,
  cacheOf,
  checkout,
  checkoutWithoutCache,
  drydockOf,
  expectOwnCode,
  inWork,
  PACKAGES,
  useWorkFolder,
} from "./support/launchers.ts";

useWorkFolder();

// Other places of packages, and other users: bundle.long.test.ts.
describe("a launcher runs its own checkout's code, with packages", () => {
  it("in its own folder", async () => {
    const own = checkout("own");
    await expectOwnCode(own, join(own, "node_modules", "shelf"));
    expect(bundlesIn(cacheOf(join(own, "node_modules")))).toEqual({ own: BUNDLES, packages: PACKAGES });
  });

  it("in a node_modules that another checkout shares by a link", async () => {
    // Worktrees often have the same folder name.
    const [first, second] = [checkout("first/app", "first"), inWork("second", "app")];
    writeCheckout(second, "second");
    symlinkSync(join(first, "node_modules"), join(second, "node_modules"));
    const shelf = join(first, "node_modules", "shelf");
    const cache = cacheOf(join(first, "node_modules"));
    const packages = new Set<number>();
    for (const text of ["first", "second", "first"]) {
      const folder = inWork(text, "app");
      await expectOwnCode(folder, shelf, folder, text);
      for (const file of readdirSync(join(cache, "packages")))
        packages.add(statSync(join(cache, "packages", file)).ino);
    }
    // Written once.
    expect(packages.size).toBe(PACKAGES.length);
    expect(readdirSync(cache)).toHaveLength(3);
    expect(bundlesIn(cache)).toEqual({ app: BUNDLES, packages: PACKAGES });
  });
});

describe("a bundle", () => {
  it("is built once, and again when a source or a package changes", async () => {
    const own = checkout("own");
    const cache = cacheOf(join(own, "node_modules"));
    const folder = () => join(cache, readdirSync(cache)[0]!);
    const bundles = () => readdirSync(folder()).filter((file) => file.endsWith(".cjs"));
    const manifest = () => statSync(join(folder(), "main-ts.json")).ino;
    const packages = () => readdirSync(join(cache, "packages")).filter((file) => file.endsWith(".cjs"));
    expect(await runApp(own)).toContain("own 1.0.0");
    const [first, firstManifest, firstPackages] = [bundles(), manifest(), packages()];
    expect(await runApp(own)).toContain("own 1.0.0");
    expect(manifest()).toBe(firstManifest);
    const made = statSync(join(cache, "packages", firstPackages[0]!)).ino;
    writeSources(own, "changed");
    expect(await runApp(own)).toContain("changed 1.0.0");
    // The packages' bundle lasts.
    expect(statSync(join(cache, "packages", firstPackages[0]!)).ino).toBe(made);
    // A package's other files are not checked: an installation writes its package.json.
    for (const name of ["shelf", "crate"]) rmSync(join(own, "node_modules", name), { recursive: true });
    install(join(own, "node_modules"), "1.0.10");
    expect(await runApp(own)).toContain("changed 1.0.10 1.0.10");
    expect(packages()).toHaveLength(2);
    expect(bundles()).toHaveLength(2);
    expect(bundles()).not.toContain(first[0]);
  });

  it("of packages that no project takes for a month is deleted", async () => {
    const own = checkout("own");
    const shared = join(cacheOf(join(own, "node_modules")), "packages");
    mkdirSync(shared, { recursive: true });
    for (const [key, days] of [
      ["old", 31],
      ["new", 29],
    ] as const) {
      for (const file of [`packages-${key}-0.cjs`, `packages-${key}.json`]) {
        writeFileSync(join(shared, file), "{}");
        const at = new Date(Date.now() - days * 24 * 3_600_000);
        utimesSync(join(shared, file), at, at);
      }
    }
    await runApp(own);
    const others = readdirSync(shared).filter((file) => /old|new/.test(file));
    expect(others).toEqual(["packages-new-0.cjs", "packages-new.json"]);
  });

  it("without packages fails with a message", async () => {
    const own = inWork("own");
    writeCheckout(own, "own");
    await expect(runApp(own)).rejects.toMatchObject({
      exitCode: 1,
      stderr: `drydock: its packages are not installed. Run npm ci in ${own}`,
    });
  });
});

describe("a read-only checkout", () => {
  it("stores its bundles in the user's cache", async () => {
    const own = checkoutWithoutCache();
    const env = { XDG_CACHE_HOME: inWork("cache") };
    for (let run = 0; run < 2; run++) {
      expect(await runApp(own, { env })).toBe(`own 1.0.0 1.0.0 ${own}`);
      expect(await runCli(drydockOf(own), { env })).toMatchObject({ text: "own", projectFolder: own });
    }
    expect(bundlesIn(inWork("cache", "drydock", "bundles"))).toEqual({
      own: BUNDLES,
      packages: PACKAGES,
    });
    writeSources(own, "changed");
    expect(await runApp(own, { env })).toContain("changed");
  });
});
