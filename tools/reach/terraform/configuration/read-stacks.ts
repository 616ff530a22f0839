import type { StackContents } from "../stack-contents.ts";
import type { Value } from "../value.ts";
import { Unknown } from "../value.ts";
import { toInventoryValue } from "./evaluate-json.ts";
import { EvaluationContext } from "./evaluation-context.ts";
import type { ModuleFolder } from "./folder.ts";
import { type ModuleCall, ModuleScope } from "./module-scope.ts";
import { stateLocationOf } from "./state-location.ts";

/** One stack of Terraform's JSON syntax. */
export interface ConfiguredStack {
  readonly stack: string;
  readonly folder: ModuleFolder;
}

/** Works out stacks of Terraform's JSON syntax, joined by the states that they read of each other. */
export function readStacks(stacks: readonly ConfiguredStack[]): StackContents[] {
  const context = new EvaluationContext();
  const scopes = stacks.map(({ stack, folder }) => {
    const scope = new ModuleScope(context, stack, folder.path, `${stack}/`, folder, rootCall(folder));
    publishOutputs(folder, scope, context);
    return { stack, folder, scope };
  });
  return scopes.map(({ stack, folder, scope }) => {
    const resources = scope.declareAll().map((resource) => resource.toResource());
    const outputs = scope
      .outputNames()
      .map((name) => ({ stack, name, value: toInventoryValue(scope.output(name)) }));
    const unread = folder.unparsedFiles.map((file) => ({
      address: stack,
      why: `${file} is of Terraform's own syntax, which is not read`,
    }));
    const gaps = context.gaps.filter(({ address }) => address.startsWith(`${stack}/`));
    return { stack, resources, outputs, gaps: [...gaps, ...unread] };
  });
}

/** A stack is called with the values of its variable files. */
function rootCall({ variables }: ModuleFolder): ModuleCall {
  return { input: (name) => variables.get(name) as Value | undefined, regions: new Map() };
}

function publishOutputs(folder: ModuleFolder, scope: ModuleScope, context: EvaluationContext): void {
  const { type, config } = folder.declarations.backend ?? { type: "local", config: {} };
  const place = stateLocationOf(type, config as Value, folder.path, scope);
  if (!(place instanceof Unknown)) context.publish(place.id, scope);
}
