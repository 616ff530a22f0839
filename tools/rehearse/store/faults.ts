import { AwsError } from "./aws-error.ts";
import type { ObjectFiles, ObjectVersion } from "./object-files.ts";
import type { StoreRequest } from "./request.ts";

/** How Terraform names its lock objects: the state's key and this. */
export const LOCK_SUFFIX = ".tflock";

/** A refusal given to the next requests that fit. */
export interface RefusalFault {
  /** How many requests are refused before the store answers again. */
  readonly times: number;
  /** @default "SlowDown" */
  readonly code?: string;
  /** The HTTP status. @default 503 */
  readonly status?: number;
  /** Which requests are refused. @default every one for S3 */
  readonly when?: (request: StoreRequest) => boolean;
}

/** Ways in which the state store goes wrong, to be switched on and off in the midst of a rehearsal. */
export class StoreFaults {
  /** True drops every connection without an answer, as if there were no way to AWS. */
  unreachable = false;
  /** How long each answer waits, in milliseconds. */
  delayMs = 0;
  readonly #files: ObjectFiles;
  #refusals: { times: number; readonly fault: RefusalFault }[] = [];

  constructor(files: ObjectFiles) {
    this.#files = files;
  }

  /** Refuses the next requests; S3 asks a client that is too fast to slow down in the same way. */
  refuse(fault: RefusalFault): void {
    this.#refusals.push({ times: fault.times, fault });
  }

  /** Takes every state lock away, as if someone had deleted them by hand; returns what it took. */
  dropLocks(): readonly ObjectVersion[] {
    const objects = this.#files.buckets().flatMap((bucket) => this.#files.list(bucket));
    const locks = objects.filter(({ key }) => key.endsWith(LOCK_SUFFIX));
    for (const { bucket, key, versionId } of locks) this.#files.delete(bucket, key, versionId !== "null");
    return locks;
  }

  /** Ends every fault. */
  clear(): void {
    this.unreachable = false;
    this.delayMs = 0;
    this.#refusals = [];
  }

  /** The refusal that this request meets, if any; it is used up by that. */
  takeRefusal(request: StoreRequest): AwsError | undefined {
    const found = this.#refusals.find(({ fault }) => (fault.when ?? isS3)(request));
    if (found === undefined) return undefined;
    found.times -= 1;
    if (found.times <= 0) this.#refusals = this.#refusals.filter((refusal) => refusal !== found);
    const { code = "SlowDown", status = 503 } = found.fault;
    return new AwsError(status, code, code === "SlowDown" ? "Please reduce your request rate." : code);
  }
}

function isS3(request: StoreRequest): boolean {
  return request.target.service === "s3";
}
