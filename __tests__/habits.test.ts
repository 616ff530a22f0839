import { readProjectSources } from "./support/project-sources.ts";

/** Folders whose private members are still to be converted. */
const WITHOUT_PRIVATE_NAMES = /^tools\//;

/** Folders where `compact()` still has to replace conditional spreads. */
const WITHOUT_COMPACT = /^(tools|bench|matrix|__tests__)\//;

const typescript = readProjectSources().filter(({ file }) => file.endsWith(".ts"));

describe("the habits of the code", () => {
  test("keep members private with a #name; only a constructor needs the modifier", () => {
    const lines = typescript
      .filter(({ file }) => !WITHOUT_PRIVATE_NAMES.test(file))
      .flatMap(({ file, text }) => linesWithPrivateModifier(text).map((line) => `${file}:${line}`));
    expect(lines).toEqual([]);
  });

  test("drop undefined properties with compact(), not with a conditional spread", () => {
    const lines = typescript
      .filter(({ file }) => !WITHOUT_COMPACT.test(file))
      .flatMap(({ file, text }) => undefinedSpreads(text).map((spread) => `${file}: ${spread}`));
    expect(lines).toEqual([]);
  });
});

test.each([
  ["class A {\n  private a = 1;\n}", [2]],
  ["class A {\n  private static readonly a = 1;\n}", [2]],
  ["class A {\n  static private a() {}\n}", [2]],
  ["class A {\n  #a = 1;\n}", []],
  ["class A {\n  private constructor() {}\n}", []],
  ['const tiers = {\n  private: { access: "private" },\n};', []],
])("linesWithPrivateModifier finds the modifier, but no property's name: %j", (text, lines) => {
  expect(linesWithPrivateModifier(text)).toEqual(lines);
});

test.each([
  ["f({ ...(a === undefined ? {} : { a }) });", 1],
  ["f({ ...(a.b === undefined\n  ? {}\n  : { a: a.b }) });", 1],
  ["f({ ...(a !== undefined ? { a } : {}) });", 1],
  ["f({ ...compact({ a }) });", 0],
  ["f({ ...(isPublic ? {} : { a }) });", 0],
  ['f({ ...(a === undefined ? {} : ({ a: "text" } as const)) });', 0],
])("undefinedSpreads finds spreads that depend on undefined: %j", (text, count) => {
  expect(undefinedSpreads(text)).toHaveLength(count);
});

/** Schemas of outputs spread constants, which `compact()` would not keep as types. */
function undefinedSpreads(text: string): string[] {
  const spread = /\.\.\.\(\s*[\w.#?]+ [!=]== undefined\s*\? (?:\{\}\s*: \{|\{[^{}]*\}\s*: \{\})/g;
  return text.match(spread) ?? [];
}

function linesWithPrivateModifier(text: string): number[] {
  const modifier = /^\s+(?:(?:static|readonly|override|abstract|async) )*private (?!constructor\b)/;
  return text.split("\n").flatMap((line, index) => (modifier.test(line) ? [index + 1] : []));
}
