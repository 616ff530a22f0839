import { deadExports } from "./support/dead-exports.ts";
import { readProjectSources } from "./support/project-sources.ts";

/** Tests may write conditional spreads. */
const WITHOUT_COMPACT = /^__tests__\//;

/** Exports without an import in the sources: vitest reads these from the paths in its settings. */
const USED_OTHERWISE = new Set([
  "__tests__/support/suites/longest-first.ts: LongestFirst",
  "__tests__/support/suites/skip-without-terraform.ts: SkipWithoutTerraform",
  "__tests__/support/suites/summary-reporter.ts: SummaryReporter",
  "__tests__/support/temporary-folder.ts: setup",
]);

/** Constraint cases, which their test imports by folder. */
const IMPORTED_BY_FOLDER = /-cases\.ts: \w+Cases$/;

const sources = readProjectSources();
const typescript = sources.filter(({ file }) => file.endsWith(".ts"));

describe("the habits of the code", () => {
  test("keep members private with a #name; only a constructor needs the modifier", () => {
    const lines = typescript.flatMap(({ file, text }) =>
      linesWithPrivateModifier(text).map((line) => `${file}:${line}`),
    );
    expect(lines).toEqual([]);
  });

  test("export only what another file imports, and the types of its signature", () => {
    const dead = deadExports(sources.filter(({ file }) => /[jt]s$/.test(file)));
    expect(dead.filter((name) => !USED_OTHERWISE.has(name) && !IMPORTED_BY_FOLDER.test(name))).toEqual([]);
    expect([...USED_OTHERWISE].filter((name) => !dead.includes(name))).toEqual([]);
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

test("deadExports finds exports that no other file imports", () => {
  const sources = [
    {
      file: "a/a.ts",
      text: "export const a = 1;\nexport function b(c: C): D {}\nexport type C = 1;\nexport type D = 2;\n",
    },
    {
      file: "a/e.ts",
      text: "export const e = 1;\nexport const f = e;\nexport interface G {}\nexport const h = 1;\n",
    },
    {
      file: "b.ts",
      text: 'import {\n  a as z,\n  type D,\n} from "./a/a.ts";\nimport * as all from "./a/e.ts";\nall.f(z);\nconst { h } = await import("./a/e.ts");\n',
    },
  ];
  expect(deadExports(sources)).toEqual(["a/a.ts: b", "a/e.ts: e", "a/e.ts: G"]);
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
