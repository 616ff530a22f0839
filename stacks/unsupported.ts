import type { Platform } from "../spec/platform.ts";

/** What a platform asks for that no module builds yet: `servers (frontend)`. */
export function unsupportedParts(platform: Platform): string[] {
  const parts: [string, string[]][] = [
    ["servers", workloads(platform, "server")],
    ["fleets", workloads(platform, "fleet")],
    ["connections", Object.keys(platform.connections)],
    ["network interfaces", Object.keys(platform.interfaces)],
    ["networks in another region", networksElsewhere(platform)],
  ];
  return parts
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${what} (${names.join(", ")})`);
}

function workloads(platform: Platform, kind: string): string[] {
  return Object.keys(platform.workloads).filter((name) => platform.workloads[name]?.kind === kind);
}

function networksElsewhere(platform: Platform): string[] {
  return Object.keys(platform.networks).filter((name) => {
    const region = platform.networks[name]?.region;
    return region !== undefined && region !== platform.region;
  });
}
