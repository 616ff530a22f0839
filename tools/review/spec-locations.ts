import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PlatformSpec } from "../../language/platform.ts";
import { environmentsOf } from "../../language/resolve.ts";
import { projectFolder } from "../project-folder.ts";
import type { ReviewFinding } from "./finding.ts";
import type { SourceLocation } from "./output/sarif.ts";

/** The setting of a platform that a stack is made of. */
const SECTIONS: Readonly<Record<string, string>> = {
  network: "networks",
  connect: "connections",
  edge: "edge",
  data: "stores",
  compute: "workloads",
  observe: "operations",
};

/**
 * Returns a function that gives the place of a finding in this project's platform files: the line
 * of the network, load balancer, workload or store that the resource is named after, otherwise that
 * of the stack's section. Undefined for stacks of other projects.
 */
export function specLocations(
  platforms: readonly PlatformSpec[],
  folder = projectFolder,
): (finding: Pick<ReviewFinding, "stack" | "address">) => SourceLocation | undefined {
  const sources = new Map<string, string | undefined>();
  return ({ stack, address }) => {
    const spec = platforms.find((each) => isStackOf(each, stack));
    if (spec === undefined) return undefined;
    const path = `platforms/${spec.name}.ts`;
    if (!sources.has(path)) sources.set(path, readIfThere(join(folder, path)));
    const text = sources.get(path);
    if (text === undefined) return undefined;
    const key = namedKey(spec, address);
    const section = SECTIONS[stack.split("-").find((part) => part in SECTIONS) ?? ""];
    const line = (key && lineOf(text, key)) ?? (section && lineOf(text, section)) ?? 1;
    return { path, line: Number(line) };
  };
}

function isStackOf(spec: PlatformSpec, stack: string): boolean {
  return environmentsOf(spec).some((environment) => stack.startsWith(`${spec.name}-${environment}-`));
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** The longest name in the spec with which the resource's own name begins. */
function namedKey(spec: PlatformSpec, address: string): string | undefined {
  const [, name = ""] = address.split(".");
  const own = name.replace(/^firewall_(group-)?/, "");
  const keys = [spec.workloads, spec.stores, spec.edge?.loadBalancers, spec.networks].flatMap((part) =>
    Object.keys(part ?? {}),
  );
  return keys
    .filter((key) => own === key || own.startsWith(`${key}-`) || own.startsWith(`${key}_`))
    .sort((a, b) => b.length - a.length)[0];
}

/** The line, from 1, on which a key of an object stands; undefined if there is none. */
function lineOf(text: string, key: string): number | undefined {
  const escaped = key.replaceAll(/[^\w]/g, "\\$&");
  const index = text.split("\n").findIndex((line) => new RegExp(`^\\s*["']?${escaped}["']?\\s*:`).test(line));
  return index < 0 ? undefined : index + 1;
}
