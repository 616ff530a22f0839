import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { cdktfEnvironment, cdktfVersion } from "../terraform/cdktf.ts";
import { moveLocalStates } from "./local-states.ts";
import { openWays } from "./open-ways.ts";
import { Rehearsal } from "./rehearsal.ts";
import type { RehearseOptions } from "./rehearse.ts";
import type { RehearsalResult } from "./result.ts";
import { simulate, terraformFor } from "./simulation.ts";
import {
  accountOf,
  blocksOf,
  readSynthesized,
  type SynthesizedStack,
  stateBucketsOf,
  typesOf,
} from "./synthesized.ts";

/** What an earlier run left in a folder: providers, plans, states. */
const LEFT_BEHIND = /^(\.terraform|\.?terraform\.tfstate.*)$/;

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
  const original = readSynthesized(from);
  const output = join(work, "cdktf.out");
  cpSync(from, output, { recursive: true, filter: (file) => !LEFT_BEHIND.test(basename(file)) });
  const copied = readSynthesized(output);
  for (const stack of copied) addComment(stack);
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

/**
 * Says in a stack's copy that cdktf wrote it, where nothing says so: a stack that was written by hand. cdktf reads its
 * version there and crashes without; to Terraform it is a comment. No other byte changes, and no line moves.
 */
function addComment({ folder, json }: SynthesizedStack): void {
  const file = join(folder, "cdk.tf.json");
  if (json["//"] !== undefined || !existsSync(file)) return;
  const comment = JSON.stringify({ metadata: { version: cdktfVersion() } });
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(/^\s*\{(?!\s*\})/, (start) => `${start}"//":${comment},`),
  );
}
