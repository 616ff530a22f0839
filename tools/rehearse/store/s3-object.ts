import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "./aws-error.ts";
import type { ObjectVersion } from "./object-files.ts";

/** Headers of an upload that come back with each download. */
const KEPT_HEADERS =
  /^(content-type|content-encoding|content-disposition|content-language|cache-control|expires|x-amz-storage-class|x-amz-website-redirect-location|x-amz-object-lock-.*|x-amz-checksum-(?!algorithm|type|mode).*|x-amz-meta-.*)$/;

/** The headers of an upload that belong to the object. */
export function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name));
  const texts = kept.map(([name, value]) => [name, String(value)] as const);
  // aws-chunked is how the bytes travelled, not what they are.
  const own = texts.map(([name, value]) =>
    name === "content-encoding"
      ? ([name, value.replace(/aws-chunked,?\s*/, "")] as const)
      : ([name, value] as const),
  );
  return Object.fromEntries(own.filter(([, value]) => value !== ""));
}

/** The headers that an object is answered with; its checksums only when the request asks for them. */
export function objectHeaders(version: ObjectVersion, request: IncomingHttpHeaders): Record<string, string> {
  const wantsChecksums = request["x-amz-checksum-mode"] === "ENABLED";
  const own = Object.entries(version.headers).filter(
    ([name]) => wantsChecksums || !name.startsWith("x-amz-checksum-"),
  );
  return {
    "content-type": "binary/octet-stream",
    ...Object.fromEntries(own),
    "content-length": String(version.sizeBytes),
    "accept-ranges": "bytes",
    etag: `"${version.etag}"`,
    "last-modified": new Date(version.lastModified).toUTCString(),
    ...(version.versionId === "null" ? {} : { "x-amz-version-id": version.versionId }),
  };
}

/**
 * Refuses a write, or a conditional read, whose condition does not hold. Terraform's lock is such a write:
 * `If-None-Match: *` makes it only where there is none.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function refuseUnlessConditionsHold(
  current: ObjectVersion | undefined,
  headers: Pick<IncomingHttpHeaders, "if-match" | "if-none-match">,
): void {
  const mustMatch = headers["if-match"];
  const mustNotMatch = headers["if-none-match"];
  if (mustMatch !== undefined && current === undefined) {
    throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");
  }
  if (mustMatch !== undefined && current !== undefined && !matches(current, mustMatch)) {
    throw preconditionFailed("If-Match");
  }
  if (mustNotMatch !== undefined && current !== undefined && matches(current, mustNotMatch)) {
    throw preconditionFailed("If-None-Match");
  }
}

/** Whether a conditional read already has this version. */
export function notModified(version: ObjectVersion, headers: IncomingHttpHeaders): boolean {
  const known = headers["if-none-match"];
  return known !== undefined && matches(version, known);
}

/** The first and last byte that a `Range` header asks for; `undefined` when it asks for all. */
export function sliceRange(
  sizeBytes: number,
  header: string | undefined,
): readonly [number, number] | undefined {
  const range = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (range === null) return undefined;
  const [, first = "", last = ""] = range;
  if (first === "" && last === "") return undefined;
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (start > end) {
    throw new AwsError(416, "InvalidRange", "The requested range is not satisfiable", {
      ActualObjectSize: sizeBytes,
    });
  }
  return [start, end];
}

function matches(version: ObjectVersion, condition: string): boolean {
  const etags = condition.split(",").map((etag) => etag.trim().replaceAll('"', ""));
  return etags.includes("*") || etags.includes(version.etag);
}

function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    412,
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
    {
      Condition: condition,
    },
  );
}
