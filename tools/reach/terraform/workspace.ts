import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ReachError } from "./reach-error.ts";

/** The first workspace. https://developer.hashicorp.com/terraform/language/state/workspaces */
export const DEFAULT_WORKSPACE = "default";

/**
 * The folder in which a local backend keeps the states of other workspaces than `default`.
 * https://developer.hashicorp.com/terraform/language/backend/local
 */
export const LOCAL_WORKSPACES = "terraform.tfstate.d";

/**
 * Names that Terraform allows: those that a path of a URL has as they are.
 * https://github.com/hashicorp/terraform/blob/main/internal/command/arguments/workspace.go
 */
const ALLOWED_NAME = /^[\w.~$&+:=@-]+$/;

/**
 * Refuses a name that no workspace can have.
 * @throws ReachError
 */
export function requireWorkspaceName(name: string): void {
  if (ALLOWED_NAME.test(name)) return;
  throw new ReachError(
    `--workspace: received ${JSON.stringify(name)}; allowed: letters, digits and - _ . ~ $ & + : = @. Fix: give a name that \`terraform workspace list\` shows.`,
  );
}

/**
 * The workspace that `terraform workspace select` or `terraform init` selected in a folder;
 * undefined where none is.
 * https://github.com/hashicorp/terraform/blob/main/internal/command/meta.go
 * @throws ReachError when it has a name that Terraform refuses.
 */
export async function selectedWorkspace(folder: string): Promise<string | undefined> {
  const file = join(folder, ".terraform", "environment");
  // As in Terraform, a file that cannot be read selects nothing.
  const name = (await readFile(file, "utf8").catch(() => "")).trim();
  if (name === "") return undefined;
  if (ALLOWED_NAME.test(name)) return name;
  throw new ReachError(
    `${file} selects the workspace ${JSON.stringify(name)}, which Terraform does not allow. Fix: run \`terraform workspace select\`, or give --workspace.`,
  );
}
