import { cybershield } from "../../platforms/cybershield.ts";
import { merge } from "../../spec/merge.ts";
import type { EnvironmentOverride, Platform, PlatformSpec } from "../../spec/platform.ts";
import { resolve } from "../../spec/resolve.ts";

/** CyberShield in one environment, with further changes laid over it. */
export function cybershieldIn(
  environment: "prod" | "dev",
  change: Partial<EnvironmentOverride> = {},
): Platform {
  const environments = merge(cybershield.environments, { [environment]: change });
  return resolve({ ...cybershield, environments } as PlatformSpec, environment);
}
