import { Cidr } from "../../aws/cidr.ts";
import { DOCUMENTATION_IPV4_RANGES, DOCUMENTATION_IPV6_RANGE } from "../../aws/special-ranges.ts";
import type { Platform } from "../../language/platform.ts";
import { joinPath } from "../../language/problem.ts";

/** A value of a platform that must be replaced before a real deployment. */
export interface ExampleValue {
  /** The path in the spec: `environments.prod.account` is read at `account`. */
  readonly path: string;
  /** The value in the spec: `123456789012`. */
  readonly value: string | number;
  /** The reason: `an account ID of examples`. */
  readonly reason: string;
}

/**
 * Account IDs of AWS's documentation, and those of one repeated digit.
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html
 */
const EXAMPLE_ACCOUNT = /(?<!\d)(?:123456789012|111122223333|444455556666|(\d)\1{11})(?!\d)/;

/** A UUID, whose digits are no account ID. */
const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;
/** A UUID of one repeated digit, but for those that mark it: `11111111-1111-4111-8111-…`. */
const EXAMPLE_UUID = /(\d)\1{7}-\1{4}-\d\1{3}-[\da-f]\1{3}-\1{12}/;

/** Domain names that are reserved for examples. https://www.rfc-editor.org/rfc/rfc2606 */
const EXAMPLE_DOMAIN = /(?:^|[.@/])(?:example\.(?:com|net|org)|[\w-]+\.(?:example|test|invalid))(?=$|[/:])/;

/** A GitHub repository without an ID, of which there is none. */
const EXAMPLE_REPOSITORY = /^[\w.-]+@0\/[\w.-]+@0$/;

/** AS numbers that are reserved for documentation. https://www.rfc-editor.org/rfc/rfc5398 */
const EXAMPLE_ASNS = [
  { from: 64_496, to: 64_511 },
  { from: 65_536, to: 65_551 },
] as const;

const DOCUMENTATION_RANGES: readonly Cidr[] = [...DOCUMENTATION_IPV4_RANGES, DOCUMENTATION_IPV6_RANGE];

/** Lists the example values of a resolved platform, in spec order. */
export function exampleValues(platform: Platform): ExampleValue[] {
  return leavesOf(platform, []).flatMap(({ path, value }) => {
    const reason = typeof value === "number" ? numberReason(path, value) : textReason(value);
    return reason === undefined ? [] : [{ path: joinPath(path), value, reason }];
  });
}

interface Leaf {
  readonly path: readonly PropertyKey[];
  readonly value: string | number;
}

function leavesOf(value: unknown, path: readonly PropertyKey[]): Leaf[] {
  if (typeof value === "string" || typeof value === "number") return [{ path, value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
}

function textReason(text: string): string | undefined {
  if (EXAMPLE_ACCOUNT.test(text.replaceAll(UUID, ""))) return "an account ID of examples";
  if (EXAMPLE_UUID.test(text)) return "an ID of examples";
  if (EXAMPLE_DOMAIN.test(text)) return "a domain name that is reserved for examples";
  if (EXAMPLE_REPOSITORY.test(text)) return "a repository of examples";
  const block = Cidr.parse(text) ?? Cidr.parseAddress(text);
  if (block !== undefined && DOCUMENTATION_RANGES.some((range) => range.contains(block)))
    return "an address that is reserved for documentation";
  return undefined;
}

function numberReason(path: readonly PropertyKey[], value: number): string | undefined {
  const isAsn = /^asn$|Asn$/.test(String(path.at(-1)));
  return isAsn && EXAMPLE_ASNS.some(({ from, to }) => from <= value && value <= to)
    ? "an AS number that is reserved for documentation"
    : undefined;
}
