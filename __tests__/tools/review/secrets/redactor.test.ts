import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { parsePlan } from "../../../../tools/review/plan/parse-plan.ts";
import { REDACTED, Redactor } from "../../../../tools/review/secrets/redactor.ts";
import { anyCharacter } from "../../../support/any-character.ts";
import { ENCODED_COPIES } from "../../../support/encoded-copies.ts";

function redactorFor(...secrets: readonly string[]): Redactor {
  return redactorForValue(secrets);
}

/** Returns the redactor of a plan with one masked value. */
function redactorForValue(secrets: unknown): Redactor {
  const json = {
    format_version: "1.2",
    resource_changes: [
      {
        address: "aws_db_instance.cybershield-db",
        type: "aws_db_instance",
        name: "cybershield-db",
        change: { actions: ["update"], before: { secrets }, before_sensitive: { secrets: true }, after: {} },
      },
    ],
  };
  return Redactor.of([parsePlan(JSON.parse(JSON.stringify(json)), { stack: "shop-prod-data", path: "x" })]);
}

const SECRET = 'hu"nt/er+2 <é>&\\n';

describe("Redactor", () => {
  it.each(Object.entries(ENCODED_COPIES))("finds a secret that is encoded: %s", (_, encode) => {
    const redacted = redactorFor(SECRET).redact(`before ${encode(SECRET)} after`);
    expect(redacted).toContain(REDACTED);
    expect(redacted).toMatch(/^before .*after$/s);
    expect(decodings(redacted)).not.toContain(SECRET);
  });

  it("finds a secret in base64 of UTF-16, as PowerShell takes it", () => {
    const text = Buffer.from("net user hunter2! /add", "utf16le").toString("base64");
    const redacted = redactorFor("hunter2!").redact(text);
    expect(redacted).toContain(REDACTED);
    expect(Buffer.from(redacted.split("(")[0]!, "base64").toString("utf16le")).toMatch(/^net user /);
  });

  it.each(Object.entries(ENCODED_COPIES))("finds a secret that is encoded again: %s", (_, encode) => {
    for (const secret of [SECRET, "Zß漢字kéy-1", "a1!B"]) {
      const redactor = redactorFor(secret);
      const missed = Object.entries(ENCODED_COPIES).filter(([, inner]) => {
        const text = encode(inner(secret));
        const redacted = redactor.redact(`before ${text} after`);
        return redacted.includes(text) || !redacted.includes(REDACTED);
      });
      expect(missed.map(([name]) => name)).toEqual([]);
    }
  });

  it("finds a secret in three encodings around one another", () => {
    const encodings = Object.entries(ENCODED_COPIES);
    const redactor = redactorFor(SECRET);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...encodings), { minLength: 3, maxLength: 3 }), (chosen) => {
        const text = chosen.reduce((inner, [, encode]) => encode(inner), SECRET);
        const redacted = redactor.redact(`before ${text} after`);
        expect(redacted).toContain(REDACTED);
        expect(redacted).not.toContain(text);
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  it.each(Object.entries(ENCODED_COPIES))("leaves no secret in any surroundings: %s", (_, encode) => {
    const text = fc.string({ maxLength: 12 });
    const secret = fc
      .string({ unit: anyCharacter, minLength: 4, maxLength: 90 })
      .filter((each) => /[a-z].*[^a-z].*[A-Z]/s.test(each) && !/\s/.test(each));
    fc.assert(
      fc.property(secret, text, text, (value, start, end) => {
        const redacted = redactorFor(value).redact(`${start} ${encode(value)} ${end}`);
        expect(redacted).not.toContain(encode(value));
        expect(redacted).toContain(REDACTED);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ["a1!", "x a1! y, (a1!) and pin=a1!", "x (sensitive) y, ((sensitive)) and pin=(sensitive)"],
    ["Zq7", "Zq7", "(sensitive)"],
    ["Zq7", "aZq7, Zq72, _Zq7", "aZq7, Zq72, _Zq7"],
    // A number, a plain word and one character say nothing, and are everywhere.
    ["443", "tcp 443", "tcp 443"],
    ["is", "it is so", "it is so"],
    ["!", "a !", "a !"],
  ])("finds a short secret as a whole word: %s", (secret, text, redacted) => {
    expect(redactorFor(secret).redact(text)).toBe(redacted);
  });

  it.each([
    ["overlapping", ["abcdef", "defghi"], "x abcdefghi y", "x (sensitive) y"],
    ["the longest", ["hunter2", "hunter22"], "hunter22,hunter2", "(sensitive),(sensitive)"],
    ["lines", ["line one\nline two"], "line two, line one\nline two", "(sensitive), (sensitive)"],
    [
      "a member of JSON",
      ['{"pw":"hunter22","n":[{"t":"tok-3n"}]}'],
      "tok-3n, hunter22",
      "(sensitive), (sensitive)",
    ],
    [
      "the password of a URL",
      ["postgres://app:p%40ss99@db/x"],
      "p@ss99, p%40ss99",
      "(sensitive), (sensitive)",
    ],
    ["an assigned value", ["A=1\nexport B='two three'"], "is two three", "is (sensitive)"],
    [
      "the content of base64",
      [Buffer.from("user-data secret").toString("base64")],
      "user-data secret",
      "(sensitive)",
    ],
    [
      "a secret inside masked user data",
      [gzipSync("#!/bin/sh\nexport PASSWORD=hunter22\n").toString("base64")],
      "PASSWORD is hunter22",
      "PASSWORD is (sensitive)",
    ],
    [
      "a name in a masked JSON",
      ['{"k3y-0f-99-users!":"a","DB_HOST":"b"}'],
      "DB_HOST of k3y-0f-99-users!",
      "DB_HOST of (sensitive)",
    ],
    ["a short secret that is encoded twice", ["!!!a!A"], "SVNFaFlTRkI=", "(sensitive)"],
    ["a long number", ["12345678"], "12345678", "(sensitive)"],
    ["a piece of a long one", ["a1".repeat(100)], `${"a1".repeat(40)}…`, "(sensitive)…"],
    [
      "upper case in an address",
      ["s3cr3t-key"],
      'aws_s3_object.a["s3cr3t-key"]',
      'aws_s3_object.a["(sensitive)"]',
    ],
  ])("replaces %s", (_, secrets, text, expected) => {
    expect(redactorFor(...secrets).redact(text)).toBe(expected);
  });

  it.each([
    [{ "t0k3n-12345-of-it": true }, "it is t0k3n-12345-of-it", "it is (sensitive)"],
    [12345678, '{"pin":12345678}', '{"pin":(sensitive)}'],
    [123456789012345680000, "123456789012345678901", "(sensitive)678901"],
    [-1234567.5, "at -1234567.5", "at (sensitive)"],
    [[["hunter22"]], "hunter22", "(sensitive)"],
    [{ a: { b: ["hunter22"] } }, "hunter22", "(sensitive)"],
    [true, "true", "true"],
  ])("finds masked values that are no texts: %j", (value, text, redacted) => {
    expect(redactorForValue(value).redact(text)).toBe(redacted);
  });

  it.each([
    ...["true", "null", "abc", "5432", "----", "    ", "eu-west-1", "postgres", "Admin", "3.14", "block"],
    ...["cybershield-db", "cybershield", "shop", "data", "aws_db_instance"],
  ])("keeps the common or public value %j", (secret) => {
    const text = `The ${secret} of true null abc 5432 postgres aws_db_instance.cybershield-db`;
    expect(redactorFor(secret).redact(text)).toBe(text);
  });

  it("keeps the texts of a stack's own configuration, which a sensitive output holds", () => {
    const text = "shop-prod-network: forward to app-web, 10 tokens";
    for (const end of [undefined, -40]) {
      const resources = { aws_lb: { web: { name: "app-web", action: "forward", prefix: "shop-prod" } } };
      const terraform = { backend: { s3: {} }, required_providers: { aws: { version: "5.100.0" } } };
      const configuration = JSON.stringify({ terraform, output: {}, resource: resources }, null, 2);
      const held = gzipSync(configuration.slice(0, end)).toString("base64");
      expect(redactorFor(held).redact(`${text} ${held}`)).toBe(`${text} ${REDACTED}`);
    }
  });

  it("changes nothing without secrets, and nothing on a second run", () => {
    expect(redactorFor().redact("hunter22")).toBe("hunter22");
    const redactor = redactorFor("hunter22", "s3cr3t-key");
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = redactor.redact(`${text}hunter22${text}`);
        expect(redactor.redact(once)).toBe(once);
      }),
    );
  });
});

/**
 * A text with its base64, hex and URL parts decoded, for a look into it that is not the redactor's.
 */
function decodings(text: string): string {
  const runs = text.match(/[\w+/-]+/g) ?? [];
  return [
    text,
    ...runs.flatMap((run) => [Buffer.from(run, "base64"), Buffer.from(run, "hex")].map(String)),
  ].join("\n");
}
