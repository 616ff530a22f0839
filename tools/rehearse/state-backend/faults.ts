import { AwsHttpError } from "./aws-http-error.ts";
import type { AwsRequest } from "./aws-request.ts";
import type { ObjectFiles, ObjectVersion } from "./object-files.ts";

/** The suffix of Terraform's lock objects, after the state's key. */
const LOCK_SUFFIX = ".tflock";

/** An API error returned for the next matching requests. */
export interface ErrorFault {
  /** The number of requests rejected before the state backend responds normally again. */
  readonly times: number;
  /** @default "SlowDown" */
  readonly code?: string;
  /** The HTTP status. @default 503 */
  readonly status?: number;
  /** Selects the requests to reject. @default every S3 request */
  readonly when?: (request: AwsRequest) => boolean;
}

/** Faults of the state backend, which can be switched on and off during a rehearsal. */
export class StateBackendFaults {
  /** True drops every connection without a response, as if AWS were unreachable. */
  unreachable = false;
  /** The delay of each response, in milliseconds. */
  delayMs = 0;
  readonly #files: ObjectFiles;
  #pendingErrors: { times: number; readonly fault: ErrorFault }[] = [];

  constructor(files: ObjectFiles) {
    this.#files = files;
  }

  /** Rejects the next requests; by default as S3 throttles a client. */
  failNext(fault: ErrorFault): void {
    this.#pendingErrors.push({ times: fault.times, fault });
  }

  /** Deletes all state locks, as if by hand, and returns them. */
  deleteLocks(): readonly ObjectVersion[] {
    const objects = this.#files.buckets().flatMap((bucket) => this.#files.list(bucket));
    const locks = objects.filter(({ key }) => key.endsWith(LOCK_SUFFIX));
    for (const { bucket, key, versionId } of locks) this.#files.delete(bucket, key, versionId !== "null");
    return locks;
  }

  /** Removes all faults. */
  reset(): void {
    this.unreachable = false;
    this.delayMs = 0;
    this.#pendingErrors = [];
  }

  /** Returns the API error for this request, if any, and counts it. */
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
