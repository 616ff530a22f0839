import {
  AWS_PROVIDER_ADDRESS,
  AWS_PROVIDER_CONSTRAINT,
  findProvider,
  type ProviderBinary,
  providerCacheFolder,
} from "../terraform/find-provider.ts";
import { downloadProvider } from "../terraform/provider-install.ts";
import { PROVIDER_LOCK_FILE, projectLockFile, readProviderLock } from "../terraform/provider-lock.ts";
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
 * Chooses the provider that makes the plans of a rehearsal: the locked version if a copy is on this
 * machine, else another one, and then its description says so.
 *
 * @param onProgress called before a download, which takes minutes
 * @param lockFile the path of the project's provider lock
 * @throws SetupError if the registry was chosen and cannot be reached
 */
export async function chooseProvider(
  choice: ProviderChoice,
  onProgress: (line: string) => void,
  lockFile = projectLockFile,
): Promise<ChosenProvider> {
  const locked = readProviderLock(lockFile).find(({ address }) => address === AWS_PROVIDER_ADDRESS)?.version;
  const { provider, version } = await chooseVersion(choice, onProgress, locked);
  if (locked === undefined || locked === version) return provider;
  const difference = `Another version than in ${PROVIDER_LOCK_FILE}, which has ${locked}: its plans may differ.`;
  return { ...provider, description: `${provider.description} ${difference}` };
}

/** A provider, and the version of its schema. */
interface VersionedProvider {
  readonly provider: ChosenProvider;
  readonly version: string;
}

async function chooseVersion(
  choice: ProviderChoice,
  onProgress: (line: string) => void,
  locked: string | undefined,
): Promise<VersionedProvider> {
  if (choice === "snapshot") return schemaSnapshot("as requested");
  const binary = await findLocked(locked);
  if (binary !== undefined) return realProvider(binary);
  if (choice === "auto") return schemaSnapshot("no copy is on this machine");
  onProgress(`Downloading the AWS provider from the registry: 700 MB into ${providerCacheFolder()} …`);
  await downloadProvider({
    provider: AWS_PROVIDER_ADDRESS,
    version: locked ?? AWS_PROVIDER_CONSTRAINT,
    cacheFolder: providerCacheFolder(),
  });
  const fetched = await findLocked(locked);
  return fetched === undefined
    ? schemaSnapshot("the registry has none for this platform")
    : realProvider(fetched);
}

/** The copy of the locked version, else the newest copy. */
async function findLocked(locked: string | undefined): Promise<ProviderBinary | undefined> {
  const { binary } =
    locked === undefined ? { binary: undefined } : await findProvider({ constraint: locked });
  return binary ?? (await findProvider()).binary;
}

function realProvider({ path, version, source }: ProviderBinary): VersionedProvider {
  const provider: ChosenProvider = {
    mode: "full",
    description: `Full rehearsal: planned by the real AWS provider ${version} (${source}); AWS itself is simulated on this machine.`,
    backend: providerProcessBackends(path),
  };
  return { provider, version };
}

function schemaSnapshot(reason: string): VersionedProvider {
  const provider: ChosenProvider = {
    mode: "light",
    description:
      `Light rehearsal: planned from a schema snapshot of the AWS provider ${SNAPSHOT_VERSION}, not by the provider itself (${reason}). ` +
      "For a full rehearsal, pass --provider registry to download it (700 MB), or put a copy into Terraform's plugin cache or a mirror.",
    backend: schemaOnlyBackend(),
  };
  return { provider, version: SNAPSHOT_VERSION };
}
