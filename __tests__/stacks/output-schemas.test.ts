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
import { type RegionalKind, stackKindsOf } from "../../stacks/stack-plan.ts";
import { outputValues, parseStackJson, synthesize } from "../support/synth.ts";

/** Every environment of every platform. */
const resolved = platforms.flatMap((spec) =>
  Object.keys(spec.environments).map((environment) => resolve(spec, environment)),
);
const stacks = synthesize(...resolved);
/** The regional views of all platforms. */
const views = resolved.flatMap((platform) =>
  regionsOfPlatform(platform).map((region) => regionalView(platform, region)),
);

/** The output schema of each stack of a regional view. */
function schemasOf(platform: RegionalView): Record<RegionalKind, OutputSchema> {
  return {
    network: networkOutputSchema(platform),
    edge: edgeOutputSchema(platform),
    data: dataOutputSchema(platform),
    compute: computeOutputSchema(platform),
    observe: observeOutputSchema,
  };
}

/** The keys of each output in a schema, by name; "one value" for an output that is not a map. */
function keysInSchema(schema: OutputSchema): Record<string, unknown> {
  const keys = (form: OutputSchema[string]) => {
    if (typeof form === "string") return "one value";
    return [...("textBy" in form ? form.textBy : form.listBy)].sort();
  };
  return Object.fromEntries(
    Object.entries(schema).map(([name, form]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      keys(form),
    ]),
  );
}

/** The keys of each output that a stack publishes, in the same form. */
function publishedKeys(stack: string): Record<string, unknown> {
  const keys = (value: unknown) => {
    if (value === undefined) return "nothing";
    return typeof value === "string" || Array.isArray(value)
      ? "one value"
      : Object.keys(value as object).sort();
  };
  const outputs = Object.entries(outputValues(parseStackJson(stacks, stack)));
  return Object.fromEntries(outputs.map(([name, value]) => [name, keys(value)]));
}

describe("the output schemas of the stacks", () => {
  it.each(views.map((view) => [`${view.name}-${view.environment} in ${view.region}`, view] as const))(
    "list exactly the published outputs and keys: %s",
    (_where, view) => {
      const schemas = schemasOf(view);
      for (const kind of stackKindsOf(view)) {
        expect([kind, publishedKeys(stackName(view.fullPlatform, kind, view.region))]).toEqual([
          kind,
          keysInSchema(schemas[kind]),
        ]);
      }
    },
  );
});
