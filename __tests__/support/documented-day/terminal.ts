import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { formatShellExports } from "../../../tools/rehearse/format-result.ts";

/** The outcome of a typed block. */
export interface Typed {
  readonly exitCode: number;
  /** Standard output and error, in the order in which they were printed, without colours. */
  readonly output: string;
}

/** The answers to questions. `read` reads the first one too. */
const ANSWERS = "yes\n".repeat(20);

/**
 * A terminal in a checkout, after the lines that a kept rehearsal prints were pasted into it.
 *
 * - Each block starts in the project's folder, and ends at its first failing command.
 * - Variables that a block sets are there in the next one.
 * - Questions are answered with `yes`. cdktf and drydock ask only in a real terminal: they get the
 *   options `--auto-approve` and `--yes`, as docs/operations.md says.
 * - Version 1 of the AWS CLI ignores `AWS_ENDPOINT_URL` for RDS, so `aws` gets it as an option.
 */
export class Terminal {
  readonly #checkout: string;
  readonly #pasted: string;
  readonly #variables: string;

  /**
   * @param folder a folder for the terminal's own files
   * @param kept the variables of the kept rehearsal
   */
  constructor(folder: string, checkout: string, kept: Readonly<Record<string, string>>) {
    this.#checkout = checkout;
    this.#pasted = formatShellExports(kept);
    this.#variables = join(folder, "variables.sh");
    mkdirSync(folder, { recursive: true });
    writeFileSync(this.#variables, "");
  }

  /** Types a block, and waits until it ends. */
  async type(text: string): Promise<Typed> {
    const { exitCode, all } = await execa("bash", ["-c", this.#script(text)], {
      ...this.#options(),
      input: ANSWERS,
      reject: false,
    });
    return { exitCode: exitCode ?? -1, output: stripVTControlCharacters(all) };
  }

  /** Types a block that ends in a question, and kills its program there. */
  async kill(text: string, question: string): Promise<void> {
    const child = execa("bash", ["-c", this.#script(text)], { ...this.#options(), reject: false });
    let output = "";
    child.all.on("data", (chunk) => {
      output += chunk;
      if (output.includes(question)) child.kill("SIGKILL");
    });
    expect((await child).signal, output).toBe("SIGKILL");
  }

  #options() {
    return { cwd: this.#checkout, all: true, env: { CI: "1", AWS_PAGER: "" } } as const;
  }

  #script(text: string): string {
    return [
      "set -eo pipefail",
      this.#pasted,
      `. '${this.#variables}'`,
      `save() { :; ${saveVariables(text)} } >> '${this.#variables}' 2>/dev/null`,
      "trap save EXIT",
      `aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }`,
      withoutQuestions(text),
    ].join("\n");
  }
}

/** Returns the commands that print how to set a block's variables, or to unset them. */
function saveVariables(text: string): string {
  const names = [...text.matchAll(/\b(?:unset |read -\w+ )?([A-Z][A-Z_]+)\b/g)].map(([, name]) => name!);
  return [...new Set(names)].map((name) => `declare -p ${name} || echo 'unset ${name}';`).join(" ");
}

function withoutQuestions(text: string): string {
  return text
    .replaceAll(/^(npx cdktf (?:deploy|destroy) [^#\n]*)/gm, "$1 --auto-approve")
    .replaceAll(/^(npx drydock deploy [^#\n]*)/gm, "$1 --yes");
}
