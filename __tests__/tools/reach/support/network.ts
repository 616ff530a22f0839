import { type Explanation, explain } from "../../../../tools/reach/analysis/explain.ts";
import { NetworkAnalysis } from "../../../../tools/reach/analysis/network-analysis.ts";
import { resolveEndpoint } from "../../../../tools/reach/analysis/resolve-endpoint.ts";
import { type Protocol, parseTarget, questionTransport } from "../../../../tools/reach/commands/question.ts";
import { readInventory } from "../../../../tools/reach/terraform/read-inventory.ts";
import { inTestFolder, writeFilesIn } from "../../../support/test-folder.ts";

/** The attributes of resources by type and name, as under `resource` in Terraform JSON. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Merges resources by type. A later resource replaces an earlier one of the same name. */
export function mergeResources(...parts: readonly Resources[]): Resources {
  const all: Record<string, Record<string, object>> = {};
  for (const part of parts) {
    for (const [type, named] of Object.entries(part)) all[type] = { ...all[type], ...named };
  }
  return all;
}

/** Runs a function with a temporary folder that contains some files. */
export function inFolder<T>(
  files: Readonly<Record<string, object | string>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  return inTestFolder((folder) => {
    writeFilesIn(folder, files);
    return use(folder);
  });
}

/** Returns the files of a stack `net` in us-east-1 with some resources. */
export function stackFiles(...parts: readonly Resources[]): Record<string, object> {
  const { data, ...resource } = mergeResources(...parts);
  const provider = { aws: [{ region: "us-east-1" }] };
  return { "net/main.tf.json": { provider, resource, ...(data !== undefined && { data }) } };
}

/** Reads the network of a stack `net` with some resources. */
export function networkOf(...parts: readonly Resources[]): Promise<NetworkAnalysis> {
  return networkOfFiles(stackFiles(...parts));
}

/** Reads the network of a folder with some files. */
export function networkOfFiles(files: Readonly<Record<string, object | string>>): Promise<NetworkAnalysis> {
  return inFolder(files, async (folder) => new NetworkAnalysis(await readInventory(folder)));
}

/** Returns the result of `reach explain FROM TO[:PORT]`; the stack `net` may be left out. */
export function explained(
  network: NetworkAnalysis,
  from: string,
  to: string,
  protocol: Protocol = "tcp",
): Explanation {
  const { name, port } = parseTarget(withStack(to));
  return explain(
    network,
    resolveEndpoint(network, withStack(from)),
    resolveEndpoint(network, name),
    questionTransport(protocol, port),
  );
}

/** Formats the verdict and every cause: `CODE address`. */
export function verdictAndCauses(
  network: NetworkAnalysis,
  from: string,
  to: string,
  protocol: Protocol = "tcp",
): string[] {
  const { verdict, causes } = explained(network, from, to, protocol);
  return [verdict, ...causes.map(({ code, address }) => `${code} ${address.replaceAll("net/", "")}`)];
}

/** Formats the hops without the stack: `aws_route_table.out route 0.0.0.0/0 → …`. */
export function hopTexts(
  network: NetworkAnalysis,
  from: string,
  to: string,
  protocol: Protocol = "tcp",
): string[] {
  return explained(network, from, to, protocol).hops.map(({ text }) => text);
}

function withStack(name: string): string {
  return name.startsWith("aws_") ? `net/${name}` : name;
}
