import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { copyForeignFolder, type ForeignFolder } from "../../../tools/rehearse/foreign-folder.ts";
import { folderSnapshot, pathsBelow } from "../../support/folder-snapshot.ts";

describe("a folder from outside the project", () => {
  let work: string;
  let from: string;
  beforeEach(() => {
    work = realpathSync(mkdtempSync(join(tmpdir(), "foreign-")));
    from = join(work, "cdktf.out");
    mkdirSync(join(work, "ours"));
    write("manifest.json", { stacks: { web: { name: "web", workingDirectory: "stacks/web" } } });
    write("stacks/web/cdk.tf.json", { resource: {} });
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));

  function write(path: string, json: unknown): void {
    mkdirSync(dirname(join(from, path)), { recursive: true });
    writeFileSync(join(from, path), typeof json === "string" ? json : JSON.stringify(json));
  }

  /** Copies it, and makes sure that it stays as it is. */
  async function copied(path = from): Promise<ForeignFolder> {
    const before = folderSnapshot(from);
    try {
      return await copyForeignFolder(path, join(work, "ours", "copy"), 1);
    } finally {
      expect(folderSnapshot(from)).toEqual(before);
    }
  }

  /** What is said of it. */
  async function copyError(path = from): Promise<string> {
    const error: unknown = await copied(path).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "SetupError", message: expect.stringMatching(/^.*$/) });
    return (error as Error).message.replaceAll(`${work}/`, "");
  }

  it("may be given as a link: its stacks are in it, and their copies are not", async () => {
    symlinkSync("cdktf.out", join(work, "current"));
    const { stacks, copied: copies } = await copied(join(work, "current"));
    expect(stacks).toMatchObject([{ name: "web", folder: join(from, "stacks/web"), json: { resource: {} } }]);
    expect(copies).toMatchObject([{ name: "web", folder: join(work, "ours/copy/stacks/web") }]);
  });

  it("may have stacks that are links to each other's folders", async () => {
    const stacks = {
      a: { name: "a", workingDirectory: "stacks/a" },
      b: { name: "b", workingDirectory: "b" },
    };
    write("manifest.json", { stacks });
    symlinkSync("web", join(from, "stacks", "a"));
    symlinkSync("stacks/a", join(from, "b"));
    const { copied: copies } = await copied();
    expect(copies.map(({ folder }) => realpathSync(folder))).toEqual([
      join(work, "ours/copy/stacks/a"),
      join(work, "ours/copy/b"),
    ]);
  });

  it("is copied without Terraform's own files", async () => {
    for (const path of [
      ...[".terraform/environment", "terraform.tfstate", "terraform.tfstate.d/dev/terraform.tfstate"],
      ...["terraform.tfstate.backup", ".terraform.tfstate.lock.info", ".terraform.lock.hcl"],
    ]) {
      write(`stacks/web/${path}`, "theirs");
    }
    // Providers lie in a common folder, to which a link leads.
    symlinkSync("/usr", join(from, "stacks/web/.terraform/providers"));
    await copied();
    expect(pathsBelow(join(work, "ours/copy")).sort()).toEqual([
      ...["", "manifest.json", "stacks", "stacks/web", "stacks/web/.terraform.lock.hcl"],
      "stacks/web/cdk.tf.json",
    ]);
  });

  it.each([
    ["is not there", "gone", "gone does not exist"],
    ["is a file", "cdktf.out/manifest.json", "cdktf.out/manifest.json is not a folder"],
    ["is of something else", "ours", "ours has no manifest.json"],
  ])("is rejected if it %s", async (_, path, said) => {
    expect(await copyError(join(work, path))).toBe(
      `${said}: pass a folder written by cdktf synth, such as cdktf.out.`,
    );
  });

  it("is rejected under the name that was given", async () => {
    symlinkSync("cdktf.out", join(work, "current"));
    write("stacks/web/cdk.tf.json", "{");
    expect(await copyError(join(work, "current"))).toMatch(
      /^current\/stacks\/web\/cdk\.tf\.json is not JSON \(SyntaxError: .+\): synthesize it again\.$/,
    );
    rmSync(join(work, "ours", "copy"), { recursive: true });
    write("manifest.json", "\u001b[2J");
    expect(await copyError(join(work, "current"))).toMatch(
      /^current\/manifest\.json is not JSON \(SyntaxError: .*\\u001b.*\): synthesize it again\.$/,
    );
  });

  it("is rejected if its manifest is a link out of it", async () => {
    rmSync(join(from, "manifest.json"));
    symlinkSync("/dev/zero", join(from, "manifest.json"));
    expect(await copyError()).toMatch(
      /^cdktf\.out\/manifest\.json is a link to \/dev\/zero, outside cdktf\.out: /,
    );
  });

  it.each(["none", "file"])("is rejected if a stack's folder is %s", async (name) => {
    write("file", "");
    write("manifest.json", { stacks: { web: { name: "web", workingDirectory: name } } });
    expect(await copyError()).toBe(`cdktf.out/${name} has no Terraform JSON: synthesize it again.`);
  });

  it.each(["../../../net", "..//../../net", "/net"])("is rejected for the module %s", async (source) => {
    write("stacks/web/cdk.tf.json", { module: { net: { source } } });
    expect(await copyError()).toBe(
      `The stack web calls module.net from ${source}, outside ${from.replace(`${work}/`, "")}: a rehearsal reads nothing outside the folder.`,
    );
  });

  it.each(["./net", "../../net", "terraform-aws-modules/vpc/aws", "git::https://a.example/net"])(
    "may call the module %s",
    async (source) => {
      write("stacks/web/cdk.tf.json", { module: { net: { source } } });
      await copied();
    },
  );

  it("is rejected if an earlier rehearsal left its override file, but not for other files of that name", async () => {
    const path = "stacks/web/rehearsal_override.tf.json";
    write(path, { terraform: { backend: { local: { path: "/states/web.tfstate" } } } });
    await copied();
    rmSync(join(work, "ours", "copy"), { recursive: true });
    const left = "/tmp/drydock-rehearsal-Ab12Cd/local-states/web.tfstate";
    write(path, { terraform: { backend: { local: { path: left } } } });
    expect(await copyError()).toBe(
      `cdktf.out/${path} was left by a rehearsal and redirects the state into a deleted folder: delete it, or the next apply creates everything again.`,
    );
  });
});
