import { readProjectSources } from "./support/project-sources.ts";

/** Folders whose private members are still to be converted. */
const WITHOUT_PRIVATE_NAMES = /^tools\//;

const typescript = readProjectSources().filter(({ file }) => file.endsWith(".ts"));

describe("the habits of the code", () => {
  test("keep members private with a #name; only a constructor needs the modifier", () => {
    const lines = typescript
      .filter(({ file }) => !WITHOUT_PRIVATE_NAMES.test(file))
      .flatMap(({ file, text }) => linesWithPrivateModifier(text).map((line) => `${file}:${line}`));
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

function linesWithPrivateModifier(text: string): number[] {
  const modifier = /^\s+(?:(?:static|readonly|override|abstract|async) )*private (?!constructor\b)/;
  return text.split("\n").flatMap((line, index) => (modifier.test(line) ? [index + 1] : []));
}
