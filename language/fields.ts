import { z } from "zod";
import { hasToken } from "./cdktf-tokens.ts";
import { Cidr } from "./cidr.ts";
import { nearestName } from "./problem.ts";
import { REGIONS } from "./regions.ts";

/**
 * The message of a check in a schema: what is allowed and how to fix it, on two lines.
 * `schema-problems.ts` takes it apart again.
 */
export function formatIssue(allowed: string, fix: string): string {
  return `${allowed}\n${fix}`;
}

/**
 * Text of one pattern, which matches no Terraform template: names, ids and addresses are written to
 * Terraform's files as they are. For text of any characters use {@link freeText}.
 */
export function patternText(pattern: RegExp, allowed: string, fix: string) {
  const error = formatIssue(allowed, fix);
  return z
    .string({ error })
    .regex(pattern, { error, abort: true })
    .refine((value) => !hasToken(value), {
      error: formatIssue(
        `${allowed}, other than this one, which cdktf takes for a token of its own`,
        "choose another",
      ),
    });
}

/**
 * Text of any characters, never a template: the stacks escape it for Terraform
 * (`modules/compute/terraform-text.ts`). Terraform normalizes every text to Unicode's composed form
 * (NFC); so does this, so that checks see the text that is deployed.
 *
 * @param error the message for what is no text
 */
export function freeText(error: string) {
  return z.string({ error }).normalize("NFC");
}

/** A whole number from `min` to `max`, both allowed, of something: `GiB`, `a port`. */
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

/** One of a few words. */
export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, {
    error: ({ input }) =>
      formatIssue(`one of ${values.join(", ")}`, fixEnumValue(input, values, "choose one of them")),
  });
}

/** The fix for a word that is none of those known: the nearest of them, else something general. */
function fixEnumValue(input: unknown, known: readonly string[], general: string): string {
  const nearest = typeof input === "string" ? nearestName(input, known) : undefined;
  return nearest === undefined ? general : `did you mean "${nearest}"?`;
}

/** A setting that is on or off. */
export const flag = z.boolean({ error: formatIssue("true or false", "use true or false") });

/** The name of a thing inside a platform: a key of a record, part of construct ids. */
export const nameField = patternText(
  /^[a-z](?:-?[a-z0-9]){0,23}$/,
  "a name of 1 to 24 lower-case letters, digits and single hyphens that starts with a letter",
  'use a name such as "app"',
);

/** An AWS region that Drydock knows. */
export const regionField = z.enum(REGIONS as [string, ...string[]], {
  error: ({ input }) =>
    formatIssue(
      "an AWS region that Drydock knows",
      fixEnumValue(input, REGIONS, 'use a region such as "us-east-1"'),
    ),
}) as z.ZodEnum<{ [R in (typeof REGIONS)[number]]: R }>;

/** An Availability Zone's full name. */
export const zoneField = patternText(
  /^[a-z]{2}-[a-z]+-\d[a-f]$/,
  "an Availability Zone's full name",
  'write it with its region, such as "us-east-1a"',
);

/** A 12-digit AWS account id. */
export const accountField = patternText(
  /^\d{12}$/,
  "an AWS account id of 12 digits, as text",
  'use the account id in quotes, such as "123456789012"',
);

/** Any IPv4 or IPv6 block. */
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

/** A VPC's or subnet's IPv4 block. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export const vpcCidrField = cidrField.superRefine((value, context) => {
  const block = Cidr.parse(value);
  if (block === undefined || (block.family === 4 && block.prefix >= 16 && block.prefix <= 28)) return;
  context.addIssue({
    code: "custom",
    message: formatIssue("an IPv4 block from /16 to /28", `use a block such as "10.0.0.0/16"`),
  });
});

/** A TCP or UDP port. */
export const portField = integer(1, 65535, "a port");

/** A DNS name without a final dot. */
export const domainField = patternText(
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
  "a lower-case domain name without a final dot",
  'write it as "example.com"',
);

/** A DNS name whose first label may be `*`. */
export const certificateNameField = patternText(
  /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
  'a lower-case domain name, its first label may be "*"',
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

/** A path of a URL. */
export const urlPathField = patternText(
  /^\/[\w\-./~%]{0,1023}$/,
  "a URL path that starts with /",
  'write it as "/health"',
);

/** The days CloudWatch Logs can keep events. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Days that a log group keeps events. */
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

/** An object keyed by something of one form. */
export function recordBy<K extends z.ZodType<string, string>, T extends z.ZodType>(
  key: K,
  value: T,
  what: string,
) {
  return z.record(key, value, { error: formatIssue(`an object keyed by ${what}`, `write { ${what}: … }`) });
}

/** An object keyed by names of this platform. */
export function recordByName<T extends z.ZodType>(value: T) {
  return recordBy(nameField, value, "name");
}

/** A list of things, at least one where `min` is 1. */
export function list<T extends z.ZodType>(value: T, what: string, min: 0 | 1 = 0) {
  const error = formatIssue(`a list of ${what}${min === 1 ? ", at least one" : ""}`, "write [ … ]");
  return z.array(value, { error }).min(min, { error });
}

/** Free text of a length. */
export function text(max: number, what: string) {
  const error = formatIssue(`${what} of 1 to ${max} characters`, `write 1 to ${max} characters in quotes`);
  return freeText(error).min(1, { error }).max(max, { error });
}
