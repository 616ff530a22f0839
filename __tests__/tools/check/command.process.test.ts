import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { PROJECT_FOLDER, runDrydock } from "../../support/command-line.ts";
import { drydockIn, withProjectCopy } from "../../support/project-copy.ts";
import { install, writeCheckout } from "../../support/small-checkout.ts";

/** Each changed file is bundled for each launcher, which is slow on a busy machine. */
const LIMIT_MS = 180_000;

describe("drydock check", { timeout: LIMIT_MS }, () => {
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
    expect(platforms[0].toReplace.map(({ path }: { path: string }) => path)).toEqual([
      "account",
      "workloads.app.delivery.repository",
    ]);
  });

  // The latter leaves the check to the app, in a process of its own.
  it.each([["check"], ["reach", "table"]])(
    "rejects an unknown platform in one line: %s",
    async (...command) => {
      const { exitCode, stderr } = await runDrydock([...command, "cybershild"]);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^platform: received "cybershild"; .* Fix: did you mean "cybershield"\?$/);
    },
  );

  it.each([
    [["check", "a", "b", "c"], "check"],
    [["reach", "explain", "internet"], "reach explain"],
  ])("adds the way to its help to a usage error: %s", async (args, command) => {
    const { exitCode, stderr } = await runDrydock(args);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^error: .*\\n\\(npx drydock ${command} --help lists its arguments and options\\)$`),
    );
  });

  it("exits with 1 for a spec with problems, and lists them all", () =>
    withProjectCopy(async (folder) => {
      const file = join(folder, "platforms", "cqube.ts");
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.replace('region: "ap-south-1"', 'region: "ap-south-9"'));
      const { exitCode, stdout } = await drydockIn(folder, "check", "cqube");
      expect(exitCode).toBe(1);
      expect(stdout).toContain('region: received "ap-south-9"');
      expect(stdout).toContain("(prod)");
    }));

  // The launchers compile before anything of a checkout runs, so a small one does.
  it.each([
    ["a syntax error", "const slip = ;", /platforms\/cqube\.ts:1:13/],
    [
      "a mistake",
      "const slip = ((f: () => number) => f())(() => prot);",
      /^platforms\/cqube\.ts:1:\d+: ReferenceError: prot is/,
    ],
  ])("prints the file and line of %s", async (_, text, message) => {
    const folder = mkdtempSync(join(tmpdir(), "drydock-slip-"));
    try {
      writeCheckout(folder, "text");
      install(join(folder, "node_modules"));
      const slip = join(folder, "platforms", "cqube.ts");
      // The command line loads a command's modules when it is called.
      writeFileSync(join(folder, "tools", "cli.ts"), `await import(${JSON.stringify(slip)});`);
      writeFileSync(join(folder, "main.ts"), `import ${JSON.stringify(slip)};`);
      mkdirSync(dirname(slip));
      writeFileSync(slip, text);
      for (const program of [["bin/drydock.mjs", "check"], ["bin/app.mjs"]]) {
        await expectOneLine(folder, program, message);
      }
      if (!text.includes("prot")) return;
      const { stderr } = await drydockIn(folder, "check", "--debug");
      expect(stderr.match(/at platforms\/cqube\.ts:1:\d+/g)?.length).toBeGreaterThanOrEqual(2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Runs a launcher, which fails with a short message and no frames. */
async function expectOneLine(folder: string, program: readonly string[], message: RegExp): Promise<void> {
  const { exitCode, stderr } = await execa(process.execPath, [...program], {
    cwd: folder,
    reject: false,
    env: { CDKTF_OUTDIR: join(folder, "out") },
  });
  expect(exitCode).toBe(1);
  expect(stderr.trim()).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr.length).toBeLessThan(500);
}

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
