import {
  appendFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import fc from "fast-check";
import { copyFolder } from "../../../tools/rehearse/folder-copy.ts";
import { folderSnapshot, pathsBelow } from "../../support/folder-snapshot.ts";

/** One thing that may be in a folder; later ones that find their place taken are left out. */
type Thing =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "hard link"; readonly path: string; readonly to: string }
  | { readonly kind: "link"; readonly path: string; readonly to: string; readonly isAbsolute: boolean };

const name = fc.constantFrom("a", "b", "c");
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
/** Link targets: mostly within the folder, at times its root, outside it, or missing. */
const target = fc.oneof(
  { weight: 8, arbitrary: path },
  { weight: 1, arbitrary: fc.constant("") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("../outside/kept", "../outside", "..", "../gone", "a/../../outside/kept"),
  },
);
const thing: fc.Arbitrary<Thing> = fc.oneof(
  fc.record({ kind: fc.constant("file" as const), path }),
  fc.record({ kind: fc.constant("folder" as const), path }),
  fc.record({ kind: fc.constant("hard link" as const), path, to: path }),
  fc.record({ kind: fc.constant("link" as const), path, to: target, isAbsolute: fc.boolean() }),
);

describe("the copy of any folder of files, folders and links", () => {
  let work: string;
  beforeEach(() => {
    work = realpathSync(mkdtempSync(join(tmpdir(), "copies-")));
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));

  let count = 0;
  /** A new folder that holds `theirs`, `outside/kept` and `ours`. */
  function around(): string {
    const folder = join(work, String(count++));
    for (const each of ["theirs", "outside", "ours"]) mkdirSync(join(folder, each), { recursive: true });
    writeFileSync(join(folder, "outside", "kept"), "kept");
    return folder;
  }

  function existingParent(at: string): string {
    const parent = dirname(at);
    return existsSync(parent) ? parent : existingParent(parent);
  }

  function make(root: string, thing: Thing): void {
    const at = join(root, thing.path);
    try {
      // Nothing is created through a link, which may lead out of the folder.
      const parent = existingParent(at);
      if (realpathSync(parent) !== parent) return;
      mkdirSync(dirname(at), { recursive: true });
      if (thing.kind === "file") writeFileSync(at, thing.path, { flag: "wx" });
      else if (thing.kind === "folder") mkdirSync(at);
      else if (thing.kind === "hard link") linkSync(join(root, thing.to), at);
      else
        symlinkSync(
          thing.isAbsolute ? join(root, thing.to) : relative(dirname(at), join(root, thing.to)),
          at,
        );
    } catch {
      // Its place is taken, or there is nothing to link to.
    }
  }

  /** Classifies links out of the folder, in a circle, or dangling: may or must they be rejected? */
  function troubleIn(root: string): "none" | "perhaps" | "certain" {
    const links = pathsBelow(root).filter((each) => lstatSync(join(root, each)).isSymbolicLink());
    const troubles = links.map((each) => {
      try {
        const real = realpathSync(join(root, each));
        return real === root || real.startsWith(`${root}/`) ? "none" : "certain";
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === "ELOOP" ? "certain" : "perhaps";
      }
    });
    return troubles.includes("certain") ? "certain" : troubles.includes("perhaps") ? "perhaps" : "none";
  }

  /** Everything has its name in the copy, each file its text, and no link leads out. */
  function expectSame(root: string, binary: string): void {
    for (const each of pathsBelow(binary)) {
      const [at, theirs] = [join(binary, each), join(root, each)];
      const info = lstatSync(at);
      if (info.isDirectory()) expect(readdirSync(at).sort()).toEqual(readdirSync(theirs).sort());
      if (info.isFile()) expect(readFileSync(at, "utf8")).toBe(readFileSync(theirs, "utf8"));
      if (!info.isSymbolicLink()) continue;
      if (found(at) === undefined) expect(found(theirs)).toBeUndefined();
      else expect(relative(binary, realpathSync(at))).not.toMatch(/^\.\./);
    }
  }

  /** Writes to every file and into every folder that can be reached by the copy, links followed. */
  function writeEverywhere(binary: string): void {
    for (const each of pathsBelow(binary)) {
      const at = join(binary, each);
      const info = found(at);
      if (info?.isDirectory() === true) writeFileSync(join(at, "written"), "by the rehearsal");
      else if (info?.isFile() === true) appendFileSync(at, "by the rehearsal");
      // Through a link to nothing a file comes to be where the link leads.
      else tryToWrite(at);
    }
  }

  /** What is at a path, links followed. */
  function found(at: string): Stats | undefined {
    try {
      return statSync(at);
    } catch {
      return undefined;
    }
  }

  function tryToWrite(file: string): void {
    try {
      writeFileSync(file, "by the rehearsal");
    } catch {
      // It leads into a folder that is not there.
    }
  }

  it("equals the folder, shares no write with it, and fails only with a reason", async () => {
    const seen = { copied: 0, rejected: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(thing, { minLength: 3, maxLength: 14 }), async (things) => {
        const folder = around();
        const [root, binary] = [join(folder, "theirs"), join(folder, "ours", "copy")];
        for (const each of things) make(root, each);
        const before = [folderSnapshot(root), folderSnapshot(join(folder, "outside"))];
        const trouble = troubleIn(root);
        const error: unknown = await copyFolder(root, binary, { shownAs: root, without: /^$/ }).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (error === undefined) {
          expect(trouble).not.toBe("certain");
          expectSame(root, binary);
          writeEverywhere(binary);
          seen.copied++;
        } else {
          expect(trouble).not.toBe("none");
          expect(error).toMatchObject({ name: "SetupError", message: expect.stringMatching(/^.*$/) });
          seen.rejected++;
        }
        expect([folderSnapshot(root), folderSnapshot(join(folder, "outside"))]).toEqual(before);
        expect(readdirSync(folder).sort()).toEqual(["ours", "outside", "theirs"]);
      }),
      { numRuns: 300 },
    );
    expect(Math.min(seen.copied, seen.rejected)).toBeGreaterThan(30);
  });
});
