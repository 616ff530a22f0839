/**
 * A minimal protobuf wire-format reader and writer, which splits and assembles messages without
 * decoding their content:
 * https://protobuf.dev/programming-guides/encoding/
 */

/** One encoded field of a message. */
export interface WireField {
  /** The field's number in its message. */
  readonly number: number;
  /** The complete field: tag, length and content. */
  readonly bytes: Uint8Array;
  /** A length-delimited field's content; empty for other wire types. */
  readonly content: Uint8Array;
}

/** Field numbers of the entries of every map. */
export const MAP_ENTRY = { key: 1, value: 2 } as const;

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/**
 * Iterates over a message's fields in order; nothing is copied.
 * @throws Error if the bytes are not a protobuf message.
 */
export function* readWireFields(message: Uint8Array): Generator<WireField> {
  let position = 0;
  while (position < message.length) {
    const start = position;
    const tag = readVarint(message, position);
    const field = contentRange(message, tag.end, tag.value & 7);
    position = field.end;
    yield {
      number: tag.value >>> 3,
      bytes: message.subarray(start, position),
      content: message.subarray(field.start, position),
    };
  }
}

/** The content of the first length-delimited field with that number, or `undefined`. */
export function wireFieldContent(message: Uint8Array, number: number): Uint8Array | undefined {
  for (const field of readWireFields(message)) if (field.number === number) return field.content;
  return undefined;
}

/** Encodes a length-delimited field. */
export function encodeLengthDelimited(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([
    encodeVarint((number << 3) | LENGTH_DELIMITED),
    encodeVarint(content.length),
    content,
  ]);
}

function encodeVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function contentRange(message: Uint8Array, at: number, kind: number): { start: number; end: number } {
  const range = rawRange(message, at, kind);
  if (range.end > message.length) throw new Error("the protobuf message is truncated");
  return range;
}

function rawRange(message: Uint8Array, at: number, kind: number): { start: number; end: number } {
  switch (kind) {
    case VARINT: {
      const { end } = readVarint(message, at);
      return { start: end, end };
    }
    case FIXED_64:
      return { start: at + 8, end: at + 8 };
    case FIXED_32:
      return { start: at + 4, end: at + 4 };
    case LENGTH_DELIMITED: {
      const length = readVarint(message, at);
      return { start: length.end, end: length.end + length.value };
    }
    default:
      throw new Error(`the protobuf message has a field of wire type ${kind}, which proto3 does not define`);
  }
}

/** Reads a varint. Values above 2^53 lose their low bits: tags and lengths never get that large. */
function readVarint(message: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const byte = message[at + index];
    if (byte === undefined) throw new Error("the protobuf message is truncated");
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
  throw new Error("the protobuf message has a varint of more than ten bytes");
}
