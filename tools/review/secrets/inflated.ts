import { constants, gunzipSync, inflateSync } from "node:zlib";

/** The longest content that is read: a small gzip may hold gigabytes. */
const CONTENT_BYTES_MAX = 1_000_000;
/** Bytes that are cut off, or followed by others, are read as far as they go. */
const CUT_OFF = { maxOutputLength: CONTENT_BYTES_MAX, finishFlush: constants.Z_SYNC_FLUSH };
/** The number of places at which compressed bytes may begin. */
const PLACES_MAX = 8;
/** The shortest compressed bytes with a content. */
const COMPRESSED_BYTES_MIN = 10;

/**
 * Returns the content of compressed bytes, gzip or zlib, which may begin anywhere in others.
 * Undefined if there are none.
 */
export function inflated(bytes: Buffer): Buffer | undefined {
  let places = 0;
  for (let at = 0; at + COMPRESSED_BYTES_MIN <= bytes.length && places < PLACES_MAX; at++) {
    const inflate = formatAt(bytes, at);
    if (inflate === undefined) continue;
    places++;
    try {
      return inflate(bytes.subarray(at), CUT_OFF);
    } catch {
      // Other bytes that begin like these.
    }
  }
  return undefined;
}

/**
 * The headers of gzip and zlib.
 * https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1
 * https://www.rfc-editor.org/rfc/rfc1950#section-2.2
 */
function formatAt(bytes: Buffer, at: number): typeof gunzipSync | undefined {
  if (bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8) return gunzipSync;
  return bytes[at] === 0x78 && bytes.readUInt16BE(at) % 31 === 0 ? inflateSync : undefined;
}
