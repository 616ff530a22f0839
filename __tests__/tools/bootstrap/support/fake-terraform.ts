import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError, type CommandResult } from "../../../../tools/terraform/run-command.ts";
import { Terraform } from "../../../../tools/terraform/terraform.ts";
import { type CutPoints, type FakeAccount, FakeFailure } from "./fake-account.ts";

interface Resource {
  readonly mode: "managed";
  readonly type: string;
  readonly name: string;
  instances: [{ status?: "tainted"; attributes: Record<string, unknown> }];
}

interface State {
  readonly version: 4;
  serial: number;
  lineage: string;
  outputs: Record<string, unknown>;
  resources: Resource[];
}

interface Config {
  readonly resource: Record<
    string,
    Record<string, { lifecycle?: { prevent_destroy?: boolean }; force_destroy?: boolean }>
  >;
  readonly terraform: { readonly backend: { readonly s3: { readonly key: string } } };
}

interface ConfigResource {
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly body: { readonly force_destroy?: boolean };
  readonly isProtected: boolean;
}

const OK: CommandResult = { exitCode: 0, stdout: "", stderr: "", durationMs: 0 };
const STATE = "terraform.tfstate";

/** Resource types in dependency order; the bucket's settings follow. */
const ORDER = ["aws_kms_key", "aws_kms_alias", "aws_s3_bucket"];
/** The types that are destroyed with a target. */
const DEPENDENTS: Readonly<Record<string, RegExp>> = {
  aws_kms_key: /^aws_(kms_key|kms_alias|s3_bucket_server_side_encryption_configuration)$/,
  aws_s3_bucket: /^aws_s3_bucket/,
};

/**
 * The parts of Terraform that a bootstrap depends on: backends, state files, locks, and the account
 * behind the provider. It works synchronously, and can be cut at each point at which the real one
 * can be interrupted.
 */
export class FakeTerraform extends Terraform {
  readonly #account: FakeAccount;
  readonly #points: CutPoints;

  constructor(account: FakeAccount, points: CutPoints) {
    super("terraform");
    this.#account = account;
    this.#points = points;
  }

  override init(folder: string): Promise<CommandResult> {
    return this.#command("init", folder, async () => {
      if (this.#isInBucket(folder)) this.#account.existingBucket();
      mkdirSync(join(folder, ".terraform"), { recursive: true });
    });
  }

  override async statePull(folder: string): Promise<string> {
    let text = "";
    await this.#command("state pull", folder, async () => {
      text = JSON.stringify(this.#readObject(folder));
    });
    return text;
  }

  override statePush(folder: string, file: string): Promise<CommandResult> {
    return this.#command("state push", folder, async () => {
      const state = JSON.parse(readFileSync(file, "utf8")) as State;
      await this.#locked(folder, async () => {
        const present = this.#readObject(folder);
        if (present.lineage !== "" && present.lineage !== state.lineage)
          throw new FakeFailure("unrelated state");
        if (present.serial > state.serial) throw new FakeFailure("newer state");
        // As in Terraform: the first push creates a lineage, and each push increments the serial.
        const isFirst = present.lineage === "";
        this.#writeObject(folder, {
          ...state,
          lineage: isFirst ? randomUUID() : state.lineage,
          serial: isFirst ? 1 : state.serial + 1,
        });
      });
    });
  }

  override apply(folder: string, ...args: readonly string[]): Promise<CommandResult> {
    const scratch = args.find((arg) => arg.startsWith("-state="))?.slice("-state=".length);
    return this.#command("apply", folder, async () => {
      if (scratch !== undefined) return this.#search(scratch);
      const target = targetOf(args);
      const wanted = this.#config(folder).filter(({ address }) => target === undefined || address === target);
      await this.#withState(folder, async (state, save) => {
        this.#refresh(state);
        if (args.includes("-refresh-only")) return save("the refreshed state");
        for (const { type, name, body, isProtected } of wanted) {
          const known = find(state, type, name);
          if (known?.instances[0].status === "tainted" && isProtected) {
            throw new FakeFailure("Instance cannot be destroyed");
          }
          if (known?.instances[0].status === "tainted") await this.#delete(state, known, save);
          const tracked = find(state, type, name);
          if (tracked === undefined) await this.#create(state, type, name, body, save);
          else await this.#update(state, tracked, body, save);
        }
        state.outputs = { bucket_name: { value: "states" } };
        await save("outputs");
      });
    });
  }

  override destroy(folder: string, ...args: readonly string[]): Promise<CommandResult> {
    return this.#command("destroy", folder, async () => {
      const target = targetOf(args)?.split(".")[0];
      const config = this.#config(folder);
      await this.#withState(folder, async (state, save) => {
        this.#refresh(state);
        const doomed = state.resources
          .filter(({ type }) => target === undefined || (DEPENDENTS[target] ?? /^$/).test(type))
          .sort((a, b) => rank(b.type) - rank(a.type));
        const isProtected = ({ type }: Resource) =>
          config.some((one) => one.type === type && one.isProtected);
        if (doomed.some(isProtected)) throw new FakeFailure("Instance cannot be destroyed");
        for (const resource of doomed) await this.#delete(state, resource, save);
        await save("the end");
      });
    });
  }

  override async plan(folder: string): Promise<{ readonly changes: boolean; readonly plan: string }> {
    let changes = false;
    await this.#command("plan", folder, async () => {
      await this.#locked(folder, async () => {
        changes = this.#differs(this.#readObject(folder), this.#config(folder));
      });
    });
    return { changes, plan: "" };
  }

  override async import(folder: string, address: string, id: string): Promise<boolean> {
    let isFound = false;
    await this.#command("import", folder, () =>
      this.#withState(folder, async (state, save) => {
        const [type = "", name = ""] = address.split(".");
        if (find(state, type, name) !== undefined)
          throw new FakeFailure("Resource already managed by Terraform");
        const attributes = this.#attributes(type, id);
        if (attributes === undefined) return;
        isFound = true;
        state.resources.push({ mode: "managed", type, name, instances: [{ attributes }] });
        await save(address);
      }),
    );
    return isFound;
  }

  override untaint(folder: string, address: string): Promise<CommandResult> {
    return this.#command("untaint", folder, () =>
      this.#withState(folder, async (state, save) => {
        const [type = "", name = ""] = address.split(".");
        delete find(state, type, name)?.instances[0].status;
        await save(address);
      }),
    );
  }

  override stateRemove(folder: string, addresses: readonly string[]): Promise<CommandResult> {
    return this.#command("state rm", folder, () =>
      this.#withState(folder, async (state, save) => {
        state.resources = state.resources.filter(({ type, name }) => !addresses.includes(`${type}.${name}`));
        await save("the end");
      }),
    );
  }

  override forceUnlock(folder: string, lockId: string): Promise<CommandResult> {
    return this.#command("force-unlock", folder, async () => {
      const { objects } = this.#account.existingBucket();
      const key = this.#lockKey(folder);
      if (!objects.get(key)?.text.includes(lockId)) throw new FakeFailure("no such lock");
      objects.delete(key);
    });
  }

  /** Runs a command, which can be cut before and after it acts. */
  async #command(name: string, folder: string, work: () => Promise<void>): Promise<CommandResult> {
    const where = this.#isInBucket(folder) ? "in the bucket" : "locally";
    try {
      await this.#points.pass(`${name} ${where}: begin`);
      await work();
      await this.#points.pass(`${name} ${where}: end`);
    } catch (error) {
      if (!(error instanceof FakeFailure)) throw error;
      throw new CommandError(error.message, { ...OK, exitCode: 1, stderr: error.message });
    }
    return OK;
  }

  #differs(state: State, config: readonly ConfigResource[]): boolean {
    const before = JSON.stringify(state.resources);
    this.#refresh(state);
    if (before !== JSON.stringify(state.resources)) return true;
    return config.some(({ type, name, body }) => {
      const tracked = find(state, type, name)?.instances[0].attributes;
      return tracked === undefined || tracked.force_destroy !== body.force_destroy;
    });
  }

  /**
   * Runs `work` on the state of a folder's backend. Like Terraform, it saves a local state at each
   * change.
   */
  async #withState(
    folder: string,
    work: (state: State, save: (what: string) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    if (!this.#isInBucket(folder)) {
      const file = join(folder, STATE);
      const state = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as State) : emptyState();
      if (state.lineage === "") state.lineage = randomUUID();
      return work(state, (what) => this.#saveLocally(file, state, what));
    }
    return this.#locked(folder, async () => {
      const state = this.#readObject(folder);
      const persist = () => {
        if (state.lineage === "") state.lineage = randomUUID();
        this.#writeObject(folder, { ...state, serial: state.serial + 1 });
      };
      try {
        await work(state, (what) => this.#points.pass(`saved ${what}`));
      } catch (error) {
        if (error instanceof FakeFailure && error.cut === "fail") persist();
        throw error;
      }
      try {
        await this.#points.pass("before the state is written");
        persist();
      } catch (error) {
        if (error instanceof FakeFailure && error.cut === "fail") {
          const errored = { ...state, serial: state.serial + 1 };
          writeFileSync(join(folder, "errored.tfstate"), JSON.stringify(errored));
        }
        throw error;
      }
    });
  }

  /** Writes in place, as Terraform does: a kill leaves a partial file beside the backup. */
  async #saveLocally(file: string, state: State, what: string): Promise<void> {
    if (existsSync(file)) writeFileSync(`${file}.backup`, readFileSync(file));
    state.serial += 1;
    const text = JSON.stringify(state);
    writeFileSync(file, text.slice(0, text.length / 2));
    try {
      await this.#points.pass(`half of ${what} saved`);
    } catch (error) {
      // A failure that is no kill still writes its file.
      if (error instanceof FakeFailure && error.cut === "fail") writeFileSync(file, text);
      throw error;
    }
    writeFileSync(file, text);
    await this.#points.pass(`saved ${what}`);
  }

  async #create(
    state: State,
    type: string,
    name: string,
    body: { force_destroy?: boolean },
    save: (what: string) => Promise<void>,
  ): Promise<void> {
    await this.#points.pass(`create ${type}: before`);
    const id = this.#createInAccount(type, state);
    try {
      await this.#points.pass(`create ${type}: after`);
      if (type === "aws_s3_bucket" && this.#account.bucket !== undefined)
        this.#account.bucket.isTagged = true;
    } catch (error) {
      if (error instanceof FakeFailure && error.cut === "fail") {
        state.resources.push(this.#tracked(type, name, id, body, "tainted"));
        await save(`${type}, tainted`);
      }
      throw error;
    }
    state.resources.push(this.#tracked(type, name, id, body));
    await save(type);
  }

  #createInAccount(type: string, state: State): string {
    const account = this.#account;
    if (type === "aws_kms_key") return account.createKey();
    if (type === "aws_kms_alias") account.createAlias(keyIn(state));
    else if (type === "aws_s3_bucket") account.createBucket();
    else account.existingBucket().settings.add(type);
    return type === "aws_kms_alias" ? "alias/drydock-state" : "states";
  }

  #tracked(
    type: string,
    name: string,
    id: string,
    body: { force_destroy?: boolean },
    status?: "tainted",
  ): Resource {
    const attributes = { ...this.#attributes(type, id), id, ...(type === "aws_s3_bucket" ? body : {}) };
    return {
      mode: "managed",
      type,
      name,
      instances: [status === undefined ? { attributes } : { status, attributes }],
    };
  }

  async #update(
    state: State,
    resource: Resource,
    body: { force_destroy?: boolean },
    save: (what: string) => Promise<void>,
  ): Promise<void> {
    const { attributes } = resource.instances[0];
    if (resource.type === "aws_kms_alias" && attributes.target_key_id !== keyIn(state)) {
      await this.#points.pass("update alias: before");
      this.#account.setAlias(keyIn(state));
      await this.#points.pass("update alias: after");
      attributes.target_key_id = keyIn(state);
      await save("alias");
    }
    if (resource.type === "aws_s3_bucket") {
      if (this.#account.bucket !== undefined) this.#account.bucket.isTagged = true;
      if (attributes.force_destroy === body.force_destroy) return;
      attributes.force_destroy = body.force_destroy;
      await save("force_destroy");
    }
  }

  async #delete(state: State, resource: Resource, save: (what: string) => Promise<void>): Promise<void> {
    const { type, instances } = resource;
    const { id, force_destroy: isForced } = instances[0].attributes;
    await this.#points.pass(`delete ${type}: before`);
    if (type === "aws_kms_key") this.#account.deleteKey(String(id));
    else if (type === "aws_kms_alias") this.#account.setAlias(undefined);
    else if (type !== "aws_s3_bucket") this.#account.bucket?.settings.delete(type);
    else {
      if (isForced === true) this.#account.existingBucket().objects.clear();
      await this.#points.pass("bucket emptied");
      this.#account.deleteBucket();
    }
    await this.#points.pass(`delete ${type}: after`);
    state.resources = state.resources.filter((other) => other !== resource);
    await save(`that ${type} is gone`);
  }

  /** Removes deleted resources from the state, and reads the alias's target again. */
  #refresh(state: State): void {
    state.resources = state.resources.filter(({ type, instances: [{ attributes }] }) => {
      const read = this.#attributes(type, String(attributes.id));
      if (type === "aws_kms_alias" && read !== undefined) attributes.target_key_id = read.target_key_id;
      return read !== undefined;
    });
  }

  /** A resource's attributes in AWS; undefined if it does not exist. */
  #attributes(type: string, id: string): Record<string, unknown> | undefined {
    const { keys, alias, bucket } = this.#account;
    if (type === "aws_kms_key") return keys.get(id) === "Enabled" ? { id, key_id: id } : undefined;
    if (type === "aws_kms_alias") return alias === undefined ? undefined : { id, target_key_id: alias };
    if (type === "aws_s3_bucket") return bucket && { id, bucket: id, force_destroy: false };
    return bucket?.settings.has(type) === true ? { id, bucket: id } : undefined;
  }

  #search(file: string): void {
    const keys = this.#account.enabledKeys;
    const buckets = this.#account.bucket?.isTagged === true ? ["states"] : [];
    const outputs = { drydock_search: { value: { keys, buckets } } };
    writeFileSync(file, JSON.stringify({ ...emptyState(), outputs }));
  }

  async #locked(folder: string, work: () => Promise<void>): Promise<void> {
    const { objects } = this.#account.existingBucket();
    const key = this.#lockKey(folder);
    const held = objects.get(key);
    if (held !== undefined) throw new FakeFailure(held.text);
    const created = new Date().toISOString().replace("T", " ").replace("Z", " +0000 UTC");
    const text = `Error acquiring the state lock\nLock Info:\n  ID:        ${randomUUID()}\n  Operation: x\n  Who:       me@here\n  Created:   ${created}\n`;
    objects.set(key, { text, keyId: this.#account.usableKey() });
    try {
      await this.#points.pass("locked");
      await work();
      await this.#points.pass("before it unlocks");
    } catch (error) {
      if (error instanceof FakeFailure && error.cut === "fail") objects.delete(key);
      throw error;
    }
    objects.delete(key);
  }

  #readObject(folder: string): State {
    const object = this.#account.existingBucket().objects.get(this.#backendKey(folder));
    if (object === undefined) return emptyState();
    if (this.#account.keys.get(object.keyId) !== "Enabled")
      throw new FakeFailure("KMS.KMSInvalidStateException");
    return JSON.parse(object.text) as State;
  }

  #writeObject(folder: string, state: State): void {
    const keyId = this.#account.usableKey();
    this.#account
      .existingBucket()
      .objects.set(this.#backendKey(folder), { text: JSON.stringify(state), keyId });
  }

  #lockKey(folder: string): string {
    return `${this.#backendKey(folder)}.tflock`;
  }

  #backendKey(folder: string): string {
    const file = existsSync(join(folder, "cdk.tf.json")) ? "cdk.tf.json" : "main.tf.json";
    return (JSON.parse(readFileSync(join(folder, file), "utf8")) as Config).terraform.backend.s3.key;
  }

  #isInBucket(folder: string): boolean {
    return !existsSync(join(folder, "backend_override.tf.json"));
  }

  #config(folder: string): readonly ConfigResource[] {
    const { resource } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as Config;
    const override = join(folder, "unprotected_override.tf.json");
    const unprotected = existsSync(override) ? readFileSync(override, "utf8") : "";
    return Object.entries(resource)
      .flatMap(([type, byName]) =>
        Object.entries(byName).map(([name, body]) => ({
          type,
          name,
          address: `${type}.${name}`,
          body: body.force_destroy === undefined ? {} : { force_destroy: body.force_destroy },
          isProtected: body.lifecycle?.prevent_destroy === true && !unprotected.includes(`"${name}"`),
        })),
      )
      .sort((a, b) => rank(a.type) - rank(b.type));
  }
}

function rank(type: string): number {
  const known = ORDER.indexOf(type);
  return known < 0 ? ORDER.length : known;
}

function targetOf(args: readonly string[]): string | undefined {
  return args.find((arg) => arg.startsWith("-target="))?.slice("-target=".length);
}

function find(state: State, type: string, name: string): Resource | undefined {
  return state.resources.find((resource) => resource.type === type && resource.name === name);
}

function keyIn(state: State): string {
  const key = state.resources.find(({ type }) => type === "aws_kms_key");
  if (key === undefined) throw new FakeFailure("no key");
  return String(key.instances[0].attributes.id);
}

function emptyState(): State {
  return { version: 4, serial: 0, lineage: "", outputs: {}, resources: [] };
}
