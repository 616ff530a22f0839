import { join } from "node:path";
import { execa } from "execa";
import { makeWorkspace } from "../tools/terraform/workspace.ts";
import { writeLargeNetwork } from "./large-network.ts";
import { PROJECT } from "./measure.ts";
import { row, title, verdict } from "./print.ts";

const TARGET = { proveCybershieldMs: 100, largeSeconds: 10, largeMiB: 1024 };
const VPCS = [50, 100, 200];
const ROUNDS = 5;

interface Proof {
  readonly reading: number;
  readonly proving: number;
  readonly pairs: number;
  readonly peakMiB: number;
}

/**
 * How long a proof takes: of CyberShield, and of larger and larger networks.
 *
 * @param program the bundle of `bench/prove-folder.ts`
 */
export async function benchReach(program: string): Promise<void> {
  const folder = makeWorkspace("drydock-bench");
  try {
    await benchPlatform(program, join(folder.path, "cdktf.out"));
    await benchGrowth(program, folder.path);
  } finally {
    await folder.remove();
  }
}

async function benchPlatform(program: string, folder: string): Promise<void> {
  title("Reach: proof of CyberShield prod, median of 5");
  const env = { DRYDOCK_PLATFORM: "cybershield", DRYDOCK_ENVIRONMENT: "prod", CDKTF_OUTDIR: folder };
  await execa(process.execPath, ["bin/app.mjs"], { cwd: PROJECT, env });
  const proofs: Proof[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    proofs.push(await proofOf(program, { FOLDER: folder, PLATFORM: "cybershield", ENVIRONMENT: "prod" }));
  }
  const middle = proofs.sort((a, b) => a.proving - b.proving)[Math.floor(ROUNDS / 2)]!;
  row("reading and evaluating", `${middle.reading.toFixed(0)} ms`);
  row(
    `proving ${middle.pairs} pairs`,
    `${middle.proving.toFixed(0)} ms`,
    verdict(middle.proving, TARGET.proveCybershieldMs, " ms"),
  );
}

async function benchGrowth(program: string, folder: string): Promise<void> {
  title("Reach: growth, reading and proving");
  for (const vpcs of VPCS) {
    const input = join(folder, `vpcs-${vpcs}`);
    const { endpoints, rules } = writeLargeNetwork(input, vpcs);
    const { reading, proving, peakMiB } = await proofOf(program, { FOLDER: input });
    const seconds = (reading + proving) / 1000;
    const isLast = vpcs === VPCS.at(-1);
    row(
      `${vpcs} VPCs, ${endpoints} endpoints, ${rules} rules`,
      `${seconds.toFixed(1)} s ${peakMiB.toFixed(0).padStart(5)} MiB`,
      isLast
        ? `${verdict(seconds, TARGET.largeSeconds, " s")}, ${verdict(peakMiB, TARGET.largeMiB, " MiB")}`
        : "",
    );
  }
}

async function proofOf(program: string, env: Readonly<Record<string, string>>): Promise<Proof> {
  const { stdout } = await execa(process.execPath, [program], { cwd: PROJECT, env });
  return JSON.parse(stdout) as Proof;
}
