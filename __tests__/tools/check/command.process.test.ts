import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { PROJECT_FOLDER, runDrydock } from "../../support/command-line.ts";
import { drydockIn, withProjectCopy } from "../../support/project-copy.ts";

/** A copy of the project with a changed platform file. */
function inCopy(change: (text: string) => string, test: (folder: string) => Promise<void>) {
  return withProjectCopy(async (folder) => {
    const file = join(folder, "platforms", "cqube.ts");
    writeFileSync(file, change(readFileSync(file, "utf8")));
    await test(folder);
  });
}

describe("drydock check", () => {
  it("describes a platform's stacks, exits with 0 and leaves nothing behind", async () => {
    const { exitCode, stdout, stderr, leftFiles } = await runDrydock([
      "check",
      "cybershield",
      "dev",
      "--json",
    ]);
    expect([exitCode, stderr, leftFiles]).toEqual([0, "", []]);
    const { problems, platforms } = JSON.parse(stdout);
    expect(problems).toEqual([]);
    expect(platforms).toHaveLength(1);
    const names = platforms[0].stacks.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      ["compute", "data", "edge", "network", "observe"].map((kind) => `cybershield-dev-${kind}`),
    );
    expect(platforms[0].toReplace.map(({ path }: { path: string }) => path)).toEqual(["account"]);
  });

  it("rejects an unknown platform in one line", async () => {
    const { exitCode, stderr } = await runDrydock(["check", "cybershild"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^platform: received "cybershild"; .* Fix: did you mean "cybershield"\?$/);
  });

  it("exits with 1 for a spec with problems, and lists them all", () =>
    inCopy(
      (text) => text.replace('region: "ap-south-1"', 'region: "ap-south-9"'),
      async (folder) => {
        const { exitCode, stdout } = await drydockIn(folder, "check", "cqube");
        expect(exitCode).toBe(1);
        expect(stdout).toContain('region: received "ap-south-9"');
        expect(stdout).toContain("(prod)");
      },
    ));

  it.each<[string, string, RegExp, number]>([
    [
      "a name that does not exist",
      "const slip = ((f: () => number) => f())(() => prot);",
      /^platforms\/cqube\.ts:1:\d+: ReferenceError: prot is/,
      2,
    ],
    ["a syntax error", "const slip = ;", /platforms\/cqube\.ts:1:13/, 0],
  ])("prints the file and line of %s, and all frames only with --debug", (_, line, message, frames) =>
    inCopy(
      (text) => `${line}\n${text}`,
      async (folder) => {
        for (const program of [["bin/drydock.mjs", "check"], ["bin/app.mjs"]]) {
          const { exitCode, stderr } = await execa(process.execPath, program, {
            cwd: folder,
            reject: false,
            env: { CDKTF_OUTDIR: join(folder, "out") },
          });
          expect(exitCode).toBe(1);
          expect(stderr.trim()).toMatch(message);
          expect(stderr).not.toMatch(/^\s+at /m);
          expect(stderr.length).toBeLessThan(500);
        }
        const { stderr } = await drydockIn(folder, "check", "--debug");
        expect(stderr.match(/at platforms\/cqube\.ts:1:\d+/g)?.length ?? 0).toBeGreaterThanOrEqual(frames);
      },
    ),
  );
});

describe("drydock list", () => {
  it("lists every environment of every platform", async () => {
    const { exitCode, stdout } = await runDrydock(["list", "--json"]);
    expect(exitCode).toBe(0);
    const rows = JSON.parse(stdout) as { platform: string; environment: string; regions: string[] }[];
    expect(rows.map(({ platform, environment }) => `${platform} ${environment}`)).toEqual([
      "cybershield prod",
      "cybershield dev",
      "roboshop lab",
      "roboshop prod",
      "cqube prod",
      "hybrid prod",
    ]);
    expect(rows.at(-1)!.regions).toEqual(["us-east-1", "eu-west-1"]);
  });
});

describe("drydock --version", () => {
  it("prints the version of package.json", async () => {
    const { version } = JSON.parse(readFileSync(join(PROJECT_FOLDER, "package.json"), "utf8"));
    expect((await runDrydock(["--version"])).stdout).toBe(version);
  });
});
