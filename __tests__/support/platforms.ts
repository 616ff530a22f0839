import { merge } from "../../language/merge.ts";
import type { EnvironmentOverride, Platform, PlatformSpec } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";
import { cybershield } from "../../platforms/cybershield.ts";

/** CyberShield in one environment, with changes merged into the environment's overrides. */
export function cybershieldIn(
  environment: "prod" | "dev",
  change: Partial<EnvironmentOverride> = {},
): Platform {
  const environments = merge(cybershield.environments, { [environment]: change });
  return resolve({ ...cybershield, environments } as PlatformSpec, environment);
}
