import { join } from "node:path";
import { execa } from "execa";
import type { ProviderChoice } from "../../tools/rehearse/provider-choice.ts";
import { PROJECT_FOLDER } from "./command-line.ts";

/**
 * A simulated AWS account in its own process, since cdktf's matchers block this one while they run
 * Terraform.
 */
export interface SimulatedAccountProcess {
  /** Environment variables that direct Terraform to the account. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * Starts `drydock simulate`.
 *
 * @param synthesized the folder whose resource types the account has; all of them take each
 *   Terraform seconds. @default all
 * @param provider the provider behind the account. @default "auto"
 * @throws Error with its error output if it exits instead.
 */
export async function startSimulatedAccountProcess(
  account: string,
  bucket: string,
  synthesized?: string,
  provider: ProviderChoice = "auto",
): Promise<SimulatedAccountProcess> {
  const args = [
    join(PROJECT_FOLDER, "bin", "drydock.mjs"),
    "simulate",
    "--account",
    account,
    "--bucket",
    bucket,
    ...(synthesized === undefined ? [] : ["--types-of", synthesized]),
    "--provider",
    provider,
    "--json",
  ];
  const child = execa(process.execPath, args, { cwd: PROJECT_FOLDER, reject: false, stdin: "ignore" });
  const env = await firstLine(
    child.stdout,
    child.then(({ stderr }) => stderr),
  );
  const stop = async () => {
    child.kill("SIGINT");
    await child;
  };
  return { env: JSON.parse(env) as Record<string, string>, stop };
}

/** Starts `drydock simulate` for all tests of a file, which it also stops. */
export function simulatedAccountOfFile(account: string, bucket: string): () => SimulatedAccountProcess {
  let started: SimulatedAccountProcess | undefined;
  beforeAll(async () => {
    started = await startSimulatedAccountProcess(account, bucket);
  }, 60_000);
  afterAll(() => started?.stop());
  return () => {
    if (started === undefined) throw new Error("the account is there in tests only");
    return started;
  };
}

/**
 * Returns the first line that a program prints.
 * @throws Error with its error output if it exits before that.
 */
function firstLine(stdout: NodeJS.ReadableStream, ended: Promise<string>): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    stdout.on("data", (chunk) => {
      output += String(chunk);
      const end = output.indexOf("\n");
      if (end >= 0) resolve(output.slice(0, end));
    });
    void ended.then((stderr) => reject(new Error(`drydock simulate ended: ${stderr}`)));
  });
}
