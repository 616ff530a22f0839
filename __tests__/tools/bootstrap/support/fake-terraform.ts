import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError, type CommandResult } from "../../../../tools/terraform/run-command.ts";
import { Terraform } from "../../../../tools/terraform/terraform.ts";
import { type CutPoints, type FakeAccount, FakeFailure } from "./fake-account.ts";
import {
  emptyState,
  FakeBackend,
  type FakeResource,
  type FakeState,
  findTracked,
  type SaveState,
  trackedKeyId,
} from "./fake-backend.ts";
import { dependencyRank, type FakeConfiguredResource, readFakeConfiguration } from "./fake-configuration.ts";

const OK: CommandResult = { exitCode: 0, stdout: "", stderr: "", durationMs: 0 };

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
  readonly #backend: FakeBackend;

  constructor(account: FakeAccount, points: CutPoints) {
    super("terraform");
    this.#account = account;
    this.#points = points;
    this.#backend = new FakeBackend(account, points);
  }

  override init(folder: string): Promise<CommandResult> {
    return this.#command("init", folder, async () => {
      if (this.#backend.isInBucket(folder)) this.#account.existingBucket();
      mkdirSync(join(folder, ".terraform"), { recursive: true });
    });
  }

  override async statePull(folder: string): Promise<string> {
    let text = "";
    await this.#command("state pull", folder, async () => {
      text = JSON.stringify(this.#backend.readObject(folder));
    });
    return text;
  }

  override statePush(folder: string, file: string): Promise<CommandResult> {
    return this.#command("state push", folder, async () => {
      const state = JSON.parse(readFileSync(file, "utf8")) as FakeState;
      await this.#backend.whileLocked(folder, async () => {
        const present = this.#backend.readObject(folder);
        if (present.lineage !== "" && present.lineage !== state.lineage)
          throw new FakeFailure("unrelated state");
        if (present.serial > state.serial) throw new FakeFailure("newer state");
        // As in Terraform: the first push creates a lineage, and each push increments the serial.
        const isFirst = present.lineage === "";
        this.#backend.writeObject(folder, {
          ...state,
          lineage: isFirst ? randomUUID() : state.lineage,
          serial: isFirst ? 1 : state.serial + 1,
        });
      });
    });
  }

  override refresh(folder: string, ...args: readonly string[]): Promise<CommandResult> {
    const scratch = args.find((arg) => arg.startsWith("-state="))?.slice("-state=".length);
    return this.#command("refresh", folder, async () => {
      if (scratch !== undefined) return this.#search(scratch);
      await this.#backend.withState(folder, async (state, save) => {
        this.#refresh(state);
        await save("the refreshed state");
      });
    });
  }

  override apply(folder: string, ...args: readonly string[]): Promise<CommandResult> {
    return this.#command("apply", folder, async () => {
      const target = targetOf(args);
      const wanted = readFakeConfiguration(folder).filter(
        ({ address }) => target === undefined || address === target,
      );
      await this.#backend.withState(folder, async (state, save) => {
        this.#refresh(state);
        for (const { type, name, body, isProtected } of wanted) {
          const known = findTracked(state, type, name);
          if (known?.instances[0].status === "tainted" && isProtected) {
            throw new FakeFailure("Instance cannot be destroyed");
          }
          if (known?.instances[0].status === "tainted") await this.#delete(state, known, save);
          const tracked = findTracked(state, type, name);
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
      const config = readFakeConfiguration(folder);
      await this.#backend.withState(folder, async (state, save) => {
        this.#refresh(state);
        const doomed = state.resources
          .filter(({ type }) => target === undefined || (DEPENDENTS[target] ?? /^$/).test(type))
          .sort((a, b) => dependencyRank(b.type) - dependencyRank(a.type));
        const isProtected = ({ type }: FakeResource) =>
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
      await this.#backend.whileLocked(folder, async () => {
        changes = this.#differs(this.#backend.readObject(folder), readFakeConfiguration(folder));
      });
    });
    return { changes, plan: "" };
  }

  override async import(folder: string, address: string, id: string): Promise<boolean> {
    let isFound = false;
    await this.#command("import", folder, () =>
      this.#backend.withState(folder, async (state, save) => {
        const [type = "", name = ""] = address.split(".");
        if (findTracked(state, type, name) !== undefined)
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
      this.#backend.withState(folder, async (state, save) => {
        const [type = "", name = ""] = address.split(".");
        delete findTracked(state, type, name)?.instances[0].status;
        await save(address);
      }),
    );
  }

  override stateRemove(folder: string, addresses: readonly string[]): Promise<CommandResult> {
    return this.#command("state rm", folder, () =>
      this.#backend.withState(folder, async (state, save) => {
        state.resources = state.resources.filter(({ type, name }) => !addresses.includes(`${type}.${name}`));
        await save("the end");
      }),
    );
  }

  override forceUnlock(folder: string, lockId: string): Promise<CommandResult> {
    return this.#command("force-unlock", folder, async () => {
      const { objects } = this.#account.existingBucket();
      const key = this.#backend.lockKey(folder);
      if (!objects.get(key)?.text.includes(lockId)) throw new FakeFailure("no such lock");
      objects.delete(key);
    });
  }

  /** Runs a command, which can be cut before and after it acts. */
  async #command(name: string, folder: string, work: () => Promise<void>): Promise<CommandResult> {
    const where = this.#backend.isInBucket(folder) ? "in the bucket" : "locally";
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

  #differs(state: FakeState, config: readonly FakeConfiguredResource[]): boolean {
    const before = JSON.stringify(state.resources);
    this.#refresh(state);
    if (before !== JSON.stringify(state.resources)) return true;
    return config.some(({ type, name, body }) => {
      const tracked = findTracked(state, type, name)?.instances[0].attributes;
      return tracked === undefined || tracked.force_destroy !== body.force_destroy;
    });
  }

  async #create(
    state: FakeState,
    type: string,
    name: string,
    body: { force_destroy?: boolean },
    save: SaveState,
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

  #createInAccount(type: string, state: FakeState): string {
    const account = this.#account;
    if (type === "aws_kms_key") return account.createKey();
    if (type === "aws_kms_alias") account.createAlias(trackedKeyId(state));
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
  ): FakeResource {
    const attributes = { ...this.#attributes(type, id), id, ...(type === "aws_s3_bucket" ? body : {}) };
    return {
      mode: "managed",
      type,
      name,
      instances: [status === undefined ? { attributes } : { status, attributes }],
    };
  }

  async #update(
    state: FakeState,
    resource: FakeResource,
    body: { force_destroy?: boolean },
    save: SaveState,
  ): Promise<void> {
    const { attributes } = resource.instances[0];
    if (resource.type === "aws_kms_alias" && attributes.target_key_id !== trackedKeyId(state)) {
      await this.#points.pass("update alias: before");
      this.#account.setAlias(trackedKeyId(state));
      await this.#points.pass("update alias: after");
      attributes.target_key_id = trackedKeyId(state);
      await save("alias");
    }
    if (resource.type === "aws_s3_bucket") {
      if (this.#account.bucket !== undefined) this.#account.bucket.isTagged = true;
      if (attributes.force_destroy === body.force_destroy) return;
      attributes.force_destroy = body.force_destroy;
      await save("force_destroy");
    }
  }

  async #delete(state: FakeState, resource: FakeResource, save: SaveState): Promise<void> {
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
  #refresh(state: FakeState): void {
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
}

function targetOf(args: readonly string[]): string | undefined {
  return args.find((arg) => arg.startsWith("-target="))?.slice("-target=".length);
}
