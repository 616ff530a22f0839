import { isDeepStrictEqual } from "node:util";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";

/**
 * Returns the names of the stacks that a deployment could change. `lifecycle` is ignored: Terraform
 * reads it from the files at every run and never deploys it.
 * https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
 */
export function changedStacks(
  before: readonly Pick<SynthesizedStack, "name" | "json">[],
  after: readonly Pick<SynthesizedStack, "name" | "json">[],
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
