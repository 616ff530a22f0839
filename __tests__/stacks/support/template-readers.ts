import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluateJson } from "../../../tools/reach/terraform/configuration/evaluate-json.ts";
import { EvaluationContext } from "../../../tools/reach/terraform/configuration/evaluation-context.ts";
import type { Scope } from "../../../tools/reach/terraform/expression/scope.ts";
import { Unknown } from "../../../tools/reach/terraform/value.ts";
import { findTerraform } from "../../../tools/terraform/terraform-binary.ts";

const context = new EvaluationContext();
const unresolved = new Unknown("there is nothing to refer to");
const scope: Scope = {
  resolve: () => unresolved,
  attribute: () => unresolved,
  configured: () => unresolved,
  parse: (text) => context.parse(text),
};

/** Evaluates strings in Terraform's JSON syntax with the project's own evaluator. */
export function evaluateTemplates(strings: readonly string[]): unknown[] {
  return strings.map((text) => evaluateJson(text, scope));
}

/** Evaluates strings in Terraform's JSON syntax with one run of Terraform, without a provider. */
export async function evaluateByTerraform(strings: readonly string[]): Promise<string[]> {
  const { command } = await findTerraform();
  const folder = mkdtempSync(join(tmpdir(), "drydock-texts-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ output: { texts: { value: strings } } }));
    execFileSync(command, ["apply", "-auto-approve", "-no-color"], {
      cwd: folder,
      env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: "1" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const state: unknown = JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8"));
    return (state as { outputs: { texts: { value: string[] } } }).outputs.texts.value;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
