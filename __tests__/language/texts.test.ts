import { splitTokens } from "../../language/cdktf-tokens.ts";
import type { EnvironmentOverride } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";
import { problemLines } from "./support/bad-specs.ts";
import { shop } from "./support/shop.ts";
import {
  acceptsText,
  isFreeText,
  isKey,
  matchesNoBrace,
  patternsOf,
  textLeaves,
} from "./support/text-leaves.ts";

/** Texts that many patterns match, with a number that looks like a cdktf token. */
const TOKEN_NUMBERS = ["a-82e297", "db.a-82e297.x", "/a-82e297", "-82e297", "a-82e297.co"];

describe("each text of the schema", () => {
  const leaves = textLeaves();
  const restricted = leaves.filter((leaf) => !isFreeText(leaf));

  it("is found by textLeaves", () => {
    const paths = leaves.map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(100);
    expect(paths).toContain("platform.tags{key}");
    expect(paths).toContain("platform.connections{}.peer.address");
    expect(leaves.filter(isFreeText).map(({ path }) => path)).toContain("platform.workloads{}.environment{}");
  });

  it("is either free text, which the stacks escape, or has a pattern without templates", () => {
    const open = restricted.filter((leaf) => {
      const patterns = patternsOf(leaf);
      return patterns.length > 0 ? !patterns.some(matchesNoBrace) : acceptsTemplates(leaf);
    });
    expect(open.map(({ path }) => path)).toEqual([]);
  });

  it("is no text that Terraform cannot read, although it is free text", () => {
    const free = leaves.filter(isFreeText);
    for (const text of ["a\rb", "a\r", "\r\r\n"]) {
      expect(free.filter((leaf) => acceptsText(leaf, text)).map(({ path }) => path)).toEqual([]);
    }
    expect(problemLines(shop, { workloads: { web: { environment: { MOTD: "one\rtwo" } } } })).toEqual([
      'workloads.web.environment.MOTD: received "one\\rtwo"; allowed: text without a lone carriage return, after which Terraform reads no escapes. Fix: write \\n for a new line.',
    ]);
    expect(problemLines(shop, { workloads: { web: { environment: { MOTD: "one\r\ntwo 😀" } } } })).toEqual(
      [],
    );
  });

  it("is not free text if it is a key, since keys become parts of Terraform addresses", () => {
    expect(leaves.filter(isKey).filter(isFreeText)).toEqual([]);
  });

  it("rejects cdktf tokens, unless it is free text", () => {
    const tried = restricted.flatMap((leaf) =>
      TOKEN_NUMBERS.filter((text) => patternsOf(leaf).some((pattern) => pattern.test(text))).map((text) => ({
        leaf,
        text,
      })),
    );
    expect(tried.length).toBeGreaterThan(40);
    const accepted = tried.filter(({ leaf, text }) => acceptsText(leaf, text));
    expect(accepted.map(({ leaf, text }) => `${leaf.path}: ${text}`)).toEqual([]);
  });
});

/** Addresses and CIDR blocks, which code checks instead of a pattern. */
const CHECKED = ["10.0.0.0/16", "2001:db8::/32", "fe80::1/128", "198.51.100.7"];

/** Reports that a leaf with a code check accepts a text that contains a template. */
function acceptsTemplates(leaf: Parameters<typeof acceptsText>[0]): boolean {
  const known = CHECKED.filter((text) => acceptsText(leaf, text));
  const changed = known.flatMap((text) =>
    ["${1}", "%{1}", "#{TfToken[TOKEN.1]}", "%25${x}"].flatMap((part) =>
      Array.from({ length: text.length + 1 }, (_, at) => text.slice(0, at) + part + text.slice(at)),
    ),
  );
  return known.length === 0 || changed.some((text) => acceptsText(leaf, text));
}

describe("matchesNoBrace", () => {
  it.each([/^[a-z]+$/, /^(?=.{1,9}$)[^{]*$/, /^(?!\{)(a|b\.c){1,3}$/, /^\/[\w\-.$]{0,9}$/])(
    "is true for %s",
    (pattern) => {
      expect(matchesNoBrace(pattern)).toBe(true);
    },
  );

  it.each([/[a-z]+/, /^.*$/, /^a|b$/, /^[^a]$/, /^(a|\S)$/, /^\{$/, /^a{2}\x7b$/, /^[a-z]+$/m])(
    "is false for %s",
    (pattern) => {
      expect(matchesNoBrace(pattern)).toBe(false);
    },
  );
});

describe("a text of the spec", () => {
  const withTags = (tags: Record<string, string>) => problemLines(shop, { environments: { prod: { tags } } });

  it("is normalized to Unicode NFC, as by Terraform", () => {
    const change: Partial<EnvironmentOverride> = {
      stores: { "api-key": { description: "cafe\u0301" } },
      alarms: { emails: ["rene\u0301@example.com"] },
      workloads: { web: { environment: { NAME: "\u1112\u1161\u11ab" } }, relay: { setup: ["echo e\u0301"] } },
    };
    const { stores, alarms, workloads } = resolve(
      { ...shop, environments: { prod: { account: "123456789012", ...change } } },
      "prod",
    );
    expect(stores["api-key"]).toMatchObject({ description: "caf\u00e9" });
    expect(alarms.emails).toEqual(["ren\u00e9@example.com"]);
    expect(workloads.web).toMatchObject({ environment: { NAME: "\ud55c" } });
    expect(workloads.relay).toMatchObject({ setup: ["echo \u00e9"] });
  });

  it("is rejected with a lone surrogate", () => {
    expect(
      problemLines(shop, { workloads: { web: { environment: { A: "a\ud83d" } } }, name: "\udc00" }),
    ).toEqual([
      'name: received "\\udc00"; allowed: valid Unicode text. Fix: remove the lone surrogate.',
      'workloads.web.environment.A: received "a\\ud83d"; allowed: valid Unicode text. Fix: remove the lone surrogate.',
    ]);
  });

  it("is rejected as a name or tag that looks like a cdktf token", () => {
    const looksLikeToken = "this one looks like a cdktf token. Fix: choose another.";
    expect(withTags({ Marker: "String Map Token Value", "a-82e297": "1" })).toEqual([
      `environments.prod.tags.Marker: received "String Map Token Value"; allowed: a tag value of at most 256 characters; ${looksLikeToken}`,
      `environments.prod.tags.a-82e297: received "a-82e297"; allowed: a tag key of 1 to 128 characters that does not start with "aws:"; ${looksLikeToken}`,
    ]);
    expect(withTags({ Marker: "String Map Token Values", "a-81e297": "-84e297 82e297" })).toEqual([]);
  });

  it("is rejected with a template by its pattern", () => {
    expect(
      problemLines(shop, {
        environments: { prod: { tags: { Owner: "${TfToken[TOKEN.1]}" } } },
        backup: { schedule: "cron(0 7 1 * ? ${x})" },
      }),
    ).toEqual([
      'environments.prod.tags.Owner: received "${TfToken[TOKEN.1]}"; allowed: a tag value of at most 256 characters. Fix: use letters, digits and . : / = + @ -.',
      'backup.schedule: received "cron(0 7 1 * ? ${x})"; allowed: an AWS cron expression. Fix: write it as "cron(0 7 1 * ? *)".',
    ]);
  });
});

describe("splitTokens", () => {
  it.each([
    ["${TfToken[TOKEN.1]}", "${|TfToken[TOKEN.1]}"],
    ["a#{TfToken[x]}&{TfToken[y]}", "a#{|TfToken[x]}&{|TfToken[y]}"],
    ["Any Map Token Value", "Any Map Token Value|"],
    ["x-8.2e298.y", "x-8.2|e298.y"],
    ["-8.2e298e1", "-8.2|e298|e1"],
    // The limits of the range of numbers that cdktf uses as tokens.
    ["-8.109562212591379e298 -8.109562212591378e298", "-8.109562212591379|e298 -8.109562212591378e298"],
    ["-8.3711609936427125e298 -8.371160993642713e298", "-8.3711609936427125|e298 -8.371160993642713e298"],
    ["8.2e298 1-8.2e298 -8.2E298 -8.2e297 12e34", "8.2e298 1-8.2e298 -8.2E298 -8.2e297 12e34"],
  ])("splits %s", (text, split) => {
    expect(splitTokens(text, "|")).toBe(split);
  });
});
