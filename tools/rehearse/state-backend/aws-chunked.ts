import { AwsHttpError } from "./aws-http-error.ts";

/**
 * Takes the payload out of an `aws-chunked` body: chunks of `size[;chunk-signature=...]`, then trailers.
 * AWS SDKs send bodies so when the checksum follows the payload. Signatures and trailers are passed over:
 * the keys are dummies, and loopback does not damage bytes.
 * Format: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * Throws {@link AwsHttpError} `IncompleteBody` when the body ends early.
 */
export function decodeAwsChunked(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const lineEnd = body.indexOf("\r\n", offset);
    const size = lineEnd < 0 ? Number.NaN : chunkSize(body.toString("latin1", offset, lineEnd));
    const start = lineEnd + 2;
    if (Number.isNaN(size) || start + size > body.length) {
      throw new AwsHttpError(400, "IncompleteBody", "The request body terminated unexpectedly");
    }
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(body.subarray(start, start + size));
    offset = start + size + 2;
  }
}

function chunkSize(line: string): number {
  const hex = line.split(";")[0]?.trim() ?? "";
  return /^[0-9a-f]+$/i.test(hex) ? Number.parseInt(hex, 16) : Number.NaN;
}
