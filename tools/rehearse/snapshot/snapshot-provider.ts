import {
  AWS_PROVIDER_ADDRESS,
  findProvider,
  type ProviderBinary,
  type ProviderSearchOptions,
  providerCacheFolder,
} from "../../terraform/find-provider.ts";
import { downloadProvider } from "../../terraform/provider-install.ts";
import { SetupError } from "../../terraform/setup-error.ts";
import { SNAPSHOT_VERSION } from "./committed-snapshot.ts";

/** Options of finding the provider for the snapshot. */
export interface SnapshotProviderOptions {
  /** True to download a missing provider from the registry (700 MB). @default false */
  readonly fetch?: boolean;
  /** Called before a download, which takes minutes. */
  readonly onProgress: (line: string) => void;
  /** @default this machine */
  readonly search?: Pick<ProviderSearchOptions, "host" | "addOnFolder" | "cacheFolder">;
}

/**
 * Finds the copy of the real provider for the snapshot, exactly {@link SNAPSHOT_VERSION}.
 *
 * @throws SetupError if there is none on this machine, or the registry cannot be reached.
 */
export async function snapshotProvider({
  fetch = false,
  onProgress,
  search = {},
}: SnapshotProviderOptions): Promise<ProviderBinary> {
  const wanted = { ...search, constraint: SNAPSHOT_VERSION };
  const { binary } = await findProvider(wanted);
  if (binary?.version === SNAPSHOT_VERSION) return binary;
  if (!fetch) {
    throw new SetupError(
      `The snapshot needs the AWS provider ${SNAPSHOT_VERSION}, and this machine has no copy of it. ` +
        "Download it from the registry (700 MB): npm run snapshot -- --provider registry",
    );
  }
  const cacheFolder = search.cacheFolder ?? providerCacheFolder(search.host);
  onProgress(
    `Downloading the AWS provider ${SNAPSHOT_VERSION} from the registry: 700 MB into ${cacheFolder} …`,
  );
  await downloadProvider({ provider: AWS_PROVIDER_ADDRESS, version: SNAPSHOT_VERSION, cacheFolder });
  const fetched = await findProvider(wanted);
  if (fetched.binary?.version === SNAPSHOT_VERSION) return fetched.binary;
  throw new SetupError(`The registry has no AWS provider ${SNAPSHOT_VERSION} for this system.`);
}
