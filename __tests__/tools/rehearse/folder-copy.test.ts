import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyFolder } from "../../../tools/rehearse/folder-copy.ts";
import { folderSnapshot, pathsBelow } from "../../support/folder-snapshot.ts";

let work: string;
let from: string;
let copy: string;
beforeEach(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), "copy-")));
  from = join(work, "theirs");
  mkdirSync(join(work, "ours"));
  copy = join(work, "ours", "copy");
  mkdirSync(from);
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

function copied(): Promise<void> {
  return copyFolder(from, copy, { shownAs: "theirs", without: /^skipped$/ });
}

function write(path: string, text = path): string {
  const file = join(from, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function link(path: string, target: string): void {
  mkdirSync(join(from, path, ".."), { recursive: true });
  symlinkSync(target, join(from, path));
}

/** The copy as paths with contents; links as `-> target`. */
function inCopy(): Record<string, string> {
  const files = pathsBelow(copy).filter((path) => !lstatSync(join(copy, path)).isDirectory());
  return Object.fromEntries(
    files.map((path) => {
      const file = join(copy, path);
      const isLink = lstatSync(file).isSymbolicLink();
      return [path, isLink ? `-> ${readlinkSync(file)}` : readFileSync(file, "utf8")];
    }),
  );
}

describe("a folder's copy", () => {
  it("has all files except those left out", async () => {
    write("manifest.json");
    write("stacks/web/cdk.tf.json");
    write("stacks/web/skipped/deep/file");
    write("skipped");
    mkdirSync(join(from, "empty"));
    await copied();
    expect(inCopy()).toEqual({
      "manifest.json": "manifest.json",
      "stacks/web/cdk.tf.json": "stacks/web/cdk.tf.json",
    });
    expect(readdirSync(join(copy, "empty"))).toEqual([]);
  });

  it("replaces links within the folder with their targets", async () => {
    write("stacks/web/cdk.tf.json");
    link("stacks/alias", "web");
    link("stacks/far", join(from, "stacks", "alias"));
    link("file", "stacks/far/cdk.tf.json");
    await copied();
    const text = "stacks/web/cdk.tf.json";
    expect(inCopy()).toEqual({
      "stacks/web/cdk.tf.json": text,
      "stacks/alias/cdk.tf.json": text,
      "stacks/far/cdk.tf.json": text,
      file: text,
    });
  });

  it("keeps a link to a folder that contains it", async () => {
    write("stacks/web/cdk.tf.json");
    link("self", ".");
    link("stacks/web/top", from);
    link("stacks/web/up", "..");
    link("other", "stacks");
    await copied();
    expect(inCopy()).toMatchObject({
      self: "-> .",
      "stacks/web/top": "-> ../..",
      "stacks/web/up": "-> ..",
      // Copied by another name, it leads to the copy by that name.
      "other/web/up": "-> ..",
      "other/web/top": "-> ../..",
    });
    expect(realpathSync(join(copy, "other/web/up"))).toBe(join(copy, "other"));
  });

  it("terminates if folders link to each other", async () => {
    write("one/file");
    write("two/file");
    link("one/other", "../two");
    link("two/other", "../one");
    await copied();
    expect(inCopy()).toEqual({
      "one/file": "one/file",
      "one/other/file": "two/file",
      "one/other/other": "-> ..",
      "two/file": "two/file",
      "two/other/file": "one/file",
      "two/other/other": "-> ..",
    });
  });

  it("keeps a dangling link, but never one out of the folder", async () => {
    link("stacks/.#cdk.tf.json", "someone@host.1234");
    link("absolute", join(from, "gone", "file"));
    link("twice", "absolute");
    link("below-a-file", "file/below");
    write("file");
    await copied();
    expect(inCopy()).toEqual({
      "stacks/.#cdk.tf.json": "-> someone@host.1234",
      absolute: "-> gone/file",
      twice: "-> gone/file",
      "below-a-file": "-> file/below",
      file: "file",
    });
  });

  it("shares no file with the folder, and can be written and removed whatever the files' modes", async () => {
    const file = write("stacks/web/cdk.tf.json");
    linkSync(file, join(from, "hard"));
    const script = write("run");
    chmodSync(script, 0o4555);
    chmodSync(file, 0o444);
    chmodSync(join(from, "stacks"), 0o555);
    await copied();
    for (const path of ["stacks/web/cdk.tf.json", "hard"]) {
      expect(statSync(join(copy, path)).ino).not.toBe(statSync(file).ino);
      expect(statSync(join(copy, path))).toMatchObject({ nlink: 1, mode: 0o100644 });
    }
    expect(statSync(join(copy, "run")).mode).toBe(0o100755);
    expect(statSync(join(copy, "stacks")).mode & 0o700).toBe(0o700);
    chmodSync(join(from, "stacks"), 0o755);
  });

  it("leaves out the folder that contains the copy", async () => {
    write("file");
    write("tmp/account.json");
    copy = join(from, "tmp", "copy");
    await copied();
    expect(inCopy()).toEqual({ file: "file" });
  });
});

describe("a folder with links out of it, or with special files", () => {
  /** What is said, once it is sure that nothing happened to the folder. */
  async function copyError(): Promise<string> {
    const before = folderSnapshot(from);
    const error: unknown = await copied().catch((reason: unknown) => reason);
    expect(folderSnapshot(from)).toEqual(before);
    expect(error).toMatchObject({ name: "SetupError" });
    return (error as Error).message.replaceAll(work, "");
  }

  const OUTSIDE = "a rehearsal reads nothing outside the folder. Replace the link with a copy.";

  it.each([
    ["a file", "/etc/hostname", "/etc/hostname"],
    ["a folder", "../../ours", "/ours"],
    ["the folder above", "../..", ""],
    ["a device", "/dev/zero", "/dev/zero"],
    ["nothing, outside", "../../gone/file", "/gone/file"],
    ["a folder whose name begins alike", "../../theirs-too", "/theirs-too"],
  ])("is rejected for a link to %s", async (_, target, shown) => {
    mkdirSync(join(work, "theirs-too"));
    write("stacks/file");
    link("stacks/web", target);
    expect(await copyError()).toBe(`theirs/stacks/web is a link to ${shown}, outside theirs: ${OUTSIDE}`);
  });

  it("is rejected for links that leave it through other links", async () => {
    mkdirSync(join(from, "stacks"));
    link("out", "..");
    link("stacks/web", "../out/ours");
    expect(await copyError()).toBe(`theirs/out is a link to , outside theirs: ${OUTSIDE}`);
  });

  it("may have a link whose path leaves it and returns", async () => {
    write("file");
    link("link", "../theirs/file");
    await copied();
    expect(inCopy()).toEqual({ file: "file", link: "file" });
  });

  it("is rejected for links to each other", async () => {
    link("one", "two");
    link("two", "one");
    expect(await copyError()).toBe("theirs/one is a link to itself: remove it.");
  });

  it("is rejected for a pipe, and for a link to one", async () => {
    execFileSync("mkfifo", [join(from, "pipe")]);
    expect(await copyError()).toBe("theirs/pipe is a pipe: remove it, or synthesize again.");
    link("a-link", "pipe");
    expect(await copyError()).toBe("theirs/a-link is a pipe: remove it, or synthesize again.");
  });

  it("is rejected for a socket", async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(from, "s"), done));
    expect(await copyError()).toBe("theirs/s is a socket: remove it, or synthesize again.");
    await new Promise((done) => server.close(done));
  });

  it("is rejected for too many files behind links", async () => {
    const names = Array.from({ length: 10 }, (_, i) => `folder-${i}`);
    for (const name of names) {
      mkdirSync(join(from, name));
      for (const other of names) if (other !== name) link(`${name}/${other}`, `../${other}`);
    }
    expect(await copyError()).toBe(
      "theirs has more than 10000 files behind links: replace the links with copies.",
    );
  });

  it("is rejected in one line, whatever its files' names", async () => {
    link("a\n✓ Rehearsed\u001b[2J\u202e", "/etc/\u001b[31m");
    expect(await copyError()).toBe(
      `theirs/a\\n✓ Rehearsed\\u001b[2J\\u202e is a link to /etc/\\u001b[31m, outside theirs: ${OUTSIDE}`,
    );
  });
});
