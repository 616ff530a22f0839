import { AwsHttpError } from "./aws-http-error.ts";

/**
 * Decodes an `aws-chunked` body: chunks of `size[;chunk-signature=...]`, then trailers. AWS SDKs
 * use this encoding when the checksum follows the payload. Signatures and trailers are ignored: the
 * keys are dummies, and loopback does not corrupt data.
 * Format: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 *
 * @throws AwsHttpError `IncompleteBody` if the body ends early.
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
