import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { canonicalType } from "../../../aws/resource-types.ts";
import { isGlobalType } from "../../../aws/services.ts";
import { implicitAccountResources } from "./computed-values/implicit-resources.ts";
import type { ReadonlyAccount, SimulatedResource } from "./simulator-types.ts";
import type { ObjectValue, TerraformValue } from "./terraform-value.ts";

/** The version of the file format. */
const FORMAT = 1;

/** Changes within this many milliseconds are written together. */
const WRITE_PAUSE_MS = 50;

/** The key that marks an integer too large for JSON. */
const BIGINT_KEY = "$bigint";

/** The store that holds the objects of buckets. */
export interface BucketObjects {
  /** The number of objects in a bucket, including all versions. */
  readonly count: (bucket: string) => number;
  /** The keys of a bucket's current objects with a prefix, sorted. */
  readonly keys: (bucket: string, prefix: string) => readonly string[];
}

/**
 * The simulated AWS account: its resources, kept in a file so that a rehearsal can be resumed.
 * Type, region and ID identify a resource; global services ignore the region.
 */
export class SimulatedAccount implements ReadonlyAccount {
  /** The 12-digit account ID. */
  readonly accountId: string;
  /** Undefined for an account in memory alone. */
  readonly #file: string | undefined;
  readonly #byType = new Map<string, Map<string, SimulatedResource>>();
  /** Caches `resources()`, which is read often and changes seldom. */
  readonly #lists = new Map<string | undefined, readonly SimulatedResource[]>();
  /** Called after each removal, to remove dependent data. */
  readonly #removalListeners: ((resource: SimulatedResource) => void)[] = [];
  #objects: BucketObjects | undefined;
  #changed = false;
  #writing: Promise<void> | undefined;
  #failure: unknown;

  private constructor(accountId: string, file: string | undefined, resources: readonly SimulatedResource[]) {
    this.accountId = accountId;
    this.#file = file;
    for (const resource of resources) this.#add(resource);
  }

  /**
   * Opens the account in `file`; a missing file is an empty account.
   * @throws Error if the file belongs to another account or cannot be read.
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

  /** Creates an empty account that is written nowhere. */
  static inMemory(accountId: string): SimulatedAccount {
    return new SimulatedAccount(accountId, undefined, []);
  }

  /** True if no resource remains. */
  get isEmpty(): boolean {
    return this.resources().length === 0;
  }

  /** Returns all resources, or those of one type or its aliases. */
  resources(type?: string): readonly SimulatedResource[] {
    const known = type === undefined ? undefined : canonicalType(type);
    const cached = this.#lists.get(known);
    if (cached !== undefined) return cached;
    const maps = known === undefined ? [...this.#byType.values()] : [this.#byType.get(known) ?? new Map()];
    const list = maps.flatMap((map: Map<string, SimulatedResource>) => [...map.values()]);
    this.#lists.set(known, list);
    return list;
  }

  /** Returns the resources that AWS created itself: of the default VPCs, and along with others. */
  implicitResources(): readonly SimulatedResource[] {
    return implicitAccountResources(this);
  }

  /** The types with at least one resource. */
  types(): readonly string[] {
    return [...this.#byType].filter(([, map]) => map.size > 0).map(([type]) => type);
  }

  /** Returns the resource of a type, region and ID; undefined if there is none. */
  find(type: string, region: string, id: string): SimulatedResource | undefined {
    return this.#byType.get(canonicalType(type))?.get(resourceKey({ type, region, id }));
  }

  /** Adds a resource, or replaces the one with the same type, region and ID. */
  put(resource: SimulatedResource): void {
    this.#add(resource);
    this.#touch(canonicalType(resource.type));
  }

  /** Removes a resource; true if it existed. */
  remove(type: string, region: string, id: string): boolean {
    const resource = this.find(type, region, id);
    if (resource === undefined) return false;
    this.#byType.get(resource.type)?.delete(resourceKey(resource));
    this.#touch(resource.type);
    for (const listener of this.#removalListeners) listener(resource);
    return true;
  }

  /** Registers a listener that is called after each removal of a resource. */
  onRemoved(listener: (resource: SimulatedResource) => void): void {
    this.#removalListeners.push(listener);
  }

  /** Returns the number of objects in a bucket, including all versions. */
  objectCount(bucket: string): number {
    return this.#objects?.count(bucket) ?? 0;
  }

  objectKeys(bucket: string, prefix: string): readonly string[] {
    return this.#objects?.keys(bucket, prefix) ?? [];
  }

  /** Connects the store that holds the buckets' objects. */
  connectObjects(objects: BucketObjects): void {
    this.#objects = objects;
  }

  /**
   * Changes a resource outside Terraform, like a CI pipeline that deploys an image or an
   * autoscaler.
   * @throws Error if the resource does not exist, or exists in several regions.
   */
  update(type: string, id: string, changes: ObjectValue): SimulatedResource {
    const matches = this.resources(type).filter((resource) => resource.id === id);
    const [resource] = matches;
    if (resource === undefined || matches.length > 1) {
      const why = resource === undefined ? "does not exist" : `exists in ${matches.length} regions`;
      throw new Error(`${type} ${id} ${why} in the simulated account ${this.accountId}`);
    }
    const changed = { ...resource, values: { ...resource.values, ...changes } };
    this.put(changed);
    return changed;
  }

  /**
   * Waits until the file is up to date.
   * @throws Error if it could not be written.
   */
  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  /** Adds a resource under its canonical type: an `aws_alb` is an `aws_lb`. */
  #add(resource: SimulatedResource): void {
    const type = canonicalType(resource.type);
    this.#typeMap(type).set(resourceKey(resource), { ...resource, type });
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
    const file = this.#file;
    if (file === undefined) return;
    this.#changed = true;
    // Only one write runs at a time; changes made meanwhile go into the next.
    this.#writing ??= this.#write(file)
      .catch((error) => {
        this.#failure = error;
      })
      .finally(() => {
        this.#writing = undefined;
      });
  }

  async #write(file: string): Promise<void> {
    while (this.#changed) {
      await sleep(WRITE_PAUSE_MS);
      this.#changed = false;
      const { accountId } = this;
      const text = JSON.stringify({ format: FORMAT, accountId, resources: this.resources() }, writeBigints);
      const draft = `${file}.${randomUUID()}`;
      try {
        await writeFile(draft, text);
        await rename(draft, file);
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
    // Falls through to the error below.
  }
  throw new Error(
    `${file} is not an account file of this version of the rehearsal: delete it to start with an empty account`,
  );
}

function writeBigints(_key: string, value: TerraformValue): unknown {
  return typeof value === "bigint" ? { [BIGINT_KEY]: value.toString() } : value;
}

function readBigints(_key: string, value: unknown): unknown {
  const big = (value as Record<string, unknown> | null)?.[BIGINT_KEY];
  return typeof big === "string" ? BigInt(big) : value;
}
