import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { PROJECT_FOLDER } from "../support/command-line.ts";

/** The files of the project that synthesis and the tools read. */
const PARTS = [
  ...["aws", "bin", "language", "modules", "platforms", "stacks", "tools"],
  ...["cdktf.json", "main.ts", "package.json", "package-lock.json"],
];

// Worktrees often link to the packages of the first checkout.
describe("two checkouts with different specs and one node_modules", () => {
  let work: string;
  beforeEach(() => {
    work = realpathSync(mkdtempSync(join(tmpdir(), "checkouts-")));
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));

  function copyProject(name: string): string {
    const folder = join(work, name);
    for (const part of PARTS) cpSync(join(PROJECT_FOLDER, part), join(folder, part), { recursive: true });
    return folder;
  }

  /** Writes a node_modules with links to the project's packages, and a cache of its own. */
  function linkPackages(nodeModules: string): void {
    mkdirSync(nodeModules);
    for (const entry of readdirSync(join(PROJECT_FOLDER, "node_modules"))) {
      if (entry === ".cache") continue;
      symlinkSync(realpathSync(join(PROJECT_FOLDER, "node_modules", entry)), join(nodeModules, entry));
    }
  }

  const selection = { DRYDOCK_PLATFORM: "cybershield", DRYDOCK_ENVIRONMENT: "dev" };

  /** The VPC's CIDR block in a synthesized folder. */
  function cidrIn(output: string): unknown {
    const file = join(output, "stacks", "cybershield-dev-network", "cdk.tf.json");
    return /"cidr_block": "([\d.]+\/16)"/.exec(readFileSync(file, "utf8"))?.[1];
  }

  it("each synthesize and explain their own specs", async () => {
    const [first, second] = [copyProject("first"), copyProject("second")];
    linkPackages(join(first, "node_modules"));
    symlinkSync(join(first, "node_modules"), join(second, "node_modules"));
    const spec = join(second, "platforms", "cybershield.ts");
    writeFileSync(spec, readFileSync(spec, "utf8").replaceAll("10.0.", "10.9."));
    const cidrs: unknown[] = [];
    for (const folder of [first, second, first]) {
      const output = join(work, "out");
      rmSync(output, { recursive: true, force: true });
      await execa(process.execPath, ["bin/app.mjs"], {
        cwd: folder,
        env: { ...selection, CDKTF_OUTDIR: output },
      });
      cidrs.push(cidrIn(output));
    }
    expect(cidrs).toEqual(["10.0.0.0/16", "10.9.0.0/16", "10.0.0.0/16"]);
    // As cdktf runs it.
    const { app } = JSON.parse(readFileSync(join(second, "cdktf.json"), "utf8")) as { readonly app: string };
    const output = join(second, "cdktf.out");
    await execa("sh", ["-c", app], { cwd: second, env: { ...selection, CDKTF_OUTDIR: output } });
    expect(cidrIn(output)).toBe("10.9.0.0/16");
    // The command line synthesizes its own project.
    const command = ["bin/drydock.mjs", "reach", "explain", "internet", "10.9.0.5"];
    const options = { cwd: second, env: selection, reject: false };
    const { stdout } = await execa(process.execPath, command, options);
    expect(stdout).toContain("10.9.0.5 in cybershield-dev-network/aws_subnet.main_subnet-public");
  }, 180_000);
});
