import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { SetupError } from "../terraform/setup-error.ts";
import type { StateStackConfig } from "./state-stack-config.ts";
import { parseState, type TrackedState } from "./tracked-state.ts";

const STATE_FILE = "terraform.tfstate";
/** Terraform's copy of the state before its last command. */
const BACKUP_FILE = `${STATE_FILE}.backup`;
/** The state that Terraform could not write to its backend. */
const ERRORED_FILE = "errored.tfstate";
const RECORD_FILE = "bootstrap.json";
const LOCAL_BACKEND_FILE = "backend_override.tf.json";
const UNPROTECTED_KEY_FILE = "unprotected_override.tf.json";
const SEARCH_FILE = "search.tf.json";
/** Installed providers are kept: the AWS provider is 700 MB. */
const KEPT = [".terraform", ".terraform.lock.hcl"];

/** A record of the account's condition before the bootstrap, kept beside the local state. */
export interface BootstrapRecord {
  /** True if the bucket did not exist when this folder's bootstrap started to create it. */
  readonly bucketWasAbsent: boolean;
}

/**
 * The folder for work on one state stack, readable only by its owner. Until the bucket exists, its
 * `terraform.tfstate` is the only state.
 */
export class WorkingFolder {
  /** Its path; Terraform runs here with the local state. */
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** The folder with only the bucket's backend: reading and writing the state needs no provider. */
  get bucketFolder(): string {
    return join(this.path, "bucket");
  }

  /** The path of the local state, which need not exist. */
  get stateFile(): string {
    return join(this.path, STATE_FILE);
  }

  /** The state file of a search, separate from the local state. */
  get searchStateFile(): string {
    return join(this.path, "search.tfstate");
  }

  /**
   * Prepares the folder for a stack. Keeps the states of an interrupted run, and removes its other
   * files.
   */
  prepare({ text, backend }: Pick<StateStackConfig, "text" | "backend">): void {
    for (const folder of [this.path, this.bucketFolder]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      chmodSync(folder, 0o700);
    }
    const states = [STATE_FILE, BACKUP_FILE, ERRORED_FILE, RECORD_FILE];
    this.#removeAllBut([...KEPT, ...states, basename(this.bucketFolder)]);
    writeFileSync(join(this.path, "cdk.tf.json"), text);
    writeFileSync(join(this.bucketFolder, "main.tf.json"), JSON.stringify({ terraform: { backend } }));
    this.#recoverErrored();
    this.#recoverDamaged();
  }

  /**
   * Reads the local state; undefined if it tracks nothing.
   *
   * @throws SyntaxError if the file is damaged.
   */
  readState(): TrackedState | undefined {
    if (!existsSync(this.stateFile)) return undefined;
    chmodSync(this.stateFile, 0o600);
    const state = parseState(readFileSync(this.stateFile, "utf8"));
    return state.resources.length === 0 ? undefined : state;
  }

  /** Replaces the local state, as a whole even if interrupted. */
  writeState(text: string): void {
    writeWhole(this.stateFile, text);
  }

  /**
   * Deletes the local state and its backup, once the same or a later state was read from the
   * bucket.
   */
  dropState(): void {
    for (const file of [STATE_FILE, BACKUP_FILE]) rmSync(join(this.path, file), { force: true });
  }

  /** Reads the record of earlier runs; undefined before the first. */
  readRecord(): BootstrapRecord | undefined {
    const file = join(this.path, RECORD_FILE);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as BootstrapRecord) : undefined;
  }

  /** Replaces the record for later runs. */
  writeRecord(record: BootstrapRecord): void {
    writeWhole(join(this.path, RECORD_FILE), JSON.stringify(record));
  }

  /**
   * Overrides the bucket's backend with a local backend, or removes the override. Without the
   * override no local state file may be left, not even an empty one.
   */
  useLocalState(isLocal: boolean): void {
    if (!isLocal && this.readState() === undefined) this.dropState();
    const override = { terraform: { backend: { local: { path: STATE_FILE } } } };
    this.#setFile(LOCAL_BACKEND_FILE, isLocal ? override : undefined);
  }

  /** Adds data sources to the stack for one search. */
  setSearch(search: unknown): void {
    this.#setFile(SEARCH_FILE, search);
    if (search === undefined) rmSync(this.searchStateFile, { force: true });
  }

  /** Removes `prevent_destroy` from the key at this address; undefined restores it. */
  setUnprotectedKey(address: string | undefined): void {
    const [type = "", name = ""] = address?.split(".") ?? [];
    const override = { resource: { [type]: { [name]: { lifecycle: { prevent_destroy: false } } } } };
    this.#setFile(UNPROTECTED_KEY_FILE, address === undefined ? undefined : override);
  }

  /** Removes everything except the installed providers. */
  finish(): void {
    this.#removeAllBut(KEPT);
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #removeAllBut(kept: readonly string[]): void {
    for (const file of readdirSync(this.path)) {
      if (!kept.includes(file)) rmSync(join(this.path, file), { recursive: true, force: true });
    }
  }

  #setFile(name: string, content: unknown): void {
    const file = join(this.path, name);
    if (content === undefined) rmSync(file, { force: true });
    else writeFileSync(file, JSON.stringify(content, null, 2));
  }

  /** Restores a state that Terraform could not write to its backend, if it is the newest. */
  #recoverErrored(): void {
    const errored = readStateFile(join(this.path, ERRORED_FILE));
    if (errored === undefined) return;
    const local = readStateFile(this.stateFile);
    if (local !== undefined && local.lineage !== errored.lineage) {
      throw new SetupError(
        `${this.path} has two states with different lineage, ${STATE_FILE} and ${ERRORED_FILE}: ` +
          "move the wrong one to another folder, then run the same command again.",
      );
    }
    if (local === undefined || local.serial < errored.serial) this.writeState(errored.text);
    rmSync(join(this.path, ERRORED_FILE));
  }

  /**
   * Restores the backup of a damaged state. Terraform writes its state in place, so a killed
   * Terraform can leave a partial file.
   */
  #recoverDamaged(): void {
    if (!existsSync(this.stateFile) || readStateFile(this.stateFile) !== undefined) return;
    const backup = readStateFile(join(this.path, BACKUP_FILE));
    if (backup === undefined) this.dropState();
    else this.writeState(backup.text);
    if (this.readRecord() === undefined) this.writeRecord({ bucketWasAbsent: false });
  }
}

/** Writes a file atomically: a crash leaves either the old or the new content. */
function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  sync(draft);
  renameSync(draft, path);
  sync(dirname(path));
}

function sync(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads the state in a file; undefined if there is none or it is damaged. */
function readStateFile(path: string): TrackedState | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return parseState(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
