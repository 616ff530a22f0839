import { type RegionalView, regionalView, regionsOfPlatform } from "../../language/regional-view.ts";
import { resolve } from "../../language/resolve.ts";
import { stackName } from "../../modules/names.ts";
import { platforms } from "../../platforms/index.ts";
import {
  computeOutputSchema,
  dataOutputSchema,
  edgeOutputSchema,
  networkOutputSchema,
  observeOutputSchema,
} from "../../stacks/output-schemas.ts";
import type { OutputSchema } from "../../stacks/stack-outputs.ts";
import { planStacks, type RegionalKind } from "../../stacks/stack-plan.ts";
import { parseStackJson, synthesize } from "../support/synth.ts";

/** Every environment of every platform, with its stacks. */
const resolved = platforms.flatMap((spec) =>
  Object.keys(spec.environments).map((environment) => resolve(spec, environment)),
);
const stacks = synthesize(...resolved);
/** Each of them, region by region. */
const parts = resolved.flatMap((platform) =>
  regionsOfPlatform(platform).map((region) => regionalView(platform, region)),
);

/** What each stack of a platform promises to those that read it. */
function shapesOf(platform: RegionalView): Record<RegionalKind, OutputSchema> {
  return {
    network: networkOutputSchema(platform),
    edge: edgeOutputSchema(platform),
    data: dataOutputSchema(platform),
    compute: computeOutputSchema(platform),
    observe: observeOutputSchema,
  };
}

/** The keys under which each output is promised, by its name; "one value" for what is no map. */
function promised(shape: OutputSchema): Record<string, unknown> {
  const keys = (form: OutputSchema[string]) => {
    if (typeof form === "string") return "one value";
    return [...("textBy" in form ? form.textBy : form.listBy)].sort();
  };
  return Object.fromEntries(
    Object.entries(shape).map(([name, form]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      keys(form),
    ]),
  );
}

/** The same of what a stack does publish. */
function published(stack: string): Record<string, unknown> {
  const keys = (value: unknown) => {
    if (value === undefined) return "nothing";
    return typeof value === "string" || Array.isArray(value)
      ? "one value"
      : Object.keys(value as object).sort();
  };
  const outputs = Object.entries(parseStackJson(stacks, stack).output ?? {});
  return Object.fromEntries(outputs.map(([name, { value }]) => [name, keys(value)]));
}

describe("what a stack promises to the others", () => {
  it.each(parts.map((part) => [`${part.name}-${part.environment} in ${part.region}`, part] as const))(
    "is what it publishes, key by key: %s",
    (_where, part) => {
      const shapes = shapesOf(part);
      for (const kind of planStacks(part)) {
        expect([kind, published(stackName(part.fullPlatform, kind, part.region))]).toEqual([
          kind,
          promised(shapes[kind]),
        ]);
      }
    },
  );
});
