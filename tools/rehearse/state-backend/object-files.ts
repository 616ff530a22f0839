import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One version of one object, or a delete marker. */
export interface ObjectVersion {
  /** The name of the bucket. */
  readonly bucket: string;
  /** The key of the object. */
  readonly key: string;
  /** The version's number within its key, from 1; the highest is the current version. */
  readonly sequence: number;
  /** AWS's version ID; the string `null` in a bucket without versioning. */
  readonly versionId: string;
  /** True for a delete marker, which has no body. */
  readonly deleted: boolean;
  /** Hex, without quotes. */
  readonly etag: string;
  /** The size of the body in bytes. */
  readonly sizeBytes: number;
  /** ISO 8601. */
  readonly lastModified: string;
  /** The headers returned with the object: content type, encryption, checksums, `x-amz-meta-*`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The content and settings of a new version. */
export interface NewObject {
  /** The name of the bucket. */
  readonly bucket: string;
  /** The key of the object. */
  readonly key: string;
  /** The content. */
  readonly body: Buffer;
  /** Hex, without quotes. */
  readonly etag: string;
  /** The headers to return with the object. */
  readonly headers: Readonly<Record<string, string>>;
  /** True to keep older versions. */
  readonly versioned: boolean;
}

/**
 * Objects and their versions in a folder: `<folder>/<bucket>/<key,
 * URL-escaped>/<sequence>.body|.json`.
 *
 * Every change is synchronous, and takes effect when its `.json` is renamed into place. So requests
 * cannot interleave, and a crash leaves the previous version, never a partial one.
 */
export class ObjectFiles {
  readonly #folder: string;
  /** Versions by bucket and key, oldest first. */
  readonly #buckets = new Map<string, Map<string, ObjectVersion[]>>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const bucket of readdirSync(folder)) this.#load(bucket);
  }

  /** The current version; `undefined` if there is none or it is a delete marker. */
  current(bucket: string, key: string): ObjectVersion | undefined {
    const newest = this.#versionsOf(bucket, key).at(-1);
    return newest === undefined || newest.deleted ? undefined : newest;
  }

  /** Returns one version by its ID. */
  version(bucket: string, key: string, versionId: string): ObjectVersion | undefined {
    return this.#versionsOf(bucket, key).find((version) => version.versionId === versionId);
  }

  /** The current objects of a bucket with the key prefix `prefix`, by key. */
  list(bucket: string, prefix = ""): readonly ObjectVersion[] {
    return this.#sortedKeys(bucket, prefix).flatMap((key) => this.current(bucket, key) ?? []);
  }

  /** All versions and delete markers of a bucket, by key, newest first. */
  versions(bucket: string, prefix = ""): readonly ObjectVersion[] {
    return this.#sortedKeys(bucket, prefix).flatMap((key) => this.#versionsOf(bucket, key).toReversed());
  }

  /** The names of the buckets that are not empty. */
  buckets(): readonly string[] {
    return [...this.#buckets].filter(([, keys]) => keys.size > 0).map(([bucket]) => bucket);
  }

  /** The bytes of a version. */
  read(version: ObjectVersion): Buffer {
    return version.deleted ? Buffer.alloc(0) : readFileSync(this.#path(version, "body"));
  }

  /** Writes a new current version. */
  put(object: NewObject): ObjectVersion {
    const sequence = this.#nextSequence(object.bucket, object.key);
    return this.#commit(
      {
        bucket: object.bucket,
        key: object.key,
        sequence,
        versionId: object.versioned ? versionIdOf(object.bucket, object.key, sequence) : "null",
        deleted: false,
        etag: object.etag,
        sizeBytes: object.body.length,
        lastModified: new Date().toISOString(),
        headers: object.headers,
      },
      object.body,
    );
  }

  /** Deletes the current version. With versioning, adds and returns a delete marker instead. */
  delete(bucket: string, key: string, versioned: boolean): ObjectVersion | undefined {
    if (!versioned) {
      const unversioned = this.version(bucket, key, "null");
      if (unversioned !== undefined) this.deleteVersion(unversioned);
      if (this.#versionsOf(bucket, key).length === 0) return undefined;
    }
    const sequence = this.#nextSequence(bucket, key);
    return this.#commit({
      bucket,
      key,
      sequence,
      versionId: versioned ? versionIdOf(bucket, key, sequence) : "null",
      deleted: true,
      etag: "",
      sizeBytes: 0,
      lastModified: new Date().toISOString(),
      headers: {},
    });
  }

  /** Deletes one version permanently. */
  deleteVersion(version: ObjectVersion): void {
    rmSync(this.#path(version, "json"), { force: true });
    rmSync(this.#path(version, "body"), { force: true });
    const remaining = this.#versionsOf(version.bucket, version.key).filter((other) => other !== version);
    if (remaining.length > 0) {
      this.#buckets.get(version.bucket)?.set(version.key, remaining);
      return;
    }
    rmSync(this.#keyFolder(version.bucket, version.key), { recursive: true, force: true });
    this.#buckets.get(version.bucket)?.delete(version.key);
  }

  /** Deletes a bucket with all its objects and versions, as `force_destroy` does. */
  deleteBucket(bucket: string): void {
    rmSync(join(this.#folder, escapeFileName(bucket)), { recursive: true, force: true });
    this.#buckets.delete(bucket);
  }

  #commit(version: ObjectVersion, body?: Buffer): ObjectVersion {
    mkdirSync(this.#keyFolder(version.bucket, version.key), { recursive: true });
    if (body !== undefined) writeFileSync(this.#path(version, "body"), body);
    const temporary = `${this.#path(version, "json")}.new`;
    writeFileSync(temporary, JSON.stringify(version));
    renameSync(temporary, this.#path(version, "json"));
    const older = this.#versionsOf(version.bucket, version.key);
    const keys = this.#buckets.get(version.bucket) ?? new Map<string, ObjectVersion[]>();
    this.#buckets.set(version.bucket, keys.set(version.key, [...older, version]));
    // A new version "null" replaces the previous one: there is at most one.
    const replaced = older.find((other) => other.versionId === "null" && version.versionId === "null");
    if (replaced !== undefined) this.deleteVersion(replaced);
    return version;
  }

  #load(bucketName: string): void {
    const bucketFolder = join(this.#folder, bucketName);
    const keys = new Map<string, ObjectVersion[]>();
    for (const keyName of readdirSync(bucketFolder)) {
      const names = readdirSync(join(bucketFolder, keyName)).filter((name) => name.endsWith(".json"));
      const versions = names
        .map((name) => JSON.parse(readFileSync(join(bucketFolder, keyName, name), "utf8")) as ObjectVersion)
        .sort((a, b) => a.sequence - b.sequence);
      const key = versions[0]?.key;
      if (key !== undefined) keys.set(key, versions);
    }
    this.#buckets.set(decodeURIComponent(bucketName), keys);
  }

  #sortedKeys(bucket: string, prefix: string): readonly string[] {
    const keys = [...(this.#buckets.get(bucket)?.keys() ?? [])];
    return keys.filter((key) => key.startsWith(prefix)).sort(compareUtf8);
  }

  #versionsOf(bucket: string, key: string): readonly ObjectVersion[] {
    return this.#buckets.get(bucket)?.get(key) ?? [];
  }

  /**
   * Returns a number above all in the folder, including a body that a crash left without its
   * `.json`.
   */
  #nextSequence(bucket: string, key: string): number {
    const folder = this.#keyFolder(bucket, key);
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return Math.max(0, ...names.map((name) => Number.parseInt(name, 10))) + 1;
  }

  #keyFolder(bucket: string, key: string): string {
    return join(this.#folder, escapeFileName(bucket), escapeFileName(key));
  }

  #path(version: ObjectVersion, extension: "body" | "json"): string {
    return join(this.#keyFolder(version.bucket, version.key), `${version.sequence}.${extension}`);
  }
}

/**
 * S3 lists keys in the order of their UTF-8 bytes, which differs from that of JavaScript strings.
 */
export function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * Returns a readable name that every file system accepts: the escaped key; long ones end in a hash.
 */
function escapeFileName(text: string): string {
  const escaped = encodeURIComponent(text).replace(/^\.+$/, (dots) => "%2E".repeat(dots.length));
  if (escaped.length <= 200) return escaped;
  return `${escaped.slice(0, 120).replace(/%.?$/, "")}~${createHash("sha256").update(text).digest("hex")}`;
}

/** A version ID of 32 characters, as AWS's, and the same in each run. */
function versionIdOf(bucket: string, key: string, sequence: number): string {
  const digest = createHash("sha256").update(`${bucket}\n${key}\n${sequence}`).digest("base64url");
  return digest.replaceAll("-", "_").slice(0, 32);
}
