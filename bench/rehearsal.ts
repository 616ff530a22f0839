import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { RehearsalResult } from "../tools/rehearse/result.ts";
import { makeTemporaryFolder } from "../tools/terraform/temporary-folder.ts";
import { PROJECT_FOLDER } from "./measure.ts";
import { measureTree, type TreeCost } from "./measure-tree.ts";
import { compareWithTarget, printRow, printTitle } from "./print.ts";

const TARGETS = {
  /** CPU time, as a ratio to the floor's. */
  cpuToFloor: 220,
  /** Wall time of a rehearsal, as a ratio to its own CPU time on two cores. */
  wallToCpu: 0.7,
  /** CPU and wall time of a rehearsed change, as a ratio to a rehearsal's. */
  changeToRehearsal: 1.6,
};

const DRYDOCK = join("bin", "drydock.mjs");
const CYBERSHIELD = ["cybershield", "prod"];
const FLOOR_ROUNDS = 5;

/** The edit of one workload that is rehearsed as a change. */
const EDIT = {
  file: join("platforms", "cybershield.ts"),
  from: "memoryMiB: 2048,",
  to: "memoryMiB: 4096,",
};

/** Measures `npm start`, and a change of one workload that is rehearsed from a revision. */
export async function benchRehearsal(): Promise<void> {
  const floor = await floorCpuSeconds();
  printTitle(`Rehearsal of CyberShield prod (floor: ${floor.toFixed(2)} CPU s)`);
  const rehearsal = await measureTree([DRYDOCK, "rehearse", ...CYBERSHIELD, "--json"], {
    cwd: PROJECT_FOLDER,
  });
  const { phases, mode } = JSON.parse(rehearsal.stdout) as RehearsalResult;
  for (const { name, seconds } of phases) printRow(name, `${seconds.toFixed(1)} s`);
  printParts(rehearsal);
  const toFloor = rehearsal.cpuSeconds / floor;
  printRow(
    `CPU (${mode})`,
    `${rehearsal.cpuSeconds.toFixed(1)} s`,
    `${toFloor.toFixed(0)}× the floor: ${compareWithTarget(toFloor, TARGETS.cpuToFloor, "×")}`,
  );
  const toCpu = rehearsal.wallSeconds / rehearsal.cpuSeconds;
  printRow(
    "wall",
    `${rehearsal.wallSeconds.toFixed(1)} s`,
    `${toCpu.toFixed(2)} of the CPU time: ${compareWithTarget(toCpu, TARGETS.wallToCpu, "")}`,
  );
  await benchChange(rehearsal);
}

async function benchChange(rehearsal: TreeCost): Promise<void> {
  printTitle("Change of one workload of CyberShield prod, rehearsed from a revision");
  const folder = makeTemporaryFolder("drydock-bench");
  try {
    const checkout = join(folder.path, "checkout");
    await cloneWithEdit(checkout);
    // Writes the bundle, as an earlier command has for a rehearsal.
    await measureTree([DRYDOCK, "check", ...CYBERSHIELD], { cwd: checkout });
    const change = await measureTree(
      [DRYDOCK, "rehearse", ...CYBERSHIELD, "--from-revision", "HEAD", "--json"],
      {
        cwd: checkout,
        env: { CI: "" },
      },
    );
    printParts(change);
    printAgainst("CPU", change.cpuSeconds, rehearsal.cpuSeconds);
    printAgainst("wall", change.wallSeconds, rehearsal.wallSeconds);
  } finally {
    await folder.remove();
  }
}

/** Clones the project's last commit, and edits one workload. */
async function cloneWithEdit(checkout: string): Promise<void> {
  await execa("git", ["clone", "--quiet", "--shared", PROJECT_FOLDER, checkout]);
  symlinkSync(join(PROJECT_FOLDER, "node_modules"), join(checkout, "node_modules"), "junction");
  const file = join(checkout, EDIT.file);
  const text = readFileSync(file, "utf8");
  if (!text.includes(EDIT.from)) throw new Error(`${EDIT.file} has no ${EDIT.from}`);
  writeFileSync(file, text.replace(EDIT.from, EDIT.to));
}

async function floorCpuSeconds(): Promise<number> {
  const costs: number[] = [];
  for (let round = 0; round <= FLOOR_ROUNDS; round++) {
    const { cpuSeconds } = await measureTree(["-e", "require('cdktf')"], { cwd: PROJECT_FOLDER });
    // The first round reads from the disk.
    if (round > 0) costs.push(cpuSeconds);
  }
  return costs.sort((a, b) => a - b)[Math.floor(FLOOR_ROUNDS / 2)] ?? Number.NaN;
}

function printParts({ parts }: TreeCost): void {
  for (const [kind, seconds] of parts) printRow(`CPU of ${kind}`, `${seconds.toFixed(1)} s`);
}

function printAgainst(what: string, seconds: number, rehearsalSeconds: number): void {
  const ratio = seconds / rehearsalSeconds;
  const verdict = compareWithTarget(ratio, TARGETS.changeToRehearsal, "×");
  printRow(what, `${seconds.toFixed(1)} s`, `${ratio.toFixed(2)}× a rehearsal: ${verdict}`);
}
