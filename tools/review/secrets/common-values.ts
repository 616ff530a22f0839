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
 * True for a secret that is not searched for by value: shorter than four characters, a common word,
 * a short number, or a name that is public in the configuration anyway. It is kept secret by its
 * path alone.
 *
 * @param publicNames names of stacks, resource types and resources, in lower case
 */
export function isCommonValue(value: string, publicNames: ReadonlySet<string>): boolean {
  const word = value.trim().toLowerCase();
  return (
    word.length < PATTERN_UNITS_MIN ||
    COMMON_WORDS.has(word) ||
    publicNames.has(word) ||
    SHORT_NUMBER.test(word) ||
    BLANK.test(word)
  );
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
