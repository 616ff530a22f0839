import type { StackContents } from "../stack-contents.ts";
import type { Value } from "../value.ts";
import { Unknown } from "../value.ts";
import type { StateBackend } from "./declarations.ts";
import { toInventoryValue } from "./evaluate-json.ts";
import { EvaluationContext } from "./evaluation-context.ts";
import type { ModuleFolder } from "./folder.ts";
import { type ModuleCall, ModuleScope } from "./module-scope.ts";
import { workspaceOf } from "./stack-workspace.ts";
import { stateLocationOf } from "./state-location.ts";

/** One stack in Terraform's JSON syntax. */
export interface ConfiguredStack {
  /** The name of the stack. */
  readonly stack: string;
  /** Its folder, with the modules that it calls. */
  readonly folder: ModuleFolder;
  /**
   * The workspace that is selected in its folder.
   * @default none
   */
  readonly selectedWorkspace?: string | undefined;
}

/**
 * Evaluates stacks in Terraform's JSON syntax, joined by the states that they read from each other.
 * @param workspace the workspace for all stacks; without it, each stack's selected one
 */
export function readStacks(stacks: readonly ConfiguredStack[], workspace?: string): StackContents[] {
  const context = new EvaluationContext();
  const scopes = stacks.map((each) => {
    const { stack, folder } = each;
    return { stack, folder, scope: rootScope(each, context, workspace) };
  });
  return scopes.map(({ stack, folder, scope }) => {
    const resources = scope.declareAll().map((resource) => resource.toResource());
    const outputs = scope
      .outputNames()
      .map((name) => ({ stack, name, value: toInventoryValue(scope.output(name)) }));
    const unread = folder.unparsedFiles.map((file) => ({
      address: stack,
      why: `${file} uses HCL syntax, which is not read`,
    }));
    const gaps = context.gaps.filter(({ address }) => address.startsWith(`${stack}/`));
    return { stack, resources, outputs, gaps: [...gaps, ...unread] };
  });
}

/** The call of a root module, with the values of its variable files. */
function rootCall({ variables }: ModuleFolder): ModuleCall {
  return { input: (name) => variables.get(name) as Value | undefined, regions: new Map() };
}

/**
 * The default backend.
 * https://developer.hashicorp.com/terraform/language/backend
 */
const LOCAL: StateBackend = { type: "local", config: {} };

/** The scope of a stack's root module, registered in the context by the location of its state. */
function rootScope(
  { stack, folder, selectedWorkspace }: ConfiguredStack,
  context: EvaluationContext,
  workspace: string | undefined,
): ModuleScope {
  const backend = folder.declarations.backend ?? LOCAL;
  const { writes, name } = workspaceOf(backend, { given: workspace, selected: selectedWorkspace });
  const root = { stack, folder: folder.path, workspace: name };
  const scope = new ModuleScope(context, root, `${stack}/`, folder, rootCall(folder));
  const place = stateLocationOf(backend.type, backend.config as Value, writes, folder.path, scope);
  if (!(place instanceof Unknown)) context.publish(place.id, scope);
  return scope;
}
