import { TerraformStack, Testing } from "cdktf";
import type { SynthesizedStackJson } from "./synth.ts";

/** A construct's Terraform JSON, as text for cdktf's matchers and as data. */
export interface SynthesizedConstruct {
  readonly text: string;
  readonly json: SynthesizedStackJson;
}

/** Synthesizes constructs in a stack of their own, in memory. */
export function synthesizeConstruct(build: (stack: TerraformStack) => void): SynthesizedConstruct {
  // Without `outdir`, `Testing.app` creates a temporary folder and leaves it behind.
  const stack = new TerraformStack(Testing.app(), "test");
  build(stack);
  const text = Testing.synth(stack);
  return { text, json: JSON.parse(text) as SynthesizedStackJson };
}
