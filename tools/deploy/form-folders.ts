import { cpSync, existsSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import { readStackFile, writeStackFile } from "../synthesized/write-stacks.ts";
import type { Terraform } from "../terraform/terraform.ts";

/** Options of {@link FormFolders}. */
export interface FormFoldersOptions {
  /** Initializes the folders, and runs in them. */
  readonly terraform: Terraform;
  /** A private folder for the forms: plans in it contain the states' values. */
  readonly workFolder: string;
  /** The folders that `cdktf synth` wrote, by stack: wanted forms, and the files beside them. */
  readonly wantedFolders: ReadonlyMap<string, string>;
}

/** The folders in which Terraform runs: one a stack, for all of its forms. */
export class FormFolders {
  readonly #options: FormFoldersOptions;

  constructor(options: FormFoldersOptions) {
    this.#options = options;
  }

  /** The folder in which Terraform runs for a stack. */
  folderOf(stack: string): string {
    return join(this.#options.workFolder, "stacks", stack);
  }

  /**
   * Writes a form into the stack's folder, which serves all of its forms, and initializes it. The
   * wanted form is the very file that cdktf wrote, so that cdktf finds nothing to change
   * afterwards.
   */
  async write(stack: string, json: TerraformJson): Promise<string> {
    const folder = this.folderOf(stack);
    const wanted = this.#options.wantedFolders.get(stack);
    mkdirSync(folder, { recursive: true });
    if (wanted !== undefined) cpSync(wanted, folder, { recursive: true, filter: isSynthesized });
    const isWanted = wanted !== undefined && isDeepStrictEqual(readStackFile(wanted), json);
    if (!isWanted) writeStackFile(folder, json);
    if (!existsSync(join(folder, ".terraform"))) await this.#options.terraform.init(folder);
    return folder;
  }
}

/** False for what Terraform, not cdktf, wrote into a stack's folder. */
function isSynthesized(path: string): boolean {
  return !basename(path).startsWith(".terraform");
}
