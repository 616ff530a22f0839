import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Explanation, explain } from "../../../../tools/reach/analysis/explain.ts";
import { NetworkAnalysis } from "../../../../tools/reach/analysis/network-analysis.ts";
import { resolveEndpoint } from "../../../../tools/reach/analysis/resolve-endpoint.ts";
import { type Protocol, parseTarget, questionTransport } from "../../../../tools/reach/commands/question.ts";
import { readInventory } from "../../../../tools/reach/terraform/read-inventory.ts";

/** Attributes of resources by type and name: what stands under `resource` in Terraform JSON. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Resources of several parts as one: types are joined; a later resource of one name takes the place. */
export function together(...parts: readonly Resources[]): Resources {
  const all: Record<string, Record<string, object>> = {};
  for (const part of parts) {
    for (const [type, named] of Object.entries(part)) all[type] = { ...all[type], ...named };
  }
  return all;
}

/** A temporary folder with these files, for as long as something is done with it. */
export async function inFolder<T>(
  files: Readonly<Record<string, object | string>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "drydock-reach-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files of one stack `net` in us-east-1, as a user would have it, with these resources. */
export function stackFiles(...parts: readonly Resources[]): Record<string, object> {
  const { data, ...resource } = together(...parts);
  const provider = { aws: [{ region: "us-east-1" }] };
  return { "net/main.tf.json": { provider, resource, ...(data !== undefined && { data }) } };
}

/** The network of a stack `net` with these resources. */
export function networkOf(...parts: readonly Resources[]): Promise<NetworkAnalysis> {
  return networkOfFiles(stackFiles(...parts));
}

/** The network of a folder with these files. */
export function networkOfFiles(files: Readonly<Record<string, object | string>>): Promise<NetworkAnalysis> {
  return inFolder(files, async (folder) => new NetworkAnalysis(await readInventory(folder)));
}

/** What `reach explain FROM TO[:PORT]` answers; the stack `net` need not be named. */
export function explained(
  network: NetworkAnalysis,
  from: string,
  to: string,
  protocol: Protocol = "tcp",
): Explanation {
  const { name, port } = parseTarget(whole(to));
  return explain(
    network,
    resolveEndpoint(network, whole(from)),
    resolveEndpoint(network, name),
    questionTransport(protocol, port),
  );
}

/** The verdict, then every cause: `CODE address`. */
export function asked(
  network: NetworkAnalysis,
  from: string,
  to: string,
  protocol: Protocol = "tcp",
): string[] {
  const { verdict, causes } = explained(network, from, to, protocol);
  return [verdict, ...causes.map(({ code, address }) => `${code} ${address.replaceAll("net/", "")}`)];
}

/** The decisions on the way, without the stack: `aws_route_table.out route 0.0.0.0/0 → …`. */
export function hops(
  network: NetworkAnalysis,
  from: string,
  to: string,
  protocol: Protocol = "tcp",
): string[] {
  return explained(network, from, to, protocol).hops.map(({ text }) => text);
}

function whole(name: string): string {
  return name.startsWith("aws_") ? `net/${name}` : name;
}
