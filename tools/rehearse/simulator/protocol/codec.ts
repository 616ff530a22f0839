import { decode, ExtensionCodec, encode } from "@msgpack/msgpack";
import { isObjectValue, type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";
import type { DynamicValue } from "./tfplugin5.ts";

/**
 * Encodes Terraform values as msgpack:
 * https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
 */
const extensionCodec = new ExtensionCodec();

/**
 * Extension types of an unknown value, and of one with refinements ("not null"): both decode to
 * {@link UNKNOWN}.
 */
const UNKNOWN_TYPE = 0;
const REFINED_UNKNOWN_TYPE = 12;

extensionCodec.register({
  type: UNKNOWN_TYPE,
  encode: (input) => (input === UNKNOWN ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
extensionCodec.register({ type: REFINED_UNKNOWN_TYPE, encode: () => null, decode: () => UNKNOWN });

const INT64_MIN = -(2n ** 63n);
const UINT64_MAX = 2n ** 64n - 1n;

/**
 * Decodes a value. Integers beyond 2^53 become `bigint`; numbers outside every 64-bit format are
 * decimal strings and stay so.
 */
export function decodeValue(bytes: Uint8Array): TerraformValue {
  return toExactNumbers(decode(bytes, { extensionCodec: extensionCodec, useBigInt64: true }));
}

/** Encodes a value; the inverse of {@link decodeValue}. */
export function encodeValue(value: TerraformValue): Uint8Array {
  return encode(toWireNumbers(value), {
    extensionCodec: extensionCodec,
    useBigInt64: true,
    ignoreUndefined: true,
  });
}

/** Decodes the value of a message; a message without one is null. */
export function decodeDynamicValue(dynamic: DynamicValue | null | undefined): TerraformValue {
  const bytes = dynamic?.msgpack ?? new Uint8Array();
  return bytes.length === 0 ? null : decodeValue(bytes);
}

/**
 * Decodes the value of a message that is an object or null: a whole resource, data source or
 * provider.
 * @throws Error if it is neither.
 */
export function decodeObjectValue(dynamic: DynamicValue | null | undefined): ObjectValue | null {
  const value = decodeDynamicValue(dynamic);
  if (value === null || isObjectValue(value)) return value;
  throw new Error(`expected an object value, got ${JSON.stringify(value)}`);
}

/** Encodes a value as a message field. */
export function encodeDynamicValue(value: TerraformValue): DynamicValue {
  return { msgpack: encodeValue(value) };
}

function toExactNumbers(value: unknown): TerraformValue {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value === null || value === undefined) return null;
  if (value === UNKNOWN) return UNKNOWN;
  if (Array.isArray(value)) return value.map(toExactNumbers);
  if (value instanceof Uint8Array) {
    throw new Error("a value of Terraform's dynamic type cannot be read without its schema");
  }
  if (typeof value === "object") return mapValues(value as Record<string, unknown>, toExactNumbers);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw new Error(`not a Terraform value: ${typeof value}`);
}

function toWireNumbers(value: TerraformValue): unknown {
  if (typeof value === "bigint") return value < INT64_MIN || value > UINT64_MAX ? value.toString() : value;
  if (typeof value === "number" && Number.isSafeInteger(value) && Math.abs(value) >= 2 ** 31) {
    return BigInt(value);
  }
  if (Array.isArray(value)) return value.map(toWireNumbers);
  return isObjectValue(value) ? mapValues(value, toWireNumbers) : value;
}

function mapValues<T, R>(object: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}
