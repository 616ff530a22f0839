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

/** An entry of a folder. An entry whose path is taken is skipped. */
type FolderEntry =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "hard link"; readonly path: string; readonly to: string }
  | { readonly kind: "link"; readonly path: string; readonly to: string; readonly isAbsolute: boolean };

const name = fc.constantFrom("a", "b", "c");
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
/** Link targets: mostly within the folder, sometimes its root, outside it, or missing. */
const target = fc.oneof(
  { weight: 8, arbitrary: path },
  { weight: 1, arbitrary: fc.constant("") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("../outside/kept", "../outside", "..", "../gone", "a/../../outside/kept"),
  },
);
const folderEntry: fc.Arbitrary<FolderEntry> = fc.oneof(
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
  /** Creates a folder that contains `theirs`, `outside/kept` and `ours`. */
  function makeFolders(): string {
    const folder = join(work, String(count++));
    for (const each of ["theirs", "outside", "ours"]) mkdirSync(join(folder, each), { recursive: true });
    writeFileSync(join(folder, "outside", "kept"), "kept");
    return folder;
  }

  function existingParent(at: string): string {
    const parent = dirname(at);
    return existsSync(parent) ? parent : existingParent(parent);
  }

  function make(root: string, entry: FolderEntry): void {
    const at = join(root, entry.path);
    try {
      // Creates nothing through a link, which may lead outside the folder.
      const parent = existingParent(at);
      if (realpathSync(parent) !== parent) return;
      mkdirSync(dirname(at), { recursive: true });
      if (entry.kind === "file") writeFileSync(at, entry.path, { flag: "wx" });
      else if (entry.kind === "folder") mkdirSync(at);
      else if (entry.kind === "hard link") linkSync(join(root, entry.to), at);
      else
        symlinkSync(
          entry.isAbsolute ? join(root, entry.to) : relative(dirname(at), join(root, entry.to)),
          at,
        );
    } catch {
      // The path is taken, or the hard link has no target.
    }
  }

  /** Reports that links must be rejected (they leave the folder or loop), or may be (dangling). */
  function linkProblemIn(root: string): "none" | "perhaps" | "certain" {
    const links = pathsBelow(root).filter((each) => lstatSync(join(root, each)).isSymbolicLink());
    const problems = links.map((each) => {
      try {
        const real = realpathSync(join(root, each));
        return real === root || real.startsWith(`${root}/`) ? "none" : "certain";
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === "ELOOP" ? "certain" : "perhaps";
      }
    });
    return problems.includes("certain") ? "certain" : problems.includes("perhaps") ? "perhaps" : "none";
  }

  /** Expects the same names and texts in the copy, and no link out of it. */
  function expectSame(root: string, copy: string): void {
    for (const each of pathsBelow(copy)) {
      const [at, theirs] = [join(copy, each), join(root, each)];
      const info = lstatSync(at);
      if (info.isDirectory()) expect(readdirSync(at).sort()).toEqual(readdirSync(theirs).sort());
      if (info.isFile()) expect(readFileSync(at, "utf8")).toBe(readFileSync(theirs, "utf8"));
      if (!info.isSymbolicLink()) continue;
      if (statOf(at) === undefined) expect(statOf(theirs)).toBeUndefined();
      else expect(relative(copy, realpathSync(at))).not.toMatch(/^\.\./);
    }
  }

  /** Writes to every file and folder that is reachable from the copy, also through links. */
  function writeEverywhere(copy: string): void {
    for (const each of pathsBelow(copy)) {
      const at = join(copy, each);
      const info = statOf(at);
      if (info?.isDirectory() === true) writeFileSync(join(at, "written"), "by the rehearsal");
      else if (info?.isFile() === true) appendFileSync(at, "by the rehearsal");
      // Writing through a dangling link creates its target.
      else tryToWrite(at);
    }
  }

  /** Returns the status of a path, following links. */
  function statOf(at: string): Stats | undefined {
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
      // The target's folder does not exist.
    }
  }

  it("equals the folder, shares no write with it, and fails only with a reason", async () => {
    const seen = { copied: 0, rejected: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(folderEntry, { minLength: 3, maxLength: 14 }), async (entries) => {
        const folder = makeFolders();
        const [root, copy] = [join(folder, "theirs"), join(folder, "ours", "copy")];
        for (const each of entries) make(root, each);
        const before = [folderSnapshot(root), folderSnapshot(join(folder, "outside"))];
        const problem = linkProblemIn(root);
        const error: unknown = await copyFolder(root, copy, { shownAs: root, excludedNames: /^$/ }).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (error === undefined) {
          expect(problem).not.toBe("certain");
          expectSame(root, copy);
          writeEverywhere(copy);
          seen.copied++;
        } else {
          expect(problem).not.toBe("none");
          expect(error).toMatchObject({ name: "SetupError", message: expect.stringMatching(/^.*$/) });
          seen.rejected++;
        }
        expect([folderSnapshot(root), folderSnapshot(join(folder, "outside"))]).toEqual(before);
        expect(readdirSync(folder).sort()).toEqual(["ours", "outside", "theirs"]);
      }),
      { numRuns: 120 },
    );
    expect(Math.min(seen.copied, seen.rejected)).toBeGreaterThan(5);
  });
});
