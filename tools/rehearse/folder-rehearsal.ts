import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cdktfEnvironment } from "../terraform/cdktf.ts";
import { copyForeignFolder } from "./foreign-folder.ts";
import { moveLocalStates } from "./local-states.ts";
import { openWays } from "./open-ways.ts";
import { Rehearsal } from "./rehearsal.ts";
import type { RehearseOptions } from "./rehearse.ts";
import type { RehearsalResult } from "./result.ts";
import { simulate, terraformFor } from "./simulation.ts";
import { SPACE_MIB } from "./space.ts";
import { accountOf, blocksOf, stateBucketsOf, typesOf } from "./synthesized.ts";

/** The account of files that name none: the one in AWS's own examples. */
const EXAMPLE_ACCOUNT = "123456789012";

/**
 * Rehearses any folder that `cdktf synth` wrote: deploy, plan again, destroy. The buckets of its backends
 * are taken to exist. The folder itself is only read.
 */
export async function rehearseFolder(
  options: RehearseOptions,
  work: string,
  from: string,
): Promise<RehearsalResult> {
  const output = join(work, "cdktf.out");
  const { stacks: original, copied } = await copyForeignFolder(from, output, SPACE_MIB);
  moveLocalStates(original, copied, join(work, "local-states"));
  writeFileSync(
    join(work, "cdktf.json"),
    JSON.stringify({ language: "typescript", app: "false", projectId: "rehearsal" }),
  );
  const account = {
    folder: join(work, "aws"),
    terraformBinary: options.terraformBinary,
    provider: options.provider,
    port: options.port,
    accountId: accountOf(original) ?? EXAMPLE_ACCOUNT,
    types: typesOf(original),
    blocks: blocksOf(original),
    existingBuckets: stateBucketsOf(original),
  };
  return simulate(account, async (simulation) => {
    const cdktf = {
      cwd: work,
      output,
      env: { ...cdktfEnvironment(join(work, "cdktf-home")), ...simulation.env },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    const terraform = terraformFor(simulation, options.terraformBinary, options.signal);
    const rehearsal = new Rehearsal({ simulation, terraform, cdktf, options, subject: from });
    await rehearsal.findWays(openWays);
    await rehearsal.deploy("*");
    await rehearsal.planAgain();
    if (options.keep !== undefined) {
      // Whatever is tried out now may use types that the folder does not.
      simulation.cloud.setTypes(undefined);
      const result = rehearsal.result({ kept: cdktf.env });
      await options.keep(result, simulation);
      return result;
    }
    await rehearsal.destroy("*");
    return rehearsal.result({});
  });
}
