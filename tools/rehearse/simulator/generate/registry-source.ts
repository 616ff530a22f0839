import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../../project-folder.ts";

const SERVICES_FOLDER = join(projectFolder, "tools", "rehearse", "simulator", "services");

/** The generated list of service definitions. */
export const REGISTRY_FILE = join(SERVICES_FOLDER, "registry.ts");

/** The export of a service's file that the registry lists. */
const EXPORT = /^export const (\w+): ServiceResources = /m;

/** Orders files as the linter orders imports: the extension does not count. */
function byPath(a: string, b: string): number {
  return a.replace(/\.ts$/, "") < b.replace(/\.ts$/, "") ? -1 : 1;
}

/** Lists the TypeScript files of `services/` and its folders, as paths from there, sorted. */
export function serviceFiles(): readonly string[] {
  const all = readdirSync(SERVICES_FOLDER, { recursive: true, encoding: "utf8" });
  return all
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts"))
    .sort(byPath);
}

/** Reads a file of `services/`. */
export function readServiceFile(file: string): string {
  return readFileSync(join(SERVICES_FOLDER, file), "utf8");
}

function importLine({ file, name }: { readonly file: string; readonly name: string }): string {
  return name.startsWith("type ")
    ? `import type { ${name.slice(5)} } from "./${file}";`
    : `import { ${name} } from "./${file}";`;
}

/** Returns the text of {@link REGISTRY_FILE} for the files in `services/`. */
export function registrySource(): string {
  const exported = serviceFiles().flatMap((file) => {
    const name = EXPORT.exec(readServiceFile(file))?.[1];
    return name === undefined ? [] : [{ file, name }];
  });
  const imported = [...exported, { file: "service-resources.ts", name: "type ServiceResources" }];
  return [
    "// Written by `npm run generate` from the files of this folder.",
    ...imported.sort((a, b) => byPath(a.file, b.file)).map(importLine),
    "",
    "/** The resource types and constraints of all AWS services. */",
    "export const SERVICE_RESOURCES: readonly ServiceResources[] = [",
    ...exported.map(({ name }) => `  ${name},`),
    "];",
    "",
  ].join("\n");
}
