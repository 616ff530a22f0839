import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { execa } from "execa";
import { required } from "../language/required.ts";
import { makeTemporaryFolder } from "../tools/terraform/temporary-folder.ts";
import {
  type MeasuredProgram,
  measureMedianCosts,
  measureProcess,
  PROJECT_FOLDER,
  type ProcessCost,
} from "./measure.ts";
import { compareWithTarget, printRow, printTitle } from "./print.ts";
import { benchReach } from "./reach.ts";
import { benchRehearsal } from "./rehearsal.ts";
import { benchReview } from "./review.ts";

const GROWTH_STEPS = [1, 10, 50, 100];

/** Targets, as ratios to a floor measured in the same run, or as figures that users feel. */
const TARGETS = {
  oneEnvironment: 1.5,
  allPlatforms: 3,
  millisecondsPerResource: 0.25,
  quickTestsSeconds: 60,
  testsSeconds: 240,
};

const FLOOR: MeasuredProgram = { args: ["-e", "require('cdktf')"], env: {} };

async function main(): Promise<void> {
  const { synth, reach, rehearsal, review } = parseSelection();
  const isEverything = [synth, reach, rehearsal, review].every((part) => part !== true);
  if (synth === true || isEverything) {
    const temporaryFolder = makeTemporaryFolder("drydock-bench");
    const env = { CDKTF_OUTDIR: join(temporaryFolder.path, "cdktf.out") };
    try {
      await benchSynth(env);
      await benchGrowth(env);
    } finally {
      await temporaryFolder.remove();
    }
  }
  if (reach === true || isEverything) await benchReach(await bundleEntry("bench/prove-folder.ts"));
  if (rehearsal === true || isEverything) await benchRehearsal();
  if (review === true || isEverything) await benchReview();
  if (isEverything) await benchTests();
}

function parseSelection(): Readonly<Partial<Record<"synth" | "reach" | "rehearsal" | "review", true>>> {
  return new Command("npm run bench --")
    .description(
      "what synthesis, proofs, a rehearsal, reviews and the tests cost: without options all of it, ten minutes",
    )
    .option("--synth", "synthesis and its growth")
    .option("--reach", "proofs of small and large networks")
    .option("--rehearsal", "a rehearsal, and a change rehearsed from a revision")
    .option("--review", "reviews of one plan, and of many")
    .allowExcessArguments(false)
    .parse()
    .opts();
}

async function benchSynth(env: Readonly<Record<string, string>>): Promise<void> {
  printTitle("Synthesis, whole process, median of 5 (ratio to the floor)");
  const prod = { DRYDOCK_PLATFORM: "cybershield", DRYDOCK_ENVIRONMENT: "prod" };
  const [floor, onePlatform, allPlatforms] = await measureMedianCosts([
    FLOOR,
    { args: ["bin/app.mjs"], env: { ...env, ...prod } },
    { args: ["bin/app.mjs"], env },
  ]);
  if (floor === undefined || onePlatform === undefined || allPlatforms === undefined) return;
  printRow("floor: node -e \"require('cdktf')\"", formatCost(floor));
  printRow(
    "CyberShield prod",
    formatCost(onePlatform),
    compareWithFloor(onePlatform, floor, TARGETS.oneEnvironment),
  );
  printRow(
    "all platforms",
    formatCost(allPlatforms),
    compareWithFloor(allPlatforms, floor, TARGETS.allPlatforms),
  );
}

async function benchGrowth(env: Readonly<Record<string, string>>): Promise<void> {
  printTitle("Growth: copies of CyberShield prod");
  const app = join("bench", "run-copies.mjs");
  // Writes the caches.
  await measureProcess([app], { ...env, COPIES: "1" });
  const points: { resources: number; milliseconds: number }[] = [];
  for (const copies of GROWTH_STEPS) {
    const cost = await measureProcess([app], { ...env, COPIES: String(copies) });
    const resources = countResources(required(env, "CDKTF_OUTDIR"), "copy-");
    points.push({ resources, milliseconds: cost.milliseconds });
    printRow(`${copies} copies, ${resources} resources`, formatCost(cost));
  }
  const [first, last] = [required(points, 0), required(points, points.length - 1)];
  const slope = (last.milliseconds - first.milliseconds) / (last.resources - first.resources);
  printRow(
    "each further resource",
    `${slope.toFixed(3)} ms`,
    compareWithTarget(slope, TARGETS.millisecondsPerResource, " ms"),
  );
}

/** The launcher resolves the project folder: bundled code would look in the wrong place. */
async function bundleEntry(entry: string): Promise<string> {
  const launcher = (await import(pathToFileURL(join(PROJECT_FOLDER, "bin", "bundle.mjs")).href)) as {
    bundle(entry: string, format: "esm"): Promise<{ readonly file?: string }>;
  };
  const { file } = await launcher.bundle(entry, "esm");
  if (file === undefined) throw new Error("No folder for bundles can be written: node_modules, ~/.cache.");
  return file;
}

/** The two suites for every change, against the same floor as synthesis. */
async function benchTests(): Promise<void> {
  printTitle("Test suites (ratio to the floor)");
  const floor = required(await measureMedianCosts([FLOOR]), 0);
  await benchSuite(["run", "test:quick"], floor, TARGETS.quickTestsSeconds);
  await benchSuite(["test"], floor, TARGETS.testsSeconds);
}

async function benchSuite(args: readonly string[], floor: ProcessCost, target: number): Promise<void> {
  const startedAt = performance.now();
  const { exitCode } = await execa("npm", args, { cwd: PROJECT_FOLDER, reject: false });
  const milliseconds = performance.now() - startedAt;
  const ratio = `${(milliseconds / floor.milliseconds).toFixed(0)}× the floor`;
  printRow(
    `npm ${args.join(" ")}${exitCode === 0 ? "" : " (failed)"}`,
    `${(milliseconds / 1000).toFixed(1)} s`,
    `${ratio}: ${compareWithTarget(milliseconds / 1000, target, " s")}`,
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

function formatCost(cost: ProcessCost): string {
  return `${cost.milliseconds.toFixed(0).padStart(6)} ms ${cost.mebibytes.toFixed(0).padStart(5)} MiB`;
}

function compareWithFloor(cost: ProcessCost, floor: ProcessCost, target: number): string {
  const time = cost.milliseconds / floor.milliseconds;
  const memory = cost.mebibytes / floor.mebibytes;
  const verdict = Math.max(time, memory) <= target ? "within" : "OVER";
  return `${time.toFixed(2)}× time, ${memory.toFixed(2)}× memory: ${verdict} the target of ${target}×`;
}

await main();
