import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
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

let work: string;
beforeEach(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), "bundle-")));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

/** Writes a checkout with its packages. */
function checkout(name: string, text = name): string {
  const folder = join(work, name);
  writeCheckout(folder, text);
  install(join(folder, "node_modules"));
  return folder;
}

const drydock = (folder: string) => join(folder, "bin", "drydock.mjs");
const cacheOf = (nodeModules: string) => join(nodeModules, ".cache", "drydock");

/** The files of the bundles in a cache by checkout, with names without hashes. */
function bundlesIn(cache: string): Record<string, string[]> {
  const folders = existsSync(cache) ? readdirSync(cache) : [];
  const withoutHash = (file: string) => file.replaceAll(/-[0-9a-f]{12}\b/g, "").replace(/\.v8-.*/, ".v8");
  return Object.fromEntries(
    folders.map((folder) => [withoutHash(folder), readdirSync(join(cache, folder)).map(withoutHash).sort()]),
  );
}

const ALL = [
  "main-ts.cjs",
  "main-ts.cjs.v8",
  "main-ts.json",
  "project",
  "tools-cli-ts.json",
  "tools-cli-ts.mjs",
];

/** The bundle of the packages that the apps of all checkouts share. */
const PACKAGES = ["packages.cjs", "packages.cjs.v8", "packages.json"];

describe("a launcher runs its own checkout's code, with packages", () => {
  /** Expects both launchers to use their own sources and folder, and the package of a folder. */
  async function expectOwnCode(folder: string, shelf: string, path = folder, text = "own"): Promise<void> {
    expect(await runApp(path)).toBe(`${text} 1.0.0 1.0.0 ${folder}`);
    expect(await runCli(drydock(path))).toEqual({
      text,
      projectFolder: folder,
      imported: join(shelf, "index.js"),
      required: join(shelf, "package.json"),
    });
  }

  it("in its own folder", async () => {
    const own = checkout("own");
    await expectOwnCode(own, join(own, "node_modules", "shelf"));
    expect(bundlesIn(cacheOf(join(own, "node_modules")))).toEqual({ own: ALL, packages: PACKAGES });
  });

  it("through a link to its folder", async () => {
    const own = checkout("own");
    symlinkSync(own, join(work, "link"));
    await expectOwnCode(own, join(own, "node_modules", "shelf"), join(work, "link"));
  });

  it("in a node_modules that another checkout shares by a link", async () => {
    // Worktrees often have the same folder name.
    const [first, second] = [checkout("first/app", "first"), join(work, "second", "app")];
    writeCheckout(second, "second");
    symlinkSync(join(first, "node_modules"), join(second, "node_modules"));
    const shelf = join(first, "node_modules", "shelf");
    const cache = cacheOf(join(first, "node_modules"));
    const packages = new Set<number>();
    for (const text of ["first", "second", "first"]) {
      const folder = join(work, text, "app");
      await expectOwnCode(folder, shelf, folder, text);
      for (const file of readdirSync(join(cache, "packages")))
        packages.add(statSync(join(cache, "packages", file)).ino);
    }
    // Written once.
    expect(packages.size).toBe(PACKAGES.length);
    expect(readdirSync(cache)).toHaveLength(3);
    expect(bundlesIn(cache)).toEqual({ app: ALL, packages: PACKAGES });
  });

  it("in pnpm's node_modules of links", async () => {
    const own = join(work, "own");
    writeCheckout(own, "own");
    mkdirSync(join(own, "node_modules"));
    installAsPnpm(join(own, "node_modules"));
    await expectOwnCode(own, join(own, "node_modules", ".pnpm/shelf@1.0.0/node_modules/shelf"));
  });

  it.each(["no", "an almost empty"])("in a parent folder, with %s node_modules of its own", async (kind) => {
    const own = join(work, "workspaces", "own");
    writeCheckout(own, "own");
    if (kind !== "no") mkdirSync(join(own, "node_modules", ".bin"), { recursive: true });
    install(join(work, "node_modules"));
    await expectOwnCode(own, join(work, "node_modules", "shelf"));
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

  it("of a moved checkout is built again, and the old one is deleted", async () => {
    const [unmoved, moving] = [checkout("stays"), join(work, "moves")];
    writeCheckout(moving, "moves");
    symlinkSync(join(unmoved, "node_modules"), join(moving, "node_modules"));
    await runCli(drydock(unmoved));
    await runCli(drydock(moving));
    renameSync(moving, join(work, "moved"));
    expect(await runCli(drydock(join(work, "moved")))).toMatchObject({ projectFolder: join(work, "moved") });
    expect(Object.keys(bundlesIn(cacheOf(join(unmoved, "node_modules")))).sort()).toEqual(["moved", "stays"]);
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
    const own = join(work, "own");
    writeCheckout(own, "own");
    await expect(runApp(own)).rejects.toMatchObject({
      exitCode: 1,
      stderr: `drydock: its packages are not installed. Run npm ci in ${own}`,
    });
  });
});

describe("a read-only checkout", () => {
  /** A checkout whose cache folder is a file, so that not even root can write there. */
  function withoutCache(): string {
    const own = checkout("own");
    writeFileSync(join(own, "node_modules", ".cache"), "");
    return own;
  }

  it("stores its bundles in the user's cache", async () => {
    const own = withoutCache();
    const env = { XDG_CACHE_HOME: join(work, "cache") };
    for (let run = 0; run < 2; run++) {
      expect(await runApp(own, { env })).toBe(`own 1.0.0 1.0.0 ${own}`);
      expect(await runCli(drydock(own), { env })).toMatchObject({ text: "own", projectFolder: own });
    }
    expect(bundlesIn(join(work, "cache", "drydock", "bundles"))).toEqual({
      own: ALL,
      packages: PACKAGES,
    });
    writeSources(own, "changed");
    expect(await runApp(own, { env })).toContain("changed");
  });

  it("keeps its bundles in memory without a user's cache, and leaves no files", async () => {
    const own = withoutCache();
    mkdirSync(join(work, "tmp"));
    const env = {
      XDG_CACHE_HOME: join(own, "cdktf.json"),
      TMPDIR: join(work, "tmp"),
      HOME: join(work, "tmp"),
    };
    expect(await runApp(own, { env })).toBe(`own 1.0.0 1.0.0 ${own}`);
    expect(await runCli(drydock(own), { env })).toMatchObject({
      text: "own",
      projectFolder: own,
      imported: join(own, "node_modules", "shelf", "index.js"),
    });
    expect(readdirSync(join(work, "tmp"))).toEqual([]);
  });

  const NOBODY = 65_534;

  // Only root may run programs as another user, who may not be able to read this Node.js.
  const isRunnable = () => spawnSync(process.execPath, ["-v"], { uid: NOBODY, gid: NOBODY }).status === 0;

  it.runIf(process.getuid?.() === 0 && isRunnable())(
    "of another user uses that user's bundle while it is up to date",
    async () => {
      const own = checkout("own");
      const home = join(work, "home");
      mkdirSync(home);
      chownSync(home, NOBODY, NOBODY);
      for (const folder of [tmpdir(), work, own]) chmodSync(folder, 0o755);
      const env = { HOME: home, XDG_CACHE_HOME: "" };
      await runCli(drydock(own));
      expect(await runCli(drydock(own), { env, uid: NOBODY })).toMatchObject({ text: "own" });
      expect(existsSync(join(home, ".cache"))).toBe(false);
      writeSources(own, "changed");
      expect(await runCli(drydock(own), { env, uid: NOBODY })).toMatchObject({ text: "changed" });
      const bundles = join(home, ".cache", "drydock", "bundles");
      expect(statSync(bundles).uid).toBe(NOBODY);
      expect(bundlesIn(bundles)).toEqual({ own: ["project", "tools-cli-ts.json", "tools-cli-ts.mjs"] });
    },
  );
});
