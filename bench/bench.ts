import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { execa } from "execa";
import type { RehearsalResult } from "../tools/rehearse/result.ts";
import { makeWorkspace } from "../tools/terraform/workspace.ts";
import { type Cost, costOf, medianCosts, PROJECT, type Program } from "./measure.ts";
import { row, title, verdict } from "./print.ts";
import { benchReach } from "./reach.ts";

const GROWTH = [1, 10, 50, 100];

/** Targets; each is a ratio to a floor measured in the same run, or a figure that users feel. */
const TARGET = {
  oneEnvironment: 2,
  allPlatforms: 4,
  millisecondsPerResource: 0.5,
  rehearsalSeconds: 60,
  quickTestsSeconds: 60,
  testsSeconds: 240,
};

const FLOOR: Program = { args: ["-e", "require('cdktf')"], env: {} };

async function main(): Promise<void> {
  const { synth, reach } = partsAskedFor();
  const isWhole = synth !== true && reach !== true;
  if (synth === true || isWhole) {
    const folder = makeWorkspace("drydock-bench");
    const env = { CDKTF_OUTDIR: join(folder.path, "cdktf.out") };
    try {
      await benchSynth(env);
      await benchGrowth(env);
    } finally {
      await folder.remove();
    }
  }
  if (reach === true || isWhole) await benchReach(await bundleOf("bench/prove-folder.ts", "external"));
  if (!isWhole) return;
  await benchRehearsal();
  await benchTests();
}

function partsAskedFor(): { readonly synth?: true; readonly reach?: true } {
  return new Command("npm run bench --")
    .description(
      "what synthesis, proofs, a rehearsal and the tests cost: without options all of it, ten minutes",
    )
    .option("--synth", "synthesis and its growth")
    .option("--reach", "proofs of small and large networks")
    .allowExcessArguments(false)
    .parse()
    .opts();
}

async function benchSynth(env: Readonly<Record<string, string>>): Promise<void> {
  title("Synthesis, whole process, median of 5 (ratio to the floor)");
  const prod = { DRYDOCK_PLATFORM: "cybershield", DRYDOCK_ENVIRONMENT: "prod" };
  const [floor, one, all] = await medianCosts([
    FLOOR,
    { args: ["bin/app.mjs"], env: { ...env, ...prod } },
    { args: ["bin/app.mjs"], env },
  ]);
  if (floor === undefined || one === undefined || all === undefined) return;
  row("floor: node -e \"require('cdktf')\"", say(floor));
  row("CyberShield prod", say(one), against(one, floor, TARGET.oneEnvironment));
  row("all platforms", say(all), against(all, floor, TARGET.allPlatforms));
}

async function benchGrowth(env: Readonly<Record<string, string>>): Promise<void> {
  title("Growth: copies of CyberShield prod");
  const app = await bundleOf("bench/copies.ts", "bundle");
  const points: { resources: number; milliseconds: number }[] = [];
  for (const copies of GROWTH) {
    const cost = await costOf([app], { ...env, COPIES: String(copies) });
    const resources = countResources(env.CDKTF_OUTDIR!, "copy-");
    points.push({ resources, milliseconds: cost.milliseconds });
    row(`${copies} copies, ${resources} resources`, say(cost));
  }
  const [first, , , last] = points;
  const slope = (last!.milliseconds - first!.milliseconds) / (last!.resources - first!.resources);
  row(
    "each further resource",
    `${slope.toFixed(3)} ms`,
    verdict(slope, TARGET.millisecondsPerResource, " ms"),
  );
}

/** The launcher is asked where it stands: bundled into this program it would look for the project here. */
async function bundleOf(entry: string, packages: "bundle" | "external"): Promise<string> {
  const launcher = (await import(pathToFileURL(join(PROJECT, "bin", "bundle.mjs")).href)) as {
    bundle(entry: string, packages: "bundle" | "external"): Promise<{ readonly file?: string }>;
  };
  const { file } = await launcher.bundle(entry, packages);
  if (file === undefined) throw new Error("No folder for bundles can be written: node_modules, ~/.cache.");
  return file;
}

async function benchRehearsal(): Promise<void> {
  title("Rehearsal of CyberShield prod, by phase");
  const { stdout } = await execa(
    process.execPath,
    ["bin/drydock.mjs", "rehearse", "cybershield", "prod", "--json"],
    { cwd: PROJECT },
  );
  const result = JSON.parse(stdout) as RehearsalResult;
  for (const { name, seconds } of result.phases) row(name, `${seconds.toFixed(1)} s`);
  row(
    `all (${result.mode})`,
    `${result.seconds.toFixed(1)} s`,
    verdict(result.seconds, TARGET.rehearsalSeconds, " s"),
  );
}

/** Both suites that run at every change, against the same floor as synthesis. */
async function benchTests(): Promise<void> {
  title("Test suites (ratio to the floor)");
  const [floor] = await medianCosts([FLOOR]);
  await benchSuite(["run", "test:quick"], floor!, TARGET.quickTestsSeconds);
  await benchSuite(["test"], floor!, TARGET.testsSeconds);
}

async function benchSuite(args: readonly string[], floor: Cost, target: number): Promise<void> {
  const startedAt = performance.now();
  const { exitCode } = await execa("npm", args, { cwd: PROJECT, reject: false });
  const milliseconds = performance.now() - startedAt;
  const ratio = `${(milliseconds / floor.milliseconds).toFixed(0)}× the floor`;
  row(
    `npm ${args.join(" ")}${exitCode === 0 ? "" : " (failed)"}`,
    `${(milliseconds / 1000).toFixed(1)} s`,
    `${ratio}: ${verdict(milliseconds / 1000, target, " s")}`,
  );
}

function countResources(outdir: string, prefix: string): number {
  const stacks = join(outdir, "stacks");
  const names = readdirSync(stacks).filter((name) => name.startsWith(prefix));
  return names.reduce((sum, name) => {
    const { resource = {} } = JSON.parse(readFileSync(join(stacks, name, "cdk.tf.json"), "utf8")) as {
      resource?: Record<string, object>;
    };
    return sum + Object.values(resource).reduce((count, ofType) => count + Object.keys(ofType).length, 0);
  }, 0);
}

function say(cost: Cost): string {
  return `${cost.milliseconds.toFixed(0).padStart(6)} ms ${cost.mebibytes.toFixed(0).padStart(5)} MiB`;
}

function against(cost: Cost, floor: Cost, target: number): string {
  const time = cost.milliseconds / floor.milliseconds;
  const memory = cost.mebibytes / floor.mebibytes;
  const within = Math.max(time, memory) <= target ? "within" : "OVER";
  return `${time.toFixed(2)}× time, ${memory.toFixed(2)}× memory: ${within} the target of ${target}×`;
}

await main();
