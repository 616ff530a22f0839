import type { Platform } from "./platform.ts";
import { SpecError } from "./problem.ts";
import type { Publish, Workload } from "./workloads.ts";

/** What a platform asks for that no module builds yet: `connections (transit)`. */
export function unsupportedParts(platform: Platform): string[] {
  const parts: [string, string[]][] = [
    [
      "workloads behind a network load balancer",
      workloads(platform, (workload) => isBehindNetworkKind(platform, workload)),
    ],
    ["services with more than one place behind load balancers", workloads(platform, isPublishedTwice)],
    ["services whose target port is not their own", workloads(platform, hasOtherTargetPort)],
    ["connections", Object.keys(platform.connections)],
    ["network interfaces", Object.keys(platform.interfaces)],
  ];
  return parts
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${what} (${names.join(", ")})`);
}

/** One clear line for a platform that cannot be synthesized yet; undefined for one that can. */
export function unsupportedLine(platform: Platform): string | undefined {
  const parts = unsupportedParts(platform);
  if (parts.length === 0) return undefined;
  return `${platform.name} (${platform.environment}) is not synthesized: Drydock has no module yet for ${parts.join("; ")}.`;
}

/** @throws SpecError with the one clear line, for a platform that cannot be synthesized yet. */
export function requireSupported(platform: Platform): void {
  const line = unsupportedLine(platform);
  if (line !== undefined) throw new SpecError(line, []);
}

function workloads(platform: Platform, matches: (workload: Workload) => boolean): string[] {
  return Object.entries(platform.workloads)
    .filter(([, workload]) => matches(workload))
    .map(([name]) => name);
}

function places({ publish, publishAlso }: Workload): Publish[] {
  return publish === undefined ? publishAlso : [publish, ...publishAlso];
}

function isBehindNetworkKind({ edge }: Platform, workload: Workload): boolean {
  return places(workload).some(({ loadBalancer }) => edge.loadBalancers[loadBalancer]?.kind === "network");
}

function isPublishedTwice(workload: Workload): boolean {
  return workload.kind === "service" && workload.publishAlso.length > 0;
}

function hasOtherTargetPort(workload: Workload): boolean {
  return (
    workload.kind === "service" &&
    places(workload).some(({ targetPort }) => targetPort !== undefined && targetPort !== workload.port)
  );
}
