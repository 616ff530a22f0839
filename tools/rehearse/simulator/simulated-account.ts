import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isGlobalType } from "./global-types.ts";
import type { ReadonlyAccount, SimulatedResource } from "./simulator-types.ts";
import type { ObjectValue, TerraformValue } from "./terraform-value.ts";

/** The file's form; another number is another form. */
const FORMAT = 1;

/** Changes that come within this many milliseconds are written together. */
const WRITE_PAUSE_MS = 50;

/** The key of a number in the file that JSON cannot hold. */
const BIGINT_KEY = "$bigint";

/**
 * The simulated AWS account: what exists, kept in a file so that a rehearsal can be taken up again.
 * A resource is known by type, region and id; the region does not count for global services.
 */
export class SimulatedAccount implements ReadonlyAccount {
  readonly accountId: string;
  readonly #file: string;
  readonly #byType = new Map<string, Map<string, SimulatedResource>>();
  /** `resources()` is asked often and changes seldom. */
  readonly #lists = new Map<string | undefined, readonly SimulatedResource[]>();
  /** What else goes when a resource does. */
  readonly #removalListeners: ((resource: SimulatedResource) => void)[] = [];
  #countObjects: (bucket: string) => number = () => 0;
  #changed = false;
  #writing: Promise<void> | undefined;
  #failure: unknown;

  private constructor(accountId: string, file: string, resources: readonly SimulatedResource[]) {
    this.accountId = accountId;
    this.#file = file;
    for (const resource of resources) this.#typeMap(resource.type).set(resourceKey(resource), resource);
  }

  /**
   * Opens the account in `file`; an absent file is an empty account.
   * @throws Error when the file is another account's or cannot be read.
   */
  static async open(file: string, accountId: string): Promise<SimulatedAccount> {
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      await mkdir(dirname(file), { recursive: true });
      return new SimulatedAccount(accountId, file, []);
    }
    const stored = parseAccountFile(text, file);
    if (stored.accountId !== accountId) {
      throw new Error(`${file} holds account ${stored.accountId}, not ${accountId}`);
    }
    return new SimulatedAccount(accountId, file, stored.resources);
  }

  get isEmpty(): boolean {
    return this.resources().length === 0;
  }

  resources(type?: string): readonly SimulatedResource[] {
    const cached = this.#lists.get(type);
    if (cached !== undefined) return cached;
    const maps = type === undefined ? [...this.#byType.values()] : [this.#byType.get(type) ?? new Map()];
    const list = maps.flatMap((map: Map<string, SimulatedResource>) => [...map.values()]);
    this.#lists.set(type, list);
    return list;
  }

  /** The types of which something exists. */
  types(): readonly string[] {
    return [...this.#byType].filter(([, map]) => map.size > 0).map(([type]) => type);
  }

  find(type: string, region: string, id: string): SimulatedResource | undefined {
    return this.#byType.get(type)?.get(resourceKey({ type, region, id }));
  }

  /** Adds a resource, in place of the one with the same type, region and id. */
  put(resource: SimulatedResource): void {
    this.#typeMap(resource.type).set(resourceKey(resource), resource);
    this.#touch(resource.type);
  }

  /** Takes a resource away; says whether there was one. */
  remove(type: string, region: string, id: string): boolean {
    const resource = this.find(type, region, id);
    if (resource === undefined) return false;
    this.#byType.get(type)?.delete(resourceKey(resource));
    this.#touch(type);
    for (const listener of this.#removalListeners) listener(resource);
    return true;
  }

  /** Calls a listener after each removal of a resource. */
  onRemoved(listener: (resource: SimulatedResource) => void): void {
    this.#removalListeners.push(listener);
  }

  objectCount(bucket: string): number {
    return this.#countObjects(bucket);
  }

  /** Connects the store that keeps the buckets' objects. */
  setObjectCounter(count: (bucket: string) => number): void {
    this.#countObjects = count;
  }

  /**
   * Changes a resource from outside Terraform: a CI that deploys an image, an autoscaler that counts up.
   * @throws Error when there is none, or more than one in different regions.
   */
  update(type: string, id: string, changes: ObjectValue): SimulatedResource {
    const found = this.resources(type).filter((resource) => resource.id === id);
    const [resource] = found;
    if (resource === undefined || found.length > 1) {
      const why = resource === undefined ? "does not exist" : `exists in ${found.length} regions`;
      throw new Error(`${type} ${id} ${why} in the simulated account ${this.accountId}`);
    }
    const changed = { ...resource, values: { ...resource.values, ...changes } };
    this.put(changed);
    return changed;
  }

  /**
   * Waits until the file holds what the account holds.
   * @throws Error when it could not be written.
   */
  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  #typeMap(type: string): Map<string, SimulatedResource> {
    const cached = this.#byType.get(type);
    if (cached !== undefined) return cached;
    const map = new Map<string, SimulatedResource>();
    this.#byType.set(type, map);
    return map;
  }

  #touch(type: string): void {
    this.#lists.delete(type);
    this.#lists.delete(undefined);
    this.#changed = true;
    // One write at a time; changes made meanwhile are in the next.
    this.#writing ??= this.#write()
      .catch((error) => {
        this.#failure = error;
      })
      .finally(() => {
        this.#writing = undefined;
      });
  }

  async #write(): Promise<void> {
    while (this.#changed) {
      await sleep(WRITE_PAUSE_MS);
      this.#changed = false;
      const { accountId } = this;
      const text = JSON.stringify({ format: FORMAT, accountId, resources: this.resources() }, writeBigints);
      const draft = `${this.#file}.${randomUUID()}`;
      try {
        await writeFile(draft, text);
        await rename(draft, this.#file);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    }
  }
}

function resourceKey({ type, region, id }: Pick<SimulatedResource, "type" | "region" | "id">): string {
  return isGlobalType(type) ? `|${id}` : `${region}|${id}`;
}

function parseAccountFile(text: string, file: string): { accountId: string; resources: SimulatedResource[] } {
  try {
    const stored = JSON.parse(text, readBigints);
    if (stored.format === FORMAT && Array.isArray(stored.resources)) return stored;
  } catch {
    // The message below says it.
  }
  throw new Error(`${file} is no rehearsal account of this version: delete it to start with an empty one`);
}

function writeBigints(_key: string, value: TerraformValue): unknown {
  return typeof value === "bigint" ? { [BIGINT_KEY]: value.toString() } : value;
}

function readBigints(_key: string, value: unknown): unknown {
  const big = (value as Record<string, unknown> | null)?.[BIGINT_KEY];
  return typeof big === "string" ? BigInt(big) : value;
}
