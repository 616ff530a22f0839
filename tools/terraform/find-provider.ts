import { existsSync, readdirSync } from "node:fs";
import { arch, homedir } from "node:os";
import { join } from "node:path";
import { defined } from "../../language/required.ts";
import { installProvider } from "./provider-install.ts";
import { type HostSystem, type ProviderLocation, providerLocations } from "./provider-locations.ts";
import { compareVersions, parseVersion, satisfiesConstraint } from "./version.ts";

/** The AWS provider's full name. */
export const AWS_PROVIDER_ADDRESS = "registry.terraform.io/hashicorp/aws";

/** The AWS provider versions that the modules support. */
export const AWS_PROVIDER_CONSTRAINT = ">= 5.100.0, < 7.0.0";

/** An executable copy of a provider. */
export interface ProviderBinary {
  /** The program's absolute path. */
  readonly path: string;
  /** `5.100.0`; `dev` for a development override, which has no version. */
  readonly version: string;
  /** A description of the location where it was found. */
  readonly source: string;
}

/** The result of a search, with the locations searched. */
export interface ProviderSearch {
  /** The copy found; `undefined` if there is none. */
  readonly binary: ProviderBinary | undefined;
  /** All folders that were searched, in order, for a message. */
  readonly locations: readonly ProviderLocation[];
}

/** The provider to search for, and the machine to search. */
export interface ProviderSearchOptions {
  /** @default {@link AWS_PROVIDER_ADDRESS} */
  readonly provider?: string;
  /** @default {@link AWS_PROVIDER_CONSTRAINT} */
  readonly constraint?: string;
  /** @default this machine, as Terraform sees it in the current folder */
  readonly host?: HostSystem;
  /** The system's folder for add-on software. @default "/opt" */
  readonly addOnFolder?: string;
  /** The project's own cache. @default {@link providerCacheFolder} */
  readonly cacheFolder?: string;
}

/**
 * Finds the newest copy of a provider on this machine that satisfies the constraint. Searches by
 * Terraform's own installation rules, then in a mirror under the system's add-on folder, then in
 * the project's own cache. Of equal versions the first location wins; a development override wins
 * over all, as in Terraform. Nothing is downloaded. Terraform unpacks a packed copy into the
 * project's cache. Throws `CommandError` if that fails.
 */
export async function findProvider(options: ProviderSearchOptions = {}): Promise<ProviderSearch> {
  const provider = options.provider ?? AWS_PROVIDER_ADDRESS;
  const constraint = options.constraint ?? AWS_PROVIDER_CONSTRAINT;
  const host = options.host ?? thisHostSystem();
  const cacheFolder = options.cacheFolder ?? providerCacheFolder(host);
  const locations = [
    ...providerLocations(provider, host),
    ...addOnMirrors(options.addOnFolder ?? "/opt"),
    { folder: cacheFolder, source: "Drydock's own cache" },
  ];
  const candidates = locations.flatMap((location) => candidatesIn(location, provider, host));
  const bestCandidate = candidates
    .filter(({ version }) => version === "dev" || satisfiesConstraint(version, constraint))
    .reduce<ProviderCandidate | undefined>(
      (bestCandidate, candidate) =>
        bestCandidate === undefined || isBetterCandidate(candidate, bestCandidate)
          ? candidate
          : bestCandidate,
      undefined,
    );
  if (bestCandidate === undefined) return { binary: undefined, locations };
  const { path, version, source, packed } = bestCandidate;
  if (packed === undefined) return { binary: { path, version, source }, locations };
  await installProvider({
    provider,
    version,
    cacheFolder,
    mirrorFolder: packed.mirrorFolder,
    env: host.env,
  });
  const unpacked = candidatesIn({ folder: cacheFolder, source }, provider, host);
  const binary = unpacked.find(
    (candidate) => candidate.version === version && candidate.packed === undefined,
  );
  return { binary: binary && { path: binary.path, version, source }, locations };
}

/**
 * The folder of providers that the project has downloaded or unpacked: in the user's cache folder.
 */
export function providerCacheFolder({ env, homeFolder }: HostSystem = thisHostSystem()): string {
  return join(env.XDG_CACHE_HOME || join(homeFolder, ".cache"), "drydock", "providers");
}

/** This machine. */
export function thisHostSystem(): HostSystem {
  return { env: process.env, homeFolder: homedir(), cwd: process.cwd(), platform: process.platform };
}

/** Returns Terraform's name for a platform: `linux_amd64`. */
export function terraformPlatformName(
  platform: NodeJS.Platform = process.platform,
  cpu: string = arch(),
): string {
  const systems: Partial<Record<NodeJS.Platform, string>> = { win32: "windows" };
  const processors: Record<string, string> = { x64: "amd64", ia32: "386" };
  return `${systems[platform] ?? platform}_${processors[cpu] ?? cpu}`;
}

interface ProviderCandidate extends ProviderBinary {
  /** Set for a packed copy. */
  readonly packed: { readonly mirrorFolder: string } | undefined;
}

/** A candidate is found by its version, so it has one. */
function versionOf({ version }: ProviderCandidate) {
  return defined(parseVersion(version), `a version in ${version}`);
}

function isBetterCandidate(candidate: ProviderCandidate, bestCandidate: ProviderCandidate): boolean {
  if (bestCandidate.version === "dev" || candidate.version === "dev")
    return candidate.version === "dev" && bestCandidate.version !== "dev";
  const order = compareVersions(versionOf(candidate), versionOf(bestCandidate));
  return order > 0 || (order === 0 && bestCandidate.packed !== undefined && candidate.packed === undefined);
}

/**
 * Returns the mirrors in `/opt/<name>`, the folders of add-on software:
 * https://refspecs.linuxfoundation.org/FHS_3.0/fhs/ch03s13.html
 */
function addOnMirrors(addOnFolder: string): readonly ProviderLocation[] {
  return listFolder(addOnFolder)
    .map((name) => join(addOnFolder, name))
    .filter((folder) => existsSync(join(folder, "registry.terraform.io")))
    .map((folder) => ({ folder, source: `mirror under ${addOnFolder}` }));
}

/**
 * Returns a location's copies for this platform, in either layout.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
function candidatesIn(
  location: ProviderLocation,
  provider: string,
  host: HostSystem,
): readonly ProviderCandidate[] {
  const program = `terraform-provider-${provider.split("/").at(-1)}`;
  if (location.override === true) {
    const name = findProgram(location.folder, program);
    return name === undefined
      ? []
      : [{ path: join(location.folder, name), version: "dev", source: location.source, packed: undefined }];
  }
  const folder = join(location.folder, ...provider.split("/"));
  const system = terraformPlatformName(host.platform);
  return listFolder(folder).flatMap((entry): readonly ProviderCandidate[] => {
    const version = packedVersion(entry, program, system);
    if (version !== undefined) {
      return [
        {
          path: join(folder, entry),
          version,
          source: location.source,
          packed: { mirrorFolder: location.folder },
        },
      ];
    }
    const unpacked = join(folder, entry, system);
    const name = parseVersion(entry) === undefined ? undefined : findProgram(unpacked, program);
    return name === undefined
      ? []
      : [{ path: join(unpacked, name), version: entry, source: location.source, packed: undefined }];
  });
}

/** Matches `terraform-provider-aws`, or with its version: `terraform-provider-aws_v5.100.0_x5`. */
function findProgram(folder: string, program: string): string | undefined {
  return listFolder(folder).find(
    (name) => name.replace(/\.exe$/, "") === program || name.startsWith(`${program}_v`),
  );
}

/** Returns the version in `terraform-provider-aws_5.100.0_linux_amd64.zip`. */
function packedVersion(name: string, program: string, system: string): string | undefined {
  const ending = `_${system}.zip`;
  if (!name.startsWith(`${program}_`) || !name.endsWith(ending)) return undefined;
  const version = name.slice(program.length + 1, -ending.length);
  return parseVersion(version) === undefined ? undefined : version;
}

/** Returns a folder's entries. Empty if it does not exist or cannot be read. */
function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
