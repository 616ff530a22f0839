import { TerraformStack, Testing } from "cdktf";
import type { SynthesizedStackJson } from "./synth.ts";

/** A construct's Terraform JSON, as text for cdktf's matchers and as data. */
export interface SynthesizedConstruct {
  readonly text: string;
  readonly json: SynthesizedStackJson;
}

/** Synthesizes constructs on their own, in a stack of their own. Nothing is written. */
export function synthesizeConstruct(build: (stack: TerraformStack) => void): SynthesizedConstruct {
  // A folder of its own would be made, and left behind, if none were given.
  const stack = new TerraformStack(Testing.app({ outdir: "never-written" }), "test");
  build(stack);
  const text = Testing.synth(stack);
  return { text, json: JSON.parse(text) as SynthesizedStackJson };
}
