import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ReachError } from "./reach-error.ts";

/**
 * The initial workspace.
 * https://developer.hashicorp.com/terraform/language/state/workspaces
 */
export const DEFAULT_WORKSPACE = "default";

/**
 * The folder in which a local backend stores the states of all workspaces except `default`.
 * https://developer.hashicorp.com/terraform/language/backend/local
 */
export const LOCAL_WORKSPACES = "terraform.tfstate.d";

/**
 * Names that Terraform allows: those that need no escaping in a URL path.
 * https://github.com/hashicorp/terraform/blob/main/internal/command/arguments/workspace.go
 */
const ALLOWED_NAME = /^[\w.~$&+:=@-]+$/;

/**
 * Rejects an invalid workspace name.
 * @throws ReachError
 */
export function requireWorkspaceName(name: string): void {
  if (ALLOWED_NAME.test(name)) return;
  throw new ReachError(
    `--workspace: received ${JSON.stringify(name)}; allowed: letters, digits and - _ . ~ $ & + : = @. Fix: use a name that \`terraform workspace list\` shows.`,
  );
}

/**
 * Returns the workspace that `terraform workspace select` or `terraform init` selected in a folder;
 * undefined if none is selected.
 * https://github.com/hashicorp/terraform/blob/main/internal/command/meta.go
 * @throws ReachError if Terraform rejects its name.
 */
export async function selectedWorkspace(folder: string): Promise<string | undefined> {
  const file = join(folder, ".terraform", "environment");
  // As in Terraform, an unreadable file selects nothing.
  const name = (await readFile(file, "utf8").catch(() => "")).trim();
  if (name === "") return undefined;
  if (ALLOWED_NAME.test(name)) return name;
  throw new ReachError(
    `${file} selects the workspace ${JSON.stringify(name)}, which Terraform does not allow. Fix: run \`terraform workspace select\`, or give --workspace.`,
  );
}
