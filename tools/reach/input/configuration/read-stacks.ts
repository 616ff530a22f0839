import type { StackPart } from "../stack-part.ts";
import type { Value } from "../value.ts";
import { Unknown } from "../value.ts";
import { placeOf } from "./backend.ts";
import { settle } from "./evaluate-json.ts";
import type { ModuleFolder } from "./folder.ts";
import { type Call, ModuleScope } from "./module-scope.ts";
import { World } from "./world.ts";

/** One stack of Terraform's JSON syntax. */
export interface ConfiguredStack {
  readonly stack: string;
  readonly folder: ModuleFolder;
}

/** Works out stacks of Terraform's JSON syntax, joined by the states that they read of each other. */
export function readStacks(stacks: readonly ConfiguredStack[]): StackPart[] {
  const world = new World();
  const scopes = stacks.map(({ stack, folder }) => {
    const scope = new ModuleScope(world, stack, folder.path, `${stack}/`, folder, rootCall(folder));
    publish(folder, scope, world);
    return { stack, folder, scope };
  });
  return scopes.map(({ stack, folder, scope }) => {
    const resources = scope.declareAll().map((resource) => resource.toResource());
    const outputs = scope.outputNames().map((name) => ({ stack, name, value: settle(scope.output(name)) }));
    const unread = folder.unread.map((file) => ({
      address: stack,
      why: `${file} is of Terraform's own syntax, which is not read`,
    }));
    const gaps = world.gaps.filter(({ address }) => address.startsWith(`${stack}/`));
    return { stack, resources, outputs, gaps: [...gaps, ...unread] };
  });
}

/** A stack is called with the values of its variable files. */
function rootCall({ variables }: ModuleFolder): Call {
  return { input: (name) => variables.get(name) as Value | undefined, regions: new Map() };
}

function publish(folder: ModuleFolder, scope: ModuleScope, world: World): void {
  const { type, config } = folder.declarations.backend ?? { type: "local", config: {} };
  const place = placeOf(type, config as Value, folder.path, scope);
  if (!(place instanceof Unknown)) world.publish(place.id, scope);
}
