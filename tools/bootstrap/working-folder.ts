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
/** Where Terraform keeps the state from before its last command. */
const BACKUP_FILE = `${STATE_FILE}.backup`;
/** Where Terraform writes a state that its backend has not taken. */
const ERRORED_FILE = "errored.tfstate";
const RECORD_FILE = "bootstrap.json";
const LOCAL_BACKEND_FILE = "backend_override.tf.json";
const UNPROTECTED_KEY_FILE = "unprotected_override.tf.json";
const SEARCH_FILE = "search.tf.json";
/** Installed providers are worth keeping: the AWS provider is 700 MB. */
const KEPT = [".terraform", ".terraform.lock.hcl"];

/** A record beside the local state, of what the account was like before. */
export interface BootstrapRecord {
  /** True when the bucket did not exist before this folder's bootstrap began to create it. */
  readonly bucketWasAbsent: boolean;
}

/**
 * The folder in which a state stack is worked on, readable by its owner only. While the bucket
 * does not exist its
 * `terraform.tfstate` is the only state there is.
 */
export class WorkingFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * The folder of the bucket's backend alone: to read and write the state there takes no provider.
   */
  get bucketFolder(): string {
    return join(this.path, "bucket");
  }

  get stateFile(): string {
    return join(this.path, STATE_FILE);
  }

  /** The state of a search: it tracks nothing, and is not the local state. */
  get searchStateFile(): string {
    return join(this.path, "search.tfstate");
  }

  /**
   * Lays out the folder for a stack; what an interrupted run has left of earlier layouts goes, its
   * states stay.
   */
  prepare({ text, backend }: StateStackConfig): void {
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
   * The local state, if it tracks anything.
   *
   * @throws SyntaxError when the file is damaged.
   */
  readState(): TrackedState | undefined {
    if (!existsSync(this.stateFile)) return undefined;
    chmodSync(this.stateFile, 0o600);
    const state = parseState(readFileSync(this.stateFile, "utf8"));
    return state.resources.length === 0 ? undefined : state;
  }

  writeState(text: string): void {
    writeWhole(this.stateFile, text);
  }

  /**
   * Deletes the local state with its backup: the same or a later state has been seen in the bucket.
   */
  dropState(): void {
    for (const file of [STATE_FILE, BACKUP_FILE]) rmSync(join(this.path, file), { force: true });
  }

  readRecord(): BootstrapRecord | undefined {
    const file = join(this.path, RECORD_FILE);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as BootstrapRecord) : undefined;
  }

  writeRecord(record: BootstrapRecord): void {
    writeWhole(join(this.path, RECORD_FILE), JSON.stringify(record));
  }

  /**
   * Lays a local backend over the bucket's, or takes it off: then no local state may be there, even
   * an empty one.
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

  /** Lets Terraform destroy the key at this address, whatever the stack says. */
  setUnprotectedKey(address: string | undefined): void {
    const [type = "", name = ""] = address?.split(".") ?? [];
    const override = { resource: { [type]: { [name]: { lifecycle: { prevent_destroy: false } } } } };
    this.#setFile(UNPROTECTED_KEY_FILE, address === undefined ? undefined : override);
  }

  /** Removes all but what saves the next run a download. */
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

  /** A state that Terraform could not write to its backend is the newest there is. */
  #recoverErrored(): void {
    const errored = readStateFile(join(this.path, ERRORED_FILE));
    if (errored === undefined) return;
    const local = readStateFile(this.stateFile);
    if (local !== undefined && local.lineage !== errored.lineage) {
      throw new SetupError(
        `${this.path} has two states of different lineage, ${STATE_FILE} and ${ERRORED_FILE}: ` +
          "move the wrong one elsewhere, then run the same command again.",
      );
    }
    if (local === undefined || local.serial < errored.serial) this.writeState(errored.text);
    rmSync(join(this.path, ERRORED_FILE));
  }

  /**
   * Terraform writes its state in place: killed meanwhile, it leaves half a file, and the backup
   * from before.
   */
  #recoverDamaged(): void {
    if (!existsSync(this.stateFile) || readStateFile(this.stateFile) !== undefined) return;
    const backup = readStateFile(join(this.path, BACKUP_FILE));
    if (backup === undefined) this.dropState();
    else this.writeState(backup.text);
    if (this.readRecord() === undefined) this.writeRecord({ bucketWasAbsent: false });
  }
}

/** Writes a file so that a crash leaves the old one or the new one, never a part. */
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

/** The state in a file; undefined when there is none, or none that can be read. */
function readStateFile(path: string): TrackedState | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return parseState(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
