import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Lists the TypeScript files in folders, as paths from the project's folder. */
function sources(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(folder, file)),
  );
}

/** The imports of a file: packages by name, project files by path from the project's folder. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const names = [...text.matchAll(/(?:^import | from )"([^"]+)";$/gm)].map((match) => match[1]!);
  return names.map((name) => (name.startsWith(".") ? relative(ROOT, join(ROOT, dirname(file), name)) : name));
}

/** Lists the imports of files that match no allowed pattern: `file -> import`. */
function forbiddenImports(files: readonly string[], ...allowed: readonly RegExp[]): string[] {
  expect(files.length).toBeGreaterThan(0);
  return files.flatMap((file) =>
    importsOf(file)
      .filter((name) => !allowed.some((pattern) => pattern.test(name)))
      .map((name) => `${file} -> ${name}`),
  );
}

const NODE = /^node:/;
/** The facts that AWS publishes: importable by everything. */
const FACTS = /^aws\//;
const FRAMEWORK = /^(cdktf|constructs|@cdktf\/provider-aws\/lib\/[\w-]+\/index\.js)$/;
/** The pure files of the modules: names and plans. */
const PLANS = /^modules\/(.+-plan|names|policy|network\/hops)\.ts$/;

describe("imports", () => {
  it("of aws/ include nothing of the project and no package", () => {
    expect(forbiddenImports(sources("aws"), NODE, FACTS)).toEqual([]);
  });

  it("of language/ and platforms/ include no framework", () => {
    expect(forbiddenImports(sources("language"), NODE, /^zod$/, FACTS, /^language\//)).toEqual([]);
    expect(forbiddenImports(sources("platforms"), /^language\//, /^platforms\//)).toEqual([]);
  });

  it("of a plan are pure: facts, the spec and other plans only", () => {
    const plans = sources("modules").filter((file) => PLANS.test(file));
    expect(plans.length).toBeGreaterThan(3);
    expect(forbiddenImports(plans, /^node:crypto$/, FACTS, /^language\//, PLANS)).toEqual([]);
  });

  it("of a module include no stack", () => {
    const allowed = [NODE, FRAMEWORK, FACTS, /^language\//, /^modules\//];
    expect(forbiddenImports(sources("modules"), ...allowed)).toEqual([]);
  });

  it("of a stack include no other stack's class, only its outputs", () => {
    const stacks = sources("stacks").filter((file) => file.endsWith("-stack.ts"));
    // Everything in the folder but the stacks themselves and the files that compose them.
    const shared = /^stacks\/(?!build\.ts|compose\.ts|(?!base-|platform-)[\w-]+-stack\.ts)/;
    expect(forbiddenImports(stacks, FRAMEWORK, FACTS, /^language\//, /^modules\//, shared)).toEqual([]);
  });

  it("of a tool include no construct: tools read JSON and the spec", () => {
    const imports = forbiddenImports(
      sources("tools"),
      NODE,
      FACTS,
      /^language\//,
      /^platforms\//,
      /^tools\//,
      PLANS,
      /^(?!cdktf$|constructs$|@cdktf\/)[@\w]/,
    );
    expect(imports.filter((line) => /-> (cdktf|constructs|@cdktf\/|stacks\/|modules\/)/.test(line))).toEqual(
      [],
    );
  });

  it("never include the provider's index, which loads every resource", () => {
    const files = [
      "main.ts",
      ...sources("aws", "language", "platforms", "modules", "stacks", "tools", "__tests__"),
    ];
    expect(files.flatMap((file) => importsOf(file).filter((name) => name === "@cdktf/provider-aws"))).toEqual(
      [],
    );
  });
});

/** Index files that list what the files beside them export. */
const INDEXES: readonly [index: string, exported: RegExp][] = [
  ["language/checks/index.ts", /^export const (\w+): Check\b/gm],
  ["platforms/index.ts", /^export const (\w+) = platform\(/gm],
  ["aws/api-operations/index.ts", /^export const (\w+Operations): /gm],
];

it.each(INDEXES)("%s lists what the files beside it export", (index, exported) => {
  const files = sources(dirname(index)).filter((file) => file !== index);
  const names = files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), "utf8").matchAll(exported)].map((match) => match[1]!),
  );
  expect(names.length).toBeGreaterThan(3);
  const [, list = ""] = /^[\s\S]*^import .*$([\s\S]*)/m.exec(readFileSync(join(ROOT, index), "utf8")) ?? [];
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(list))).toEqual([]);
});
