import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { environmentsOf, resolve } from "../../language/resolve.ts";

/**
 * Returns a function that finds the platform of a stack by its name, `cybershield-dev-data`;
 * undefined for a stack of another project.
 */
export function platformOfStack(platforms: readonly PlatformSpec[]): (stack: string) => Platform | undefined {
  const candidates = platforms.flatMap((spec) =>
    environmentsOf(spec).map((environment) => ({
      prefix: `${spec.name}-${environment}-`,
      platform: once(() => resolve(spec, environment)),
    })),
  );
  return (stack) => {
    // The longest prefix: an environment may be named "a", another "a-b".
    const [closest] = candidates
      .filter(({ prefix }) => stack.startsWith(prefix))
      .sort((a, b) => b.prefix.length - a.prefix.length);
    return closest?.platform();
  };
}

/** Computes a value when it is first asked for: a review asks for each of its findings. */
function once<T extends object>(compute: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= compute();
    return value;
  };
}
