import type { PlatformSpec } from "../../language/platform.ts";
import { environmentsOf, resolve } from "../../language/resolve.ts";

/**
 * Returns a function that is true for stacks of an environment with `protected: false`, by the
 * stack's name: `cybershield-dev-data`. All other stacks are protected.
 */
export function unprotectedStacks(platforms: readonly PlatformSpec[]): (stack: string) => boolean {
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
    return closest !== undefined && !resolve(closest.spec, closest.environment).protected;
  };
}
