import { REGIONS } from "../../../aws/regions.ts";
import { LEVELS } from "../level.ts";
import { PATTERN_UNITS_MIN } from "./pattern-index.ts";

/**
 * Words that say nothing where they stand without their attribute: to replace them would make a
 * report unreadable, and would hide no secret.
 */
const COMMON_WORDS = new Set([
  ...["true", "false", "null", "none", "enabled", "disabled", "enable", "disable", "default", "auto"],
  ...["root", "admin", "administrator", "master", "user", "username", "password", "secret", "token"],
  ...["main", "test", "prod", "production", "staging", "development", "internal", "public", "private"],
  ...["mysql", "mariadb", "postgres", "postgresql", "redis", "valkey", "oracle", "sqlserver", "mongodb"],
  ...["http", "https", "tcp", "udp", "localhost", "allow", "deny", "read", "write", "string", "sensitive"],
  ...["(sensitive)", "create", "update", "delete", "replace", "forget", "no-op", ...LEVELS, ...REGIONS],
]);

/** Port numbers, counts, sizes. */
const SHORT_NUMBER = /^[+-]?\d{1,5}(?:\.\d{1,2})?$/;
/** White space, or one character again and again. */
const BLANK = /^(?:\s*|(.)\1*)$/su;

/**
 * True for a secret that is not searched for anywhere in a text: shorter than four characters, a
 * common word, a short number, or a name that is public in the configuration anyway. It is kept
 * secret by its path, and a short one as a whole word too: see {@link isShortSecret}.
 *
 * @param publicNames names of stacks, resource types and resources, in lower case
 */
export function isCommonValue(value: string, publicNames: ReadonlySet<string>): boolean {
  return value.trim().length < PATTERN_UNITS_MIN || isPublicWord(value, publicNames);
}

/** Lower-case letters alone: to hide such a word where a sentence has it would tell it. */
const PLAIN_WORD = /^[a-z]+$/;

/**
 * True for a secret of two or three characters that is hidden where it stands as a whole word. A
 * single character, a number and a plain word are kept secret by their path alone.
 */
export function isShortSecret(value: string, publicNames: ReadonlySet<string>): boolean {
  const isShort = value.length >= 2 && value.length < PATTERN_UNITS_MIN;
  return isShort && !PLAIN_WORD.test(value) && !isPublicWord(value, publicNames);
}

function isPublicWord(value: string, publicNames: ReadonlySet<string>): boolean {
  const word = value.trim().toLowerCase();
  return COMMON_WORDS.has(word) || publicNames.has(word) || SHORT_NUMBER.test(word) || BLANK.test(word);
}

/**
 * Returns names with their parts: `cybershield-prod-data` gives `cybershield`, `prod` and `data`
 * too.
 */
export function namesWithParts(names: Iterable<string>): ReadonlySet<string> {
  const all = new Set<string>();
  for (const name of new Set(names)) {
    const lower = name.toLowerCase();
    all.add(lower);
    for (const part of lower.split(/[-_.]/)) all.add(part);
  }
  return all;
}
