import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Every TypeScript file below some folders, as paths from the project's folder. */
function sources(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(folder, file)),
  );
}

/** What a file imports: packages by name, project files by path from the project's folder. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const names = [...text.matchAll(/(?:^import | from )"([^"]+)";$/gm)].map((match) => match[1]!);
  return names.map((name) => (name.startsWith(".") ? relative(ROOT, join(ROOT, dirname(file), name)) : name));
}

/** The imports of some files that match none of the allowed patterns: `file -> import`. */
function strangers(files: readonly string[], ...allowed: readonly RegExp[]): string[] {
  expect(files.length).toBeGreaterThan(0);
  return files.flatMap((file) =>
    importsOf(file)
      .filter((name) => !allowed.some((pattern) => pattern.test(name)))
      .map((name) => `${file} -> ${name}`),
  );
}

const NODE = /^node:/;
const FRAMEWORK = /^(cdktf|constructs|@cdktf\/provider-aws\/lib\/[\w-]+\/index\.js)$/;
/** Pure decisions of the modules: names and plans. */
const PLANS = /^modules\/(.+-plan|names|policy|network\/hops)\.ts$/;

describe("imports go one way", () => {
  it("language/ and platforms/ know no framework", () => {
    expect(strangers(sources("language"), NODE, /^zod$/, /^language\//)).toEqual([]);
    expect(strangers(sources("platforms"), /^language\//, /^platforms\//)).toEqual([]);
  });

  it("every plan is pure: it knows the spec and other plans", () => {
    const plans = sources("modules").filter((file) => PLANS.test(file));
    expect(plans.length).toBeGreaterThan(3);
    expect(strangers(plans, /^node:crypto$/, /^language\//, PLANS)).toEqual([]);
  });

  it("a module knows no stack", () => {
    expect(strangers(sources("modules"), NODE, FRAMEWORK, /^language\//, /^modules\//)).toEqual([]);
  });

  it("a stack knows no other stack's class, only its outputs", () => {
    const stacks = sources("stacks").filter((file) => file.endsWith("-stack.ts"));
    const shared =
      /^stacks\/(base-stack|ec2-compute|output-schemas|platform-stack|published-targets|regional-outputs|stack-outputs|undeclared-references|unique-addresses|versions)\.ts$/;
    expect(strangers(stacks, FRAMEWORK, /^language\//, /^modules\//, shared)).toEqual([]);
  });

  it("a tool reads JSON and the spec, never a construct", () => {
    const reached = strangers(
      sources("tools"),
      NODE,
      /^language\//,
      /^platforms\//,
      /^tools\//,
      PLANS,
      /^(?!cdktf$|constructs$|@cdktf\/)[@\w]/,
    );
    expect(reached.filter((line) => /-> (cdktf|constructs|@cdktf\/|stacks\/|modules\/)/.test(line))).toEqual(
      [],
    );
  });

  it("no file imports the provider's barrel", () => {
    const files = ["main.ts", ...sources("language", "platforms", "modules", "stacks", "tools", "__tests__")];
    expect(files.flatMap((file) => importsOf(file).filter((name) => name === "@cdktf/provider-aws"))).toEqual(
      [],
    );
  });
});
