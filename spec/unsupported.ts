import type { Platform } from "./platform.ts";
import { SpecError } from "./problem.ts";

/** What a platform asks for that no module builds yet: `connections (transit)`. */
export function unsupportedParts(platform: Platform): string[] {
  const parts: [string, string[]][] = [["connections", Object.keys(platform.connections)]];
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
