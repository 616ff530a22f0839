import fc from "fast-check";
import { parsePlan } from "../../../../tools/review/plan/parse-plan.ts";
import { REDACTED, Redactor } from "../../../../tools/review/secrets/redactor.ts";

function redactorFor(...secrets: readonly string[]): Redactor {
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

const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** How copies of a secret are written. */
const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  json: (text) => JSON.stringify(text).slice(1, -1),
  "json in json": (text) => JSON.stringify(JSON.stringify(text)).slice(1, -1),
  "unicode escapes": (text) =>
    text.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  url: (text) => encodeURIComponent(text),
  "url, lower case": (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  "url, all bytes": (text) => Buffer.from(text).toString("hex").replace(/../g, "%$&"),
  form: (text) => new URLSearchParams({ "": text }).toString().slice(1),
  html: escapeHtml,
  "html, names": (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
  base64: (text) => Buffer.from(text).toString("base64"),
  base64url: (text) => Buffer.from(text).toString("base64url"),
  "base64, shifted by one": (text) => Buffer.from(`x${text}y`).toString("base64"),
  "base64, shifted by two": (text) => Buffer.from(`xx${text}yy`).toString("base64url"),
  "base64 of base64": (text) => Buffer.from(Buffer.from(text).toString("base64")).toString("base64"),
  "base64 of json": (text) => Buffer.from(JSON.stringify({ a: text })).toString("base64"),
  "base64 of UTF-16": (text) => Buffer.from(text, "utf16le").toString("base64"),
  "url of base64": (text) => encodeURIComponent(Buffer.from(text).toString("base64")),
  "base64 in lines": (text) =>
    Buffer.from(`${"#!/bin/sh\n".repeat(6)}${text}`)
      .toString("base64")
      .replace(/.{19}/g, "$&\n"),
  hex: (text) => Buffer.from(text).toString("hex"),
  "hex, upper case": (text) => Buffer.from(text).toString("hex").toUpperCase(),
};

/** ASCII alone: UTF-16 with other characters is no run of ASCII and zeros. */
const ASCII_ONLY = new Set(["base64 of UTF-16"]);

describe("Redactor", () => {
  it.each(Object.entries(ENCODINGS))("finds a secret that is encoded: %s", (name, encode) => {
    const secret = ASCII_ONLY.has(name) ? "hunter2!" : SECRET;
    const text = `before ${encode(secret)} after`;
    const redacted = redactorFor(secret).redact(text);
    expect(redacted).toContain(REDACTED);
    expect(redacted).toMatch(/^before .*after$/s);
    expect(decodings(redacted)).not.toContain(secret);
  });

  it.each(Object.entries(ENCODINGS).filter(([name]) => !ASCII_ONLY.has(name)))(
    "leaves no secret in any surroundings: %s",
    (_, encode) => {
      const text = fc.string({ maxLength: 12 });
      const secret = fc
        .string({ unit: "grapheme", minLength: 6, maxLength: 90 })
        .filter((each) => /[a-z].*[^a-z].*[A-Z]/s.test(each) && !/\s/.test(each));
      fc.assert(
        fc.property(secret, text, text, (value, start, end) => {
          const redacted = redactorFor(value).redact(`${start} ${encode(value)} ${end}`);
          expect(redacted).not.toContain(encode(value));
          expect(redacted).toContain(REDACTED);
        }),
        { numRuns: 30 },
      );
    },
  );

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
    ...["true", "null", "abc", "5432", "----", "    ", "eu-west-1", "postgres", "Admin", "3.14", "block"],
    ...["cybershield-db", "cybershield", "shop", "data", "aws_db_instance"],
  ])("keeps the common or public value %j", (secret) => {
    const text = `The ${secret} of true null abc 5432 postgres aws_db_instance.cybershield-db`;
    expect(redactorFor(secret).redact(text)).toBe(text);
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

  it("takes time for the text, not for the number of secrets", () => {
    const secrets = Array.from({ length: 10_000 }, (_, index) => `pa55word-${index}-${index * 7919}`);
    const redactor = redactorFor(...secrets);
    const text = Array.from(
      { length: 2_000 },
      (_, index) => `aws_instance.web_${index} pa55word-${index}-${index * 7919}`,
    );
    const start = performance.now();
    const redacted = text.map((each) => redactor.redact(each));
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(redacted[1_999]).toBe("aws_instance.web_1999 (sensitive)");
  });
});

/** A text with its base64, hex and URL parts decoded, for a look into it that is not the redactor's. */
function decodings(text: string): string {
  const runs = text.match(/[\w+/-]+/g) ?? [];
  return [
    text,
    ...runs.flatMap((run) => [Buffer.from(run, "base64"), Buffer.from(run, "hex")].map(String)),
  ].join("\n");
}
