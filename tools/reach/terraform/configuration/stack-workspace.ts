import { Unknown, type Value } from "../value.ts";
import { DEFAULT_WORKSPACE } from "../workspace.ts";
import type { StateBackend } from "./declarations.ts";
import { argumentsOf } from "./state-location.ts";

/** The workspace for which a stack is evaluated. */
export interface StackWorkspace {
  /** The workspace whose state the stack writes. */
  readonly writes: string;
  /** The value of `terraform.workspace`. */
  readonly name: string | Unknown;
}

/** The options that select a workspace. */
export interface WorkspaceChoice {
  /** The workspace given by the user, for all stacks. */
  readonly given?: string | undefined;
  /** The workspace selected in the stack's folder. */
  readonly selected?: string | undefined;
}

/**
 * Returns a stack's workspace: the given one, or the one selected in its folder, or `default`. Some
 * backends have only one workspace, which neither changes.
 */
export function workspaceOf(
  { type, config }: StateBackend,
  { given, selected }: WorkspaceChoice,
): StackWorkspace {
  const chosen = given ?? selected ?? DEFAULT_WORKSPACE;
  const only = type === "remote" || type === "cloud" ? namedIn(type, config) : undefined;
  switch (type) {
    case "http":
      return { writes: DEFAULT_WORKSPACE, name: DEFAULT_WORKSPACE };
    case "cloud":
      if (only !== undefined) return { writes: only, name: only };
      return { writes: chosen, name: chosen === DEFAULT_WORKSPACE ? NOT_CHOSEN : chosen };
    case "remote":
      return { writes: only === undefined ? chosen : DEFAULT_WORKSPACE, name: given ?? RUN_ANYWHERE };
    default:
      return { writes: chosen, name: chosen };
  }
}

/** https://developer.hashicorp.com/terraform/cli/cloud/settings */
const NOT_CHOSEN = new Unknown("the cloud block names no workspace: set it with --workspace");

/** https://developer.hashicorp.com/terraform/language/backend/remote#workspaces */
const RUN_ANYWHERE = new Unknown(
  "terraform.workspace depends on where the remote backend runs Terraform: set it with --workspace",
);

/** The only workspace, if the backend's configuration names one. */
function namedIn(type: string, config: Value): string | undefined {
  const argument = argumentsOf(type, config, { configured: (reference) => reference });
  const name = argument instanceof Unknown ? "" : argument("workspaces.name");
  return name === "" ? undefined : name;
}
