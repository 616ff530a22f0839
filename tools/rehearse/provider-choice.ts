import {
  AWS_PROVIDER_ADDRESS,
  AWS_PROVIDER_CONSTRAINT,
  findProvider,
  type ProviderBinary,
  providerCacheFolder,
} from "../terraform/find-provider.ts";
import { downloadProvider } from "../terraform/provider-install.ts";
import type { BackendFactory } from "./simulator/backend.ts";
import { providerProcessBackends } from "./simulator/provider-process.ts";
import { SNAPSHOT_VERSION, schemaOnlyBackend } from "./simulator/schema-only-planner/index.ts";

/**
 * The provider that makes the plans: `auto` uses the real one if a copy is on the machine;
 * `registry` downloads it first if there is no copy (700 MB); `snapshot` runs the light rehearsal
 * even if there is a copy.
 */
export type ProviderChoice = "auto" | "registry" | "snapshot";

/** The provider that makes the plans of a rehearsal. */
export interface ChosenProvider {
  /** `full`: the real provider; `light`: a schema snapshot of it. */
  readonly mode: "full" | "light";
  /** A one-line description for the terminal. */
  readonly description: string;
  readonly backend: BackendFactory;
}

/**
 * Chooses the provider that makes the plans of a rehearsal.
 *
 * @param onProgress called before a download, which takes minutes
 * @throws SetupError if the registry was chosen and cannot be reached
 */
export async function chooseProvider(
  choice: ProviderChoice,
  onProgress: (line: string) => void,
): Promise<ChosenProvider> {
  if (choice === "snapshot") return schemaSnapshot("as requested");
  const { binary } = await findProvider();
  if (binary !== undefined) return realProvider(binary);
  if (choice === "auto") return schemaSnapshot("no copy is on this machine");
  onProgress(`Downloading the AWS provider from the registry: 700 MB into ${providerCacheFolder()} …`);
  await downloadProvider({
    provider: AWS_PROVIDER_ADDRESS,
    version: AWS_PROVIDER_CONSTRAINT,
    cacheFolder: providerCacheFolder(),
  });
  const fetched = await findProvider();
  return fetched.binary === undefined
    ? schemaSnapshot("the registry has none for this platform")
    : realProvider(fetched.binary);
}

function realProvider({ path, version, source }: ProviderBinary): ChosenProvider {
  return {
    mode: "full",
    description: `Full rehearsal: planned by the real AWS provider ${version} (${source}); AWS itself is simulated on this machine.`,
    backend: providerProcessBackends(path),
  };
}

function schemaSnapshot(reason: string): ChosenProvider {
  return {
    mode: "light",
    description:
      `Light rehearsal: planned from a schema snapshot of the AWS provider ${SNAPSHOT_VERSION}, not by the provider itself (${reason}). ` +
      "For a full rehearsal, pass --provider registry to download it (700 MB), or put a copy into Terraform's plugin cache or a mirror.",
    backend: schemaOnlyBackend(),
  };
}
