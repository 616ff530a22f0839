import {
  type Declaration,
  exportedDeclarations,
  schemaFields,
  undocumentedThrows,
} from "./support/declarations.ts";
import { readProjectSources } from "./support/project-sources.ts";

/** The least share of documented declarations by folder. */
const SHARES: Readonly<Record<string, number>> = {
  aws: 0.98,
  bench: 0.98,
  language: 0.98,
  matrix: 0.98,
  modules: 0.98,
  platforms: 0.98,
  stacks: 0.98,
  tools: 0.98,
  "tools/addresses": 0.98,
  "tools/bootstrap": 0.98,
  "tools/terraform": 0.98,
};

const typescript = readProjectSources().filter(({ file }) => file.endsWith(".ts"));
const declarations = typescript.flatMap(({ file, text }) =>
  exportedDeclarations(text).map((declaration) => ({ ...declaration, file })),
);

describe("documented exports, and properties of exported types and classes", () => {
  test.each(Object.entries(SHARES).map(([folder, least]) => ({ folder, least, ...shareOf(folder) })))(
    "in $title",
    ({ share, missing, least }) => {
      expect(share, missing.join("\n")).toBeGreaterThanOrEqual(least);
    },
  );

  const settings = typescript
    .filter(({ file }) => file.startsWith("language/"))
    .flatMap(({ file, text }) => schemaFields(text).map((field) => ({ ...field, file })));

  test("and every setting of the platform language", () => {
    expect(settings.length).toBeGreaterThan(150);
    expect(bareOnes(settings)).toEqual([]);
  });

  test("with the default of each property that may be left out, as @default and no dash", () => {
    const optional = [...declarations, ...settings].filter(
      ({ file, optional }) => optional && /^(aws|language|modules|stacks)\//.test(file),
    );
    expect(optional.length).toBeGreaterThan(100);
    const without = optional.filter(({ comment = "" }) => !/@default\b/.test(comment));
    expect(without.map(({ file, line, name }) => `${file}:${line}: ${name}`)).toEqual([]);
    const dashed = typescript.filter(({ text }) => /^\s*(?:\/\*)?\*.*@default - /m.test(text));
    expect(dashed.map(({ file }) => file)).toEqual([]);
  });

  test("with the errors that functions and methods throw themselves", () => {
    const missing = typescript
      .filter(({ file }) => !file.startsWith("__tests__/"))
      .flatMap(({ file, text }) => undocumentedThrows(text).map((error) => `${file}: ${error}`));
    expect(missing).toEqual([]);
  });

  test("with the date when the source of a fact of AWS was read, or that it was not read again", () => {
    const comments = typescript
      .filter(({ file }) => file.startsWith("aws/"))
      .flatMap(({ file, text }) =>
        [...text.matchAll(/\/\*\*.*?\*\//gs)].map(([comment]) => ({ file, comment })),
      )
      .filter(({ comment }) => comment.includes("https://"));
    expect(comments.length).toBeGreaterThan(60);
    const dated = /\((?:[^()]* )?(?:read|checked) \d{4}-\d\d-\d\d|\(not read again\)/;
    expect(comments.filter(({ comment }) => !dated.test(comment.replace(/\n \* /g, " ")))).toEqual([]);
  });

  test("with the error's class first after @throws, and its condition with if", () => {
    const lines = typescript.flatMap(({ file, text }) =>
      [...text.matchAll(/^ *(?:\/\*)?\*.*?@throws\b(.*)/gm)].map(([, error = ""]) => ({ file, error })),
    );
    expect(lines.length).toBeGreaterThan(100);
    const other = lines.filter(({ error }) => !/^ [A-Z]\w+(?:(?:,| or) [A-Z]\w+)*(?!.* when )/.test(error));
    expect(other).toEqual([]);
    const prose = typescript.filter(({ text }) => /^ *(?:\/\*)?\*.*\bThrows \{@link/m.test(text));
    expect(prose.map(({ file }) => file)).toEqual([]);
  });
});

test.each([
  ["export function f(): void {\n", ["f"], []],
  ["/** A. */\nexport const a = 1;\n", [], ["a"]],
  ["/* A. */\nexport const a = 1;\n", ["a"], []],
  ["/** A. */\n\nexport const a = 1;\n", ["a"], []],
  [
    "/** A. */\nexport interface A {\n  /** B. */\n  readonly b: 1;\n  c?: 2;\n  d(): void;\n}\n",
    ["A.c", "A.d"],
    ["A", "A.b"],
  ],
  [
    "/** A. */\nexport interface A {\n  readonly b: {\n    c: 1;\n  };\n}\nconst d = {\n  e: 1,\n};\n",
    ["A.b"],
    ["A"],
  ],
  [
    "/** A. */\nexport class A {\n  #b = 1;\n  static readonly c = 1;\n  constructor() {\n    d();\n  }\n  get e() {\n    return 1;\n  }\n  override f() {}\n}\n",
    ["A.c", "A.e"],
    ["A"],
  ],
  [
    "/** A. */\nexport type A =\n  | {\n      b: 1;\n    }\n  | {\n      /** C. */\n      c: 2;\n    };\n",
    ["A.b"],
    ["A", "A.c"],
  ],
  ["/** A. */\nexport type A = { b: 1 } | { c: 1 };\ninterface B {\n  c: 1;\n}\n", [], ["A"]],
  ["/** A. */\nexport type A =\n  | { b: 1 }\n  | { c: 1 };\n\ninterface B {\n  c: 1;\n}\n", [], ["A"]],
  ["/** A. */\nexport function a(b: 1): void;\nexport function a(b: 2): void;\n", [], ["a"]],
])("exportedDeclarations reads %j", (text, bare, documented) => {
  const found = exportedDeclarations(text);
  expect(found.filter(({ comment }) => comment === undefined).map(({ name }) => name)).toEqual(bare);
  expect(found.filter(({ comment }) => comment !== undefined).map(({ name }) => name)).toEqual(documented);
});

test.each([
  ["/** A. */\nexport function f(): void {\n  throw new A();\n}\n", ["f: A"]],
  ["/** A. @throws A */\nexport function f(): void {\n  throw new B();\n}\n", ["f: B"]],
  ["/** B. @throws A, B if c */\nexport function f(): void {\n  throw new B();\n}\n", []],
  ["export function f(\n  a: 1,\n): void {\n  throw new A();\n}\n", ["f: A"]],
  ["function f(): void {\n  throw new A();\n}\n", []],
  [
    "export class A {\n  b(): void {\n    throw new B();\n  }\n  #c() {\n    throw new C();\n  }\n}\n",
    ["A.b: B"],
  ],
])("undocumentedThrows reads %j", (text, found) => {
  expect(undocumentedThrows(text)).toEqual(found);
});

test("schemaFields reads the fields of an object, not of those in it on one line", () => {
  const text = [
    "const a = z.strictObject({",
    '  kind: z.literal("a"),',
    "  /** B. */",
    "  b: z.strictObject({ c: d }),",
    "  e: z",
    "    .strictObject({",
    "      f: g,",
    "    })",
    "    .prefault({}),",
    "});",
    "const h = { i: 1 };",
  ];
  const found = schemaFields(text.join("\n"));
  expect(found.map(({ name, comment }) => [name, comment !== undefined])).toEqual([
    ["b", true],
    ["e", false],
    ["f", false],
  ]);
});

function shareOf(folder: string) {
  const own = declarations.filter(({ file }) => file.startsWith(`${folder}/`));
  const missing = bareOnes(own);
  const share = 1 - missing.length / own.length;
  return { share, missing, title: `${folder}: ${(100 * share).toFixed(1)} % of ${own.length}` };
}

function bareOnes(found: readonly (Declaration & { readonly file: string })[]): string[] {
  return found
    .filter(({ comment }) => comment === undefined)
    .map(({ file, line, name }) => `${file}:${line}: ${name}`);
}
