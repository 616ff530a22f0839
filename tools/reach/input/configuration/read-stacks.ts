import type { StackPart } from "../stack-part.ts";
import type { Value } from "../value.ts";
import { Unknown } from "../value.ts";
import { placeOf } from "./backend.ts";
import type { Backend } from "./declarations.ts";
import { settle } from "./evaluate-json.ts";
import type { ModuleFolder } from "./folder.ts";
import { type Call, ModuleScope } from "./module-scope.ts";
import { workspaceOf } from "./stack-workspace.ts";
import { World } from "./world.ts";

/** One stack of Terraform's JSON syntax. */
export interface ConfiguredStack {
  readonly stack: string;
  readonly folder: ModuleFolder;
  /** The workspace that is selected in its folder. @default none */
  readonly selectedWorkspace?: string | undefined;
}

/**
 * Works out stacks of Terraform's JSON syntax, joined by the states that they read of each other.
 * @param workspace the one that all are read as of; else the one that each has selected
 */
export function readStacks(stacks: readonly ConfiguredStack[], workspace?: string): StackPart[] {
  const world = new World();
  const scopes = stacks.map((each) => {
    const { stack, folder } = each;
    return { stack, folder, scope: rootScope(each, world, workspace) };
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

/** The default backend. https://developer.hashicorp.com/terraform/language/backend */
const LOCAL: Backend = { type: "local", config: {} };

/** The scope of a stack's root module, which the world finds by where the stack keeps its state. */
function rootScope(
  { stack, folder, selectedWorkspace }: ConfiguredStack,
  world: World,
  workspace: string | undefined,
): ModuleScope {
  const backend = folder.declarations.backend ?? LOCAL;
  const { writes, name } = workspaceOf(backend, { given: workspace, selected: selectedWorkspace });
  const root = { stack, folder: folder.path, workspace: name };
  const scope = new ModuleScope(world, root, `${stack}/`, folder, rootCall(folder));
  const place = placeOf(backend.type, backend.config as Value, writes, folder.path, scope);
  if (!(place instanceof Unknown)) world.publish(place.id, scope);
  return scope;
}
