import {
  AWS_PROVIDER,
  AWS_PROVIDER_CONSTRAINT,
  findProvider,
  type ProviderCopy,
  providerCacheFolder,
} from "../terraform/provider-copy.ts";
import { downloadProvider } from "../terraform/provider-install.ts";
import type { BackendFactory } from "./cloud/backend.ts";
import { lightBackend, SNAPSHOT_VERSION } from "./cloud/light/index.ts";
import { providerProcesses } from "./cloud/provider-process.ts";

/**
 * Which provider plans: `auto`, the real one where a copy is on the machine; `registry`, fetched first where
 * none is (700 MB); `snapshot`, the lighter rehearsal even where there is one.
 */
export type ProviderChoice = "auto" | "registry" | "snapshot";

/** What plans in a rehearsal. */
export interface ChosenProvider {
  /** `full`: the real provider; `light`: a schema snapshot of it. */
  readonly mode: "full" | "light";
  /** One line for the person at the terminal. */
  readonly description: string;
  readonly backend: BackendFactory;
}

/**
 * The provider that plans in a rehearsal.
 *
 * @param say told of a download, which takes minutes
 * @throws SetupError when the registry was asked for and cannot be reached.
 */
export async function chooseProvider(
  choice: ProviderChoice,
  say: (line: string) => void,
): Promise<ChosenProvider> {
  if (choice === "snapshot") return snapshot("as asked for");
  const { copy } = await findProvider();
  if (copy !== undefined) return real(copy);
  if (choice === "auto") return snapshot("no copy of it is on this machine");
  say(`Fetching the AWS provider from the registry: 700 MB into ${providerCacheFolder()} …`);
  await downloadProvider({
    provider: AWS_PROVIDER,
    version: AWS_PROVIDER_CONSTRAINT,
    cacheFolder: providerCacheFolder(),
  });
  const fetched = await findProvider();
  return fetched.copy === undefined ? snapshot("the registry gave none for this system") : real(fetched.copy);
}

function real({ path, version, source }: ProviderCopy): ChosenProvider {
  return {
    mode: "full",
    description: `Full rehearsal: the real AWS provider ${version} plans (${source}); AWS itself is simulated on this machine.`,
    backend: providerProcesses(path),
  };
}

function snapshot(why: string): ChosenProvider {
  return {
    mode: "light",
    description:
      `Lighter rehearsal: planned from a schema snapshot of the AWS provider ${SNAPSHOT_VERSION}, not by the provider itself (${why}). ` +
      "For the full one: --provider registry fetches it (700 MB), or put a copy into a plugin cache or mirror of Terraform's.",
    backend: lightBackend(),
  };
}
