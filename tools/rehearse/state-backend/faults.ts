import { AwsHttpError } from "./aws-http-error.ts";
import type { AwsRequest } from "./aws-request.ts";
import type { ObjectFiles, ObjectVersion } from "./object-files.ts";

/** How Terraform names its lock objects: the state's key and this. */
export const LOCK_SUFFIX = ".tflock";

/** A refusal given to the next requests that fit. */
export interface ErrorFault {
  /** How many requests are refused before the store answers again. */
  readonly times: number;
  /** @default "SlowDown" */
  readonly code?: string;
  /** The HTTP status. @default 503 */
  readonly status?: number;
  /** Which requests are refused. @default every one for S3 */
  readonly when?: (request: AwsRequest) => boolean;
}

/** Ways in which the state store goes wrong, to be switched on and off in the midst of a rehearsal. */
export class StateBackendFaults {
  /** True drops every connection without an answer, as if there were no way to AWS. */
  unreachable = false;
  /** How long each answer waits, in milliseconds. */
  delayMs = 0;
  readonly #files: ObjectFiles;
  #pendingErrors: { times: number; readonly fault: ErrorFault }[] = [];

  constructor(files: ObjectFiles) {
    this.#files = files;
  }

  /** Refuses the next requests; S3 asks a client that is too fast to slow down in the same way. */
  failNext(fault: ErrorFault): void {
    this.#pendingErrors.push({ times: fault.times, fault });
  }

  /** Takes every state lock away, as if someone had deleted them by hand; returns what it took. */
  deleteLocks(): readonly ObjectVersion[] {
    const objects = this.#files.buckets().flatMap((bucket) => this.#files.list(bucket));
    const locks = objects.filter(({ key }) => key.endsWith(LOCK_SUFFIX));
    for (const { bucket, key, versionId } of locks) this.#files.delete(bucket, key, versionId !== "null");
    return locks;
  }

  /** Ends every fault. */
  reset(): void {
    this.unreachable = false;
    this.delayMs = 0;
    this.#pendingErrors = [];
  }

  /** The refusal that this request meets, if any; it is used up by that. */
  takeError(request: AwsRequest): AwsHttpError | undefined {
    const pending = this.#pendingErrors.find(({ fault }) => (fault.when ?? isS3Request)(request));
    if (pending === undefined) return undefined;
    pending.times -= 1;
    if (pending.times <= 0) this.#pendingErrors = this.#pendingErrors.filter((entry) => entry !== pending);
    const { code = "SlowDown", status = 503 } = pending.fault;
    return new AwsHttpError(status, code, code === "SlowDown" ? "Please reduce your request rate." : code);
  }
}

function isS3Request(request: AwsRequest): boolean {
  return request.target.service === "s3";
}
