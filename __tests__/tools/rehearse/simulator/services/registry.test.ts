import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { canonicalType } from "../../../../../aws/resource-types.ts";
import {
  REGISTRY_FILE,
  readServiceFile,
  registrySource,
  serviceFiles,
} from "../../../../../tools/rehearse/simulator/generate/registry-source.ts";
import { SERVICE_RESOURCES } from "../../../../../tools/rehearse/simulator/services/registry.ts";
import {
  definedIn,
  typeDefinition,
} from "../../../../../tools/rehearse/simulator/services/type-definitions.ts";
import { committedSnapshot } from "../../../../../tools/rehearse/snapshot/committed-snapshot.ts";

const types = SERVICE_RESOURCES.flatMap((service) => Object.keys(service.types ?? {}));

describe("the registry of services", () => {
  it("is as `npm run generate` writes it", () => {
    expect(readFileSync(REGISTRY_FILE, "utf8")).toBe(registrySource());
  });

  it("lists every file that defines constraints, and these list all of them", () => {
    const source = registrySource();
    const counts = serviceFiles().map((file) => ({
      file,
      count: readServiceFile(file).match(/^const \w+: Constraint = /gm)?.length ?? 0,
    }));
    const defining = counts.filter(({ count }) => count > 0);
    expect(defining.filter(({ file }) => !source.includes(`from "./${file}";`))).toEqual([]);
    const listed = SERVICE_RESOURCES.flatMap(({ constraints }) => constraints ?? []);
    expect(listed).toHaveLength(counts.reduce((sum, { count }) => sum + count, 0));
  });

  it("defines each type once, by the name that its aliases stand for", () => {
    expect(types).toEqual([...new Set(types)]);
    expect(types.filter((type) => canonicalType(type) !== type)).toEqual([]);
  });

  it("defines only types of the provider, and refers only to such", () => {
    const { resources, dataSources } = committedSnapshot();
    const known = new Set([...resources.names, ...dataSources.names]);
    const parents = definedIn("parents").flatMap(([, references]) =>
      references.flatMap((each) => each.types),
    );
    expect([...types, ...parents].filter((type) => !known.has(type))).toEqual([]);
  });
});

const importsByFile = new Map<string, readonly string[]>();

/** The relative imports of a file, as absolute paths. */
function importsOf(file: string): readonly string[] {
  const known = importsByFile.get(file);
  if (known !== undefined) return known;
  const specifiers = readFileSync(file, "utf8").matchAll(/ from "(\.[^"]+)";$/gm);
  const imports = [...specifiers].map(([, specifier = ""]) => join(dirname(file), specifier));
  importsByFile.set(file, imports);
  return imports;
}

/** The files that a file imports, directly or through others. */
function importedBy(file: string, found = new Set<string>()): ReadonlySet<string> {
  for (const imported of importsOf(file)) {
    if (found.has(imported)) continue;
    found.add(imported);
    importedBy(imported, found);
  }
  return found;
}

describe("the files of services", () => {
  const files = serviceFiles().filter((file) => !["registry.ts", "type-definitions.ts"].includes(file));

  it("import nothing that imports the registry, since it imports them", () => {
    expect(files.length).toBeGreaterThan(80);
    const circular = files.filter((file) =>
      importedBy(join(dirname(REGISTRY_FILE), file)).has(REGISTRY_FILE),
    );
    expect(circular).toEqual([]);
  });
});

describe("typeDefinition", () => {
  it("finds a type and its alias, and is empty for others", () => {
    expect(typeDefinition("aws_alb").uniqueName).toMatchObject({ code: "DuplicateLoadBalancerName" });
    expect(typeDefinition("aws_alb")).toBe(typeDefinition("aws_lb"));
    expect(typeDefinition("aws_nothing")).toEqual({});
  });
});
