import type { IncomingHttpHeaders } from "node:http";
import { AwsHttpError } from "./aws-http-error.ts";
import type { ObjectVersion } from "./object-files.ts";

/** Headers of an upload that are returned with each download. */
const STORED_HEADERS =
  /^(content-type|content-encoding|content-disposition|content-language|cache-control|expires|x-amz-storage-class|x-amz-website-redirect-location|x-amz-object-lock-.*|x-amz-checksum-(?!algorithm|type|mode).*|x-amz-meta-.*)$/;

/** Returns the headers of an upload that belong to the object. */
export function storedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const stored = Object.entries(headers).filter(([name]) => STORED_HEADERS.test(name));
  const texts = stored.map(([name, value]) => [name, String(value)] as const);
  // aws-chunked is a transfer encoding, not a content encoding.
  const objectOwn = texts.map(([name, value]) =>
    name === "content-encoding"
      ? ([name, value.replace(/aws-chunked,?\s*/, "")] as const)
      : ([name, value] as const),
  );
  return Object.fromEntries(objectOwn.filter(([, value]) => value !== ""));
}

/** The headers of an object's response; with checksums only if the request asks for them. */
export function responseHeaders(
  version: ObjectVersion,
  request: IncomingHttpHeaders,
): Record<string, string> {
  const wantsChecksums = request["x-amz-checksum-mode"] === "ENABLED";
  const objectOwn = Object.entries(version.headers).filter(
    ([name]) => wantsChecksums || !name.startsWith("x-amz-checksum-"),
  );
  return {
    "content-type": "binary/octet-stream",
    ...Object.fromEntries(objectOwn),
    "content-length": String(version.sizeBytes),
    "accept-ranges": "bytes",
    etag: `"${version.etag}"`,
    "last-modified": new Date(version.lastModified).toUTCString(),
    ...(version.versionId === "null" ? {} : { "x-amz-version-id": version.versionId }),
  };
}

/**
 * Rejects a write or a conditional read whose precondition fails. Terraform's lock is a conditional
 * write: `If-None-Match: *` succeeds only if the object does not exist.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 *
 * @throws AwsHttpError `PreconditionFailed`, or `NoSuchKey` if there is no object to match.
 */
export function checkPreconditions(
  current: ObjectVersion | undefined,
  headers: Pick<IncomingHttpHeaders, "if-match" | "if-none-match">,
): void {
  const mustMatch = headers["if-match"];
  const mustNotMatch = headers["if-none-match"];
  if (mustMatch !== undefined && current === undefined) {
    throw new AwsHttpError(404, "NoSuchKey", "The specified key does not exist.");
  }
  if (mustMatch !== undefined && current !== undefined && !etagMatches(current, mustMatch)) {
    throw preconditionFailed("If-Match");
  }
  if (mustNotMatch !== undefined && current !== undefined && etagMatches(current, mustNotMatch)) {
    throw preconditionFailed("If-None-Match");
  }
}

/** True if the client of a conditional read already has this version. */
export function isNotModified(version: ObjectVersion, headers: IncomingHttpHeaders): boolean {
  const etag = headers["if-none-match"];
  return etag !== undefined && etagMatches(version, etag);
}

/**
 * Returns the first and last byte of a `Range` header; `undefined` for the complete object.
 *
 * @throws AwsHttpError `InvalidRange` if the object is shorter.
 */
export function parseByteRange(
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
    throw new AwsHttpError(416, "InvalidRange", "The requested range is not satisfiable", {
      ActualObjectSize: sizeBytes,
    });
  }
  return [start, end];
}

function etagMatches(version: ObjectVersion, condition: string): boolean {
  const etags = condition.split(",").map((etag) => etag.trim().replaceAll('"', ""));
  return etags.includes("*") || etags.includes(version.etag);
}

function preconditionFailed(condition: string): AwsHttpError {
  return new AwsHttpError(
    412,
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
    {
      Condition: condition,
    },
  );
}
