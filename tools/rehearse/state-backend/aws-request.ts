import { createHash } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { decodeAwsChunked } from "./aws-chunked.ts";
import { AwsHttpError } from "./aws-http-error.ts";

/**
 * The made-up host that child processes use for AWS. No DNS server resolves it: its requests go to
 * the HTTP proxy, which is the state backend. `.internal` is reserved for private use, so it can
 * never be a real host:
 * https://www.icann.org/en/board-activities-and-meetings/materials/approved-resolutions-special-meeting-of-the-icann-board-29-07-2024-en
 */
export const SIMULATED_AWS_HOST = "aws.rehearsal.internal";

/** The service, bucket and key that a request addresses. */
export type RequestTarget =
  | { readonly service: "s3"; readonly bucket: string | undefined; readonly key: string | undefined }
  | { readonly service: "sts" }
  | { readonly service: "other"; readonly name: string; readonly host: string };

/** The signer of a request. The signature itself is not checked: the keys are dummies. */
export interface RequestSigner {
  /** The ID of the access key: a dummy. */
  readonly accessKeyId: string;
  /** The region of the credential scope: `us-east-1`. */
  readonly region: string;
  /** The signing name of the service: `s3`. */
  readonly service: string;
}

/** One request, with its complete body. */
export interface AwsRequest {
  /** The HTTP method: `PUT`. */
  readonly method: string;
  /** The service, bucket and key that it addresses. */
  readonly target: RequestTarget;
  /** The parameters after `?`. */
  readonly query: URLSearchParams;
  /** The headers, by name in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The signer; undefined for an unsigned request. */
  readonly signer: RequestSigner | undefined;
  /** The body without HTTP's and AWS's chunks. */
  readonly body: Buffer;
}

/**
 * The largest body accepted, in bytes: much larger than any Terraform state, much smaller than this
 * machine's memory.
 */
const MAX_BODY_BYTES = 512 * 1024 * 1024;

/** Reads a complete request. @throws AwsHttpError if it is too large, malformed or corrupt. */
export async function readAwsRequest(incoming: IncomingMessage): Promise<AwsRequest> {
  const url = requestUrl(incoming);
  const signer = parseSigner(incoming.headers.authorization);
  const body = await readBody(incoming);
  const decoded = incoming.headers["content-encoding"]?.includes("aws-chunked")
    ? decodeAwsChunked(body)
    : body;
  verifyDigests(decoded, incoming.headers);
  return {
    method: incoming.method ?? "GET",
    target: requestTarget(url, signer),
    query: url.searchParams,
    headers: incoming.headers,
    signer,
    body: decoded,
  };
}

/**
 * Resolves a URL's target by its host and, on the shared host, by the service it was signed for.
 */
function requestTarget(url: URL, signer: RequestSigner | undefined): RequestTarget {
  const host = url.hostname;
  if (host.endsWith(`.${SIMULATED_AWS_HOST}`)) {
    return {
      service: "s3",
      bucket: host.slice(0, -SIMULATED_AWS_HOST.length - 1),
      key: decodePath(url.pathname.slice(1)),
    };
  }
  if (host !== SIMULATED_AWS_HOST && host !== "127.0.0.1" && host !== "localhost") {
    return { service: "other", name: awsServiceOfHost(host), host };
  }
  if (signer?.service === "sts") return { service: "sts" };
  if (signer !== undefined && signer.service !== "s3") {
    return { service: "other", name: signer.service, host };
  }
  const [bucket = "", ...key] = url.pathname.slice(1).split("/");
  return { service: "s3", bucket: decodePath(bucket), key: decodePath(key.join("/")) };
}

/** Returns `sts` for `sts.us-east-1.amazonaws.com`, and the full name for any other host. */
function awsServiceOfHost(host: string): string {
  return /\.amazonaws\.com(\.cn)?$/.test(host) ? (host.split(".")[0] ?? host) : host;
}

/**
 * Parses the credential scope of a Signature Version 4 header; `undefined` for an unsigned request.
 */
function parseSigner(authorization: string | undefined): RequestSigner | undefined {
  const scope = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/.exec(
    authorization ?? "",
  );
  if (scope === null) return undefined;
  const [, accessKeyId = "", region = "", service = ""] = scope;
  return { accessKeyId, region, service };
}

/** A proxied request has an absolute URL, a direct one only a path and a Host header. */
function requestUrl(incoming: IncomingMessage): URL {
  const raw = incoming.url ?? "/";
  const absolute = /^https?:\/\//i.test(raw) ? raw : `http://${incoming.headers.host ?? "127.0.0.1"}${raw}`;
  try {
    return new URL(absolute);
  } catch {
    throw new AwsHttpError(400, "InvalidURI", "Couldn't parse the specified URI.");
  }
}

function decodePath(path: string): string | undefined {
  if (path === "") return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    throw new AwsHttpError(400, "InvalidURI", "Couldn't parse the specified URI.");
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new AwsHttpError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", {
        MaxSizeAllowed: MAX_BODY_BYTES,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Rejects a body that does not match the client's digests, as S3 does. */
function verifyDigests(body: Buffer, headers: IncomingHttpHeaders): void {
  const digests = [
    ["content-md5", "md5", "base64", "BadDigest"],
    ["x-amz-checksum-sha256", "sha256", "base64", "BadDigest"],
    ["x-amz-content-sha256", "sha256", "hex", "XAmzContentSHA256Mismatch"],
  ] as const;
  for (const [header, algorithm, encoding, code] of digests) {
    const claimed = headers[header];
    const isDigest =
      typeof claimed === "string" && (encoding === "base64" || /^[0-9a-f]{64}$/i.test(claimed));
    if (isDigest && createHash(algorithm).update(body).digest(encoding) !== claimed) {
      throw new AwsHttpError(400, code, `The ${header} you specified did not match what we received.`);
    }
  }
}
