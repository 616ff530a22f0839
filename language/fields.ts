import * as z from "zod";
import { Cidr } from "../aws/cidr.ts";
import { LOG_RETENTION_DAYS } from "../aws/log-retention.ts";
import { REGIONS } from "../aws/regions.ts";
import { VPC_PREFIX } from "../aws/vpc-quotas.ts";
import { hasToken } from "./cdktf-tokens.ts";
import { nearestName } from "./problem.ts";

/**
 * Formats a schema message: the allowed values and the fix, on two lines. `schema-problems.ts`
 * parses it again.
 */
export function formatIssue(allowed: string, fix: string): string {
  return `${allowed}\n${fix}`;
}

/**
 * A string that matches a pattern. The pattern must exclude Terraform templates, since names, IDs
 * and addresses are written to Terraform as they are. For arbitrary text use {@link freeText}.
 */
export function patternText(pattern: RegExp, allowed: string, fix: string) {
  const error = formatIssue(allowed, fix);
  return z
    .string({ error })
    .regex(pattern, { error, abort: true })
    .refine((value) => !hasToken(value), {
      error: formatIssue(`${allowed}; this one looks like a cdktf token`, "choose another"),
    });
}

/** A message of {@link formatIssue}, fixed or made for the value found. */
type IssueMessage = string | ((issue: { readonly input?: unknown }) => string);

/**
 * A carriage return that is no part of a line ending: Terraform reads no templates and no escapes
 * for a while after one.
 */
const LONE_CARRIAGE_RETURN = /\r(?!\n)/;

/**
 * A string of any characters, never a template: the stacks escape it for Terraform
 * (`modules/terraform-text.ts`). Terraform normalizes strings to Unicode NFC; so does this,
 * so that checks see the deployed text.
 *
 * @param error message for a value that is not a string
 */
export function freeText(error: IssueMessage) {
  return z
    .string({ error })
    .normalize("NFC")
    .refine((value) => !LONE_CARRIAGE_RETURN.test(value), {
      error: formatIssue(
        "text without a lone carriage return, after which Terraform reads no escapes",
        "write \\n for a new line",
      ),
    });
}

/**
 * An integer from `min` to `max`, inclusive. `what` names its unit or kind in messages: `GiB`, `a
 * port`.
 */
export function integer(min: number, max: number, what: string) {
  const error = ({ input }: { readonly input?: unknown }) =>
    formatIssue(`a whole number from ${min} to ${max} (${what})`, fixNumber(input, min, max));
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

function fixNumber(input: unknown, min: number, max: number): string {
  if (typeof input === "string" && /^\d+$/.test(input)) return "write it without quotes";
  if (typeof input !== "number" || Number.isNaN(input)) return "write a number";
  if (input < min) return `use ${min} or more`;
  return input > max ? `use ${max} or less` : `use ${Math.round(input)}`;
}

/** An enum of the given values. */
export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, {
    error: ({ input }) =>
      formatIssue(`one of ${values.join(", ")}`, fixEnumValue(input, values, "choose one of them")),
  });
}

/** Returns the fix for an unknown enum value: the nearest value, else `general`. */
function fixEnumValue(input: unknown, known: readonly string[], general: string): string {
  const nearest = typeof input === "string" ? nearestName(input, known) : undefined;
  return nearest === undefined ? general : `did you mean "${nearest}"?`;
}

/** A boolean setting. */
export const flag = z.boolean({ error: formatIssue("true or false", "use true or false") });

/** A name inside a platform: a record key, part of construct IDs. */
export const nameField = patternText(
  /^[a-z](?:-?[a-z0-9]){0,23}$/,
  "a name of 1 to 24 lower-case letters, digits and single hyphens that starts with a letter",
  'use a name such as "app"',
);

/** An AWS region that Drydock supports. */
export const regionField = z.enum(REGIONS as [string, ...string[]], {
  error: ({ input }) =>
    formatIssue(
      "an AWS region that Drydock supports",
      fixEnumValue(input, REGIONS, 'use a region such as "us-east-1"'),
    ),
}) as z.ZodEnum<{ [R in (typeof REGIONS)[number]]: R }>;

/** An Availability Zone's full name. */
export const zoneField = patternText(
  /^[a-z]{2}-[a-z]+-\d[a-f]$/,
  "an Availability Zone's full name",
  'write it with its region, such as "us-east-1a"',
);

/** A 12-digit AWS account ID. */
export const accountField = patternText(
  /^\d{12}$/,
  "a 12-digit AWS account ID in quotes",
  'write it as "123456789012"',
);

/** An IPv4 or IPv6 CIDR block. */
export const cidrField = z
  .string({ error: formatIssue("a CIDR block", 'write it as "10.0.0.0/16"') })
  .superRefine((value, context) => {
    if (Cidr.parse(value) !== undefined) return;
    const nearest = Cidr.withoutHostBits(value);
    context.addIssue({
      code: "custom",
      message:
        nearest === undefined
          ? formatIssue("a CIDR block", 'write it as "10.0.0.0/16"')
          : formatIssue("a CIDR block whose host bits are zero", `use ${nearest}`),
    });
  });

/**
 * An IPv4 CIDR block of a VPC or subnet.
 */
export const vpcCidrField = cidrField.superRefine((value, context) => {
  const block = Cidr.parse(value);
  if (
    block === undefined ||
    (block.family === 4 && VPC_PREFIX.shortest <= block.prefix && block.prefix <= VPC_PREFIX.longest)
  )
    return;
  context.addIssue({
    code: "custom",
    message: formatIssue(
      `an IPv4 CIDR block from /${VPC_PREFIX.shortest} to /${VPC_PREFIX.longest}`,
      `use a block such as "10.0.0.0/16"`,
    ),
  });
});

/** A TCP or UDP port. */
export const portField = integer(1, 65535, "a port");

/** A DNS name without a trailing dot. */
export const domainField = patternText(
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
  "a lower-case domain name without a trailing dot",
  'write it as "example.com"',
);

/** A DNS name whose first label may be `*`. */
export const certificateNameField = patternText(
  /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
  'a lower-case domain name, optionally with "*" as its first label',
  'write it as "example.com" or "*.example.com"',
);

const emailMessage = formatIssue("an e-mail address", 'write it as "team@example.com"');

/**
 * An e-mail address. Its local part may have `$`, `%` and braces.
 * https://www.rfc-editor.org/rfc/rfc5322#section-3.2.3
 */
export const emailField = freeText(emailMessage).regex(/^(?=.{3,254}$)[^\s@]+@[^\s@]+\.[^\s@]+$/, {
  error: emailMessage,
});

/** A URL path. */
export const urlPathField = patternText(
  /^\/[\w\-./~%]{0,1023}$/,
  "a URL path that starts with /",
  'write it as "/health"',
);

/** The retention of a log group, in days. */
export const logRetentionField = z
  .number({ error: retentionMessage })
  .refine((days) => LOG_RETENTION_DAYS.includes(days), { error: retentionMessage });

function retentionMessage({ input }: { readonly input?: unknown }): string {
  const next = LOG_RETENTION_DAYS.find((days) => typeof input === "number" && days >= input) ?? 90;
  return formatIssue(`one of ${LOG_RETENTION_DAYS.join(", ")} days`, `use ${next}`);
}

/** A daily window in UTC: `03:00-04:00`. */
export const dailyWindowField = patternText(
  /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
  "a daily window in UTC",
  'write it as "03:00-04:00"',
);

/** A weekly window in UTC: `sun:05:00-sun:06:00`. */
export const weeklyWindowField = patternText(
  /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
  "a weekly window in UTC",
  'write it as "sun:05:00-sun:06:00"',
);

/** A record with validated keys. */
export function recordBy<K extends z.ZodType<string, string>, T extends z.ZodType>(
  key: K,
  value: T,
  what: string,
) {
  return z.record(key, value, { error: formatIssue(`an object keyed by ${what}`, `write { ${what}: … }`) });
}

/** A record keyed by names. */
export function recordByName<T extends z.ZodType>(value: T) {
  return recordBy(nameField, value, "name");
}

/** A list; with `min` 1 it must not be empty. */
export function list<T extends z.ZodType>(value: T, what: string, min: 0 | 1 = 0) {
  const error = formatIssue(`a ${min === 1 ? "non-empty " : ""}list of ${what}`, "write [ … ]");
  return z.array(value, { error }).min(min, { error });
}

/** Free text of 1 to `max` characters. */
export function text(max: number, what: string) {
  const error = formatIssue(`${what} of 1 to ${max} characters`, `write 1 to ${max} characters in quotes`);
  return freeText(error).min(1, { error }).max(max, { error });
}
