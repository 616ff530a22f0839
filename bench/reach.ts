import { join } from "node:path";
import { execa } from "execa";
import { required } from "../language/required.ts";
import { makeTemporaryFolder } from "../tools/terraform/temporary-folder.ts";
import { writeLargeNetwork } from "./large-network.ts";
import { PROJECT_FOLDER } from "./measure.ts";
import { compareWithTarget, printRow, printTitle } from "./print.ts";

const REACH_TARGETS = { proveCybershieldMs: 100, largeSeconds: 10, largeMiB: 1024 };
const VPC_COUNTS = [50, 100, 200];
const ROUNDS = 5;

interface MeasuredProof {
  readonly reading: number;
  readonly proving: number;
  readonly pairs: number;
  readonly peakMiB: number;
}

/**
 * Measures proofs of CyberShield and of increasingly large networks.
 *
 * @param program the bundle of `bench/prove-folder.ts`
 */
export async function benchReach(program: string): Promise<void> {
  const folder = makeTemporaryFolder("drydock-bench");
  try {
    await benchPlatform(program, join(folder.path, "cdktf.out"));
    await benchGrowth(program, folder.path);
  } finally {
    await folder.remove();
  }
}

async function benchPlatform(program: string, folder: string): Promise<void> {
  printTitle("Reach: proof of CyberShield prod, median of 5");
  const env = { DRYDOCK_PLATFORM: "cybershield", DRYDOCK_ENVIRONMENT: "prod", CDKTF_OUTDIR: folder };
  await execa(process.execPath, ["bin/app.mjs"], { cwd: PROJECT_FOLDER, env });
  const proofs: MeasuredProof[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    proofs.push(
      await measureProof(program, { FOLDER: folder, PLATFORM: "cybershield", ENVIRONMENT: "prod" }),
    );
  }
  const sorted = proofs.sort((a, b) => a.proving - b.proving);
  const median = required(sorted, Math.floor(ROUNDS / 2));
  printRow("reading and evaluating", `${median.reading.toFixed(0)} ms`);
  printRow(
    `proving ${median.pairs} pairs`,
    `${median.proving.toFixed(0)} ms`,
    compareWithTarget(median.proving, REACH_TARGETS.proveCybershieldMs, " ms"),
  );
}

async function benchGrowth(program: string, folder: string): Promise<void> {
  printTitle("Reach: growth, reading and proving");
  for (const vpcs of VPC_COUNTS) {
    const input = join(folder, `vpcs-${vpcs}`);
    const { endpoints, rules } = writeLargeNetwork(input, vpcs);
    const { reading, proving, peakMiB } = await measureProof(program, { FOLDER: input });
    const seconds = (reading + proving) / 1000;
    const isLast = vpcs === VPC_COUNTS.at(-1);
    printRow(
      `${vpcs} VPCs, ${endpoints} endpoints, ${rules} rules`,
      `${seconds.toFixed(1)} s ${peakMiB.toFixed(0).padStart(5)} MiB`,
      isLast
        ? `${compareWithTarget(seconds, REACH_TARGETS.largeSeconds, " s")}, ${compareWithTarget(peakMiB, REACH_TARGETS.largeMiB, " MiB")}`
        : "",
    );
  }
}

async function measureProof(program: string, env: Readonly<Record<string, string>>): Promise<MeasuredProof> {
  const { stdout } = await execa(process.execPath, [program], { cwd: PROJECT_FOLDER, env });
  return JSON.parse(stdout) as MeasuredProof;
}
