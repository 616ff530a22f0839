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

/** The project's imports by file. */
type ImportGraph = ReadonlyMap<string, readonly string[]>;

function importGraph(files: readonly string[]): ImportGraph {
  const known = new Set(files);
  return new Map(files.map((file) => [file, importsOf(file).filter((name) => known.has(name))]));
}

/** The folders or files of a layer, inside tools/. */
type Layer = readonly string[];

/** Layers, lowest first: a file imports only from its own layer or below. */
const TOOL_LAYERS: readonly (readonly Layer[])[] = [
  [["terraform"], ["synthesized"], ["reach", "bootstrap", "addresses"], ["rehearse"], ["review"], ["cli.ts"]],
  [
    ["reach/packets"],
    ["reach/terraform"],
    ["reach/network"],
    ["reach/analysis"],
    ["reach/commands"],
    ["reach/matchers.ts"],
  ],
  [
    ["reach/network"],
    ["reach/network/endpoints"],
    ["reach/network/proxies"],
    ["reach/network/build-network-model.ts"],
  ],
  [["reach/analysis/paths"], ["reach/analysis"], ["reach/analysis/lint"]],
  [
    ["review/plan"],
    ["review/rules", "review/exposure", "review/permissions", "review/trial", "review/input"],
    ["review/secrets", "review/waivers"],
    ["review/output"],
  ],
  [["reach/terraform/expression"], ["reach/terraform/configuration"], ["reach/terraform/plan"]],
  [["rehearse/simulator", "rehearse/snapshot", "rehearse/state-backend"], ["rehearse"]],
];

/** The layer of a file: that of the closest folder; -1 outside all of them. */
function layerOf(file: string, layers: readonly Layer[]): number {
  const holding = layers
    .flat()
    .filter((name) => file === `tools/${name}` || file.startsWith(`tools/${name}/`))
    .sort((a, b) => b.length - a.length);
  return layers.findIndex((layer) => layer.includes(holding[0] ?? ""));
}

/** Lists the imports from a higher layer: `file -> import`. */
function upwardImports(graph: ImportGraph, layers: readonly Layer[]): string[] {
  return [...graph].flatMap(([file, imports]) => {
    const own = layerOf(file, layers);
    return own < 0
      ? []
      : imports.filter((name) => layerOf(name, layers) > own).map((name) => `${file} -> ${name}`);
  });
}

/** Lists a circle of imports through each file that has one: `a -> b -> a`. */
function importCircles(graph: ImportGraph): string[] {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [[...path.slice(path.indexOf(file)), file].join(" -> ")];
    if (done.has(file)) return [];
    const found = (graph.get(file) ?? []).flatMap((name) => visit(name, [...path, file]));
    done.add(file);
    return found;
  };
  return [...graph.keys()].flatMap((file) => visit(file, []));
}

const NODE = /^node:/;
/** The facts that AWS publishes: importable by everything. */
const FACTS = /^aws\//;
const FRAMEWORK = /^(cdktf|constructs|@cdktf\/provider-aws\/lib\/[\w-]+\/index\.js)$/;
/** The pure files of the modules: names and plans. */
const PLANS = /^modules\/(.+-plan|names|policy|network\/(?:flow-hop|hops|implicit-hops))\.ts$/;

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

  it.each(TOOL_LAYERS)("lead down in tools/: %s, …", (...layers) => {
    const files = sources("tools");
    const empty = layers.filter((_, index) => files.every((file) => layerOf(file, layers) !== index));
    expect(empty).toEqual([]);
    expect(upwardImports(importGraph(files), layers)).toEqual([]);
  });

  it("form no circle in tools/", () => {
    expect(importCircles(importGraph(sources("tools")))).toEqual([]);
  });

  it("that lead up or in a circle are found", () => {
    const graph = new Map([
      ["tools/low/a.ts", ["tools/low/b.ts"]],
      ["tools/low/b.ts", ["tools/high/c.ts"]],
      ["tools/high/c.ts", ["tools/low/a.ts"]],
      ["tools/high/d.ts", ["tools/low/a.ts"]],
    ]);
    expect(upwardImports(graph, [["low"], ["high"]])).toEqual(["tools/low/b.ts -> tools/high/c.ts"]);
    expect(upwardImports(graph, [["low"], ["low/b.ts"], ["high"]])).toEqual([
      "tools/low/a.ts -> tools/low/b.ts",
      "tools/low/b.ts -> tools/high/c.ts",
    ]);
    expect(importCircles(graph)).toEqual([
      "tools/low/a.ts -> tools/low/b.ts -> tools/high/c.ts -> tools/low/a.ts",
    ]);
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
