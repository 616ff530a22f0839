import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { environmentsOf, resolve } from "../../language/resolve.ts";

/**
 * Returns a function that finds the platform of a stack by its name, `cybershield-dev-data`;
 * undefined for a stack of another project.
 */
export function platformsByStack(
  platforms: readonly PlatformSpec[],
): (stack: string) => Platform | undefined {
  const prefixes = platforms.flatMap((spec) =>
    environmentsOf(spec).map((environment) => ({
      prefix: `${spec.name}-${environment}-`,
      spec,
      environment,
    })),
  );
  return (stack) => {
    // The longest prefix: an environment may be named "a", another "a-b".
    const [closest] = prefixes
      .filter(({ prefix }) => stack.startsWith(prefix))
      .sort((a, b) => b.prefix.length - a.prefix.length);
    return closest && resolve(closest.spec, closest.environment);
  };
}
