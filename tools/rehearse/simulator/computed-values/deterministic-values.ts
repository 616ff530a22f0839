import { createHash } from "node:crypto";

const HEX = "0123456789abcdef";
const DIGITS = "0123456789";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const BASE36 = `${DIGITS}${LOWER}`;
const UPPER36 = `${LOWER.toUpperCase()}${DIGITS}`;
/** The base-32 alphabet of IAM's unique IDs and RDS's resource IDs. */
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ALPHANUMERIC = `${DIGITS}${LOWER}${LOWER.toUpperCase()}`;

/** The alphabet of a token, by the name that templates use. */
export type TokenAlphabet = "hex" | "digits" | "lower" | "base36" | "upper" | "base32" | "mixed";

const ALPHABETS: Readonly<Record<TokenAlphabet, string>> = {
  hex: HEX,
  digits: DIGITS,
  lower: LOWER,
  base36: BASE36,
  upper: UPPER36,
  base32: BASE32,
  mixed: ALPHANUMERIC,
};

/** True if the name is an alphabet of {@link deterministicToken}. */
export function isTokenAlphabet(alphabetName: string): alphabetName is TokenAlphabet {
  return Object.hasOwn(ALPHABETS, alphabetName);
}

/** Derives `length` characters from `seed`: the same seed gives the same token in every run. */
export function deterministicToken(seed: string, alphabetName: TokenAlphabet, length: number): string {
  const alphabet = ALPHABETS[alphabetName];
  let result = "";
  for (let round = 0; result.length < length; round++) {
    for (const byte of createHash("sha256").update(`${seed}#${round}`).digest()) {
      result += alphabet[byte % alphabet.length];
    }
  }
  return result.slice(0, length);
}

/** Derives a version-4 UUID from `seed`. */
export function deterministicUuid(seed: string): string {
  const hex = deterministicToken(seed, "hex", 32);
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** Derives an integer from 0 to `limit` − 1 from `seed`. */
export function deterministicNumber(seed: string, limit: number): number {
  return createHash("sha256").update(seed).digest().readUIntBE(0, 6) % limit;
}
