import { isDeepStrictEqual } from "node:util";
import type { SynthesizedStack } from "./synthesized-stacks.ts";

/**
 * The stacks whose deployment could change anything, by name. `lifecycle` is Terraform's own affair: what it says is
 * read from the files at every run, and no deployment carries it anywhere.
 * https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
 */
export function changedStacks(
  before: readonly SynthesizedStack[],
  after: readonly SynthesizedStack[],
): readonly string[] {
  const jsonByName = new Map(before.map(({ name, json }) => [name, withoutLifecycle(json)]));
  return after
    .filter(({ name, json }) => !isDeepStrictEqual(withoutLifecycle(json), jsonByName.get(name)))
    .map(({ name }) => name);
}

function withoutLifecycle({ resource = {}, ...json }: SynthesizedStack["json"]): unknown {
  const types = Object.entries(resource).map(([type, byName]) => {
    const bodies = Object.entries(byName).map(([name, body]) => [
      name,
      { ...(body as object), lifecycle: {} },
    ]);
    return [type, Object.fromEntries(bodies)];
  });
  return { ...json, resource: Object.fromEntries(types) };
}
