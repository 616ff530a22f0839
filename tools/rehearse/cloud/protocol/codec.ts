import { decode, ExtensionCodec, encode } from "@msgpack/msgpack";
import { type ObjectValue, UNKNOWN, type Value } from "../value.ts";
import type { DynamicValue } from "./messages.ts";

/**
 * Terraform's values as msgpack:
 * https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
 */
const extensions = new ExtensionCodec();

/** An unknown value, and one about which Terraform knows something ("not null"): both are {@link UNKNOWN}. */
const UNKNOWN_TYPE = 0;
const REFINED_UNKNOWN_TYPE = 12;

extensions.register({
  type: UNKNOWN_TYPE,
  encode: (input) => (input === UNKNOWN ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
extensions.register({ type: REFINED_UNKNOWN_TYPE, encode: () => null, decode: () => UNKNOWN });

const INT64_MIN = -(2n ** 63n);
const UINT64_MAX = 2n ** 64n - 1n;

/**
 * Reads a value. Integers beyond 2^53 come as `bigint`; numbers that no 64-bit form holds travel as
 * decimal strings and stay so.
 */
export function decodeValue(bytes: Uint8Array): Value {
  return exactNumbers(decode(bytes, { extensionCodec: extensions, useBigInt64: true }));
}

/** Writes a value; the inverse of {@link decodeValue}. */
export function encodeValue(value: Value): Uint8Array {
  return encode(wireNumbers(value), { extensionCodec: extensions, useBigInt64: true, ignoreUndefined: true });
}

/** Reads the value of a message; a message without one is null. */
export function decodeDynamic(dynamic: DynamicValue | null | undefined): Value {
  return dynamic === null || dynamic === undefined || dynamic.msgpack.length === 0
    ? null
    : decodeValue(dynamic.msgpack);
}

/**
 * Reads the value of a message that is an object or null: a whole resource, data source or provider.
 * @throws Error when it is neither.
 */
export function decodeObject(dynamic: DynamicValue | null | undefined): ObjectValue | null {
  const value = decodeDynamic(dynamic);
  if (value === null || isObjectValue(value)) return value;
  throw new Error(`an object value is expected, got ${JSON.stringify(value)}`);
}

/** Writes a value as a message's field. */
export function encodeDynamic(value: Value): DynamicValue {
  return { msgpack: encodeValue(value) };
}

/** Whether a value is an object or a map. */
export function isObjectValue(value: Value): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && value !== UNKNOWN;
}

function exactNumbers(value: unknown): Value {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value === null || value === undefined) return null;
  if (value === UNKNOWN) return UNKNOWN;
  if (Array.isArray(value)) return value.map(exactNumbers);
  if (value instanceof Uint8Array) {
    throw new Error("a value of Terraform's dynamic type cannot be read without its schema");
  }
  if (typeof value === "object") return mapValues(value as Record<string, unknown>, exactNumbers);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw new Error(`no Terraform value: ${typeof value}`);
}

function wireNumbers(value: Value): unknown {
  if (typeof value === "bigint") return value < INT64_MIN || value > UINT64_MAX ? value.toString() : value;
  if (typeof value === "number" && Number.isSafeInteger(value) && Math.abs(value) >= 2 ** 31) {
    return BigInt(value);
  }
  if (Array.isArray(value)) return value.map(wireNumbers);
  return isObjectValue(value) ? mapValues(value, wireNumbers) : value;
}

function mapValues<T, R>(object: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}
