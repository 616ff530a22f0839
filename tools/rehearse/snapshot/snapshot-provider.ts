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

/** Where the provider that the snapshot is taken from comes from. */
export interface SnapshotProviderOptions {
  /**
   * Whether one that is not on this machine is fetched from the registry: 700 MB. @default false
   */
  readonly fetch?: boolean;
  /** Called before a download, which takes minutes. */
  readonly say: (line: string) => void;
  /** @default this machine */
  readonly search?: Pick<ProviderSearchOptions, "host" | "addOnFolder" | "cacheFolder">;
}

/**
 * The copy of the real provider that the snapshot is taken from: of {@link SNAPSHOT_VERSION}, no
 * other.
 *
 * @throws SetupError when there is none on this machine, or the registry cannot be reached.
 */
export async function snapshotProvider({
  fetch = false,
  say,
  search = {},
}: SnapshotProviderOptions): Promise<ProviderBinary> {
  const wanted = { ...search, constraint: SNAPSHOT_VERSION };
  const { binary } = await findProvider(wanted);
  if (binary?.version === SNAPSHOT_VERSION) return binary;
  if (!fetch) {
    throw new SetupError(
      `No copy of the AWS provider ${SNAPSHOT_VERSION}, which the snapshot is taken from, is on this machine. ` +
        "Fetch it from the registry (700 MB): npm run snapshot -- --provider registry",
    );
  }
  const cacheFolder = search.cacheFolder ?? providerCacheFolder(search.host);
  say(`Fetching the AWS provider ${SNAPSHOT_VERSION} from the registry: 700 MB into ${cacheFolder} …`);
  await downloadProvider({ provider: AWS_PROVIDER_ADDRESS, version: SNAPSHOT_VERSION, cacheFolder });
  const fetched = await findProvider(wanted);
  if (fetched.binary?.version === SNAPSHOT_VERSION) return fetched.binary;
  throw new SetupError(`The registry has no AWS provider ${SNAPSHOT_VERSION} for this system.`);
}
