import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type ConfigObject, configBlocksOf, configValuesOf, parseCliConfig } from "./cli-config-parser.ts";

/** The machine as Terraform sees it; tests pass a different one. */
export interface HostSystem {
  /** Its environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder, with Terraform's configuration. */
  readonly homeFolder: string;
  /** The working directory of Terraform. */
  readonly cwd: string;
  /** The operating system, which decides where Terraform looks. */
  readonly platform: NodeJS.Platform;
}

/** A folder that may hold providers. */
export interface ProviderLocation {
  /** Its path, which need not exist. */
  readonly folder: string;
  /** A description of the location: `filesystem mirror of /home/me/.terraformrc`. */
  readonly source: string;
  /**
   * True for a folder of the program itself, without folders for host, name and version. @default
   * false
   */
  readonly override?: boolean;
}

/**
 * Returns the locations on this machine that Terraform's own rules search for a provider, in order:
 * development overrides, the mirrors of the CLI configuration (or, if it has no installation
 * method, the implied ones), then the plugin cache.
 *
 * Rules: https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
 *
 * An unreadable configuration file is ignored: Terraform itself reports it.
 *
 * @param provider `registry.terraform.io/hashicorp/aws`
 */
export function providerLocations(provider: string, host: HostSystem): readonly ProviderLocation[] {
  const configs = cliConfigFiles(host).flatMap((path) => readConfigFile(path));
  const methods = configs.flatMap(({ path, config }) =>
    configBlocksOf(config, "provider_installation").map((installation) => ({ path, installation })),
  );
  const overrides = methods.flatMap(({ path, installation }) => devOverrides(path, installation, provider));
  const mirrors = methods.flatMap(({ path, installation }) =>
    filesystemMirrors(path, installation, provider),
  );
  const locations = [
    ...overrides,
    ...(methods.length === 0 ? impliedMirrors(host) : mirrors),
    ...pluginCaches(configs, host),
  ];
  return locations.map((location) => ({ ...location, folder: resolve(host.cwd, location.folder) }));
}

/** A mirror of providers, as `terraform providers lock` takes it. */
export interface ProviderMirror {
  /** The option that names the mirror. */
  readonly option: "-fs-mirror" | "-net-mirror";
  /** A folder, or a URL. */
  readonly location: string;
}

/**
 * Returns the first mirror in the CLI configuration that serves a provider; undefined if the
 * registry does.
 */
export function configuredMirror(provider: string, host: HostSystem): ProviderMirror | undefined {
  const installations = cliConfigFiles(host)
    .flatMap((path) => readConfigFile(path))
    .flatMap(({ config }) => configBlocksOf(config, "provider_installation"));
  const mirrors = installations.flatMap((installation) => [
    ...mirrorsOf(installation, "filesystem_mirror", "path", provider).map((folder) => ({
      option: "-fs-mirror" as const,
      location: resolve(host.cwd, folder),
    })),
    ...mirrorsOf(installation, "network_mirror", "url", provider).map((location) => ({
      option: "-net-mirror" as const,
      location,
    })),
  ]);
  return mirrors[0];
}

function mirrorsOf(installation: ConfigObject, kind: string, key: string, provider: string): string[] {
  return configBlocksOf(installation, kind).flatMap((mirror) => {
    const location = mirror[key];
    return typeof location === "string" && allowsProvider(mirror, provider) ? [location] : [];
  });
}

interface ConfigFile {
  readonly path: string;
  readonly config: ConfigObject;
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#locations */
function cliConfigFiles({ env, homeFolder, platform }: HostSystem): readonly string[] {
  const override = env.TF_CLI_CONFIG_FILE || env.TERRAFORM_CONFIG;
  if (override) return [override];
  const main =
    platform === "win32" ? join(env.APPDATA ?? homeFolder, "terraform.rc") : join(homeFolder, ".terraformrc");
  const folder =
    platform === "win32" ? join(env.APPDATA ?? homeFolder, "terraform.d") : join(homeFolder, ".terraform.d");
  const more = existsSync(folder) ? readdirSync(folder).filter((name) => /\.tfrc(\.json)?$/.test(name)) : [];
  return [main, ...more.sort().map((name) => join(folder, name))];
}

function readConfigFile(path: string): readonly ConfigFile[] {
  try {
    return [{ path, config: parseCliConfig(readFileSync(path, "utf8")) }];
  } catch {
    return [];
  }
}

function devOverrides(
  path: string,
  installation: ConfigObject,
  provider: string,
): readonly ProviderLocation[] {
  const entries = configBlocksOf(installation, "dev_overrides").flatMap((overrides) =>
    Object.entries(overrides),
  );
  return entries
    .filter(([name, folder]) => providerAddress(name) === provider && typeof folder === "string")
    .map(([, folder]) => ({
      folder: String(folder),
      source: `development override of ${path}`,
      override: true,
    }));
}

function filesystemMirrors(
  path: string,
  installation: ConfigObject,
  provider: string,
): readonly ProviderLocation[] {
  return mirrorsOf(installation, "filesystem_mirror", "path", provider).map((folder) => ({
    folder,
    source: `filesystem mirror of ${path}`,
  }));
}

/** True if an installation method's `include` and `exclude` allow the provider. */
function allowsProvider(method: ConfigObject, provider: string): boolean {
  const matches = (name: string) =>
    configValuesOf(method[name]).some((pattern) => matchesPattern(String(pattern), provider));
  return (method.include === undefined || matches("include")) && !matches("exclude");
}

function matchesPattern(pattern: string, provider: string): boolean {
  const patternParts = providerAddress(pattern).split("/");
  const parts = provider.split("/");
  return (
    patternParts.length === parts.length &&
    patternParts.every((part, index) => part === "*" || part === parts[index])
  );
}

/** Expands `hashicorp/aws` to `registry.terraform.io/hashicorp/aws`. */
function providerAddress(name: string): string {
  return name.split("/").length === 2 && name !== "*/*"
    ? `registry.terraform.io/${name}`
    : name.replace(/^\*\/\*$/, "*/*/*");
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function impliedMirrors({ env, homeFolder, cwd, platform }: HostSystem): readonly ProviderLocation[] {
  const folders = [join(cwd, "terraform.d", "plugins")];
  if (platform === "win32") {
    folders.push(join(env.APPDATA ?? homeFolder, "terraform.d", "plugins"));
    folders.push(join(env.APPDATA ?? homeFolder, "HashiCorp", "Terraform", "plugins"));
  } else {
    folders.push(join(homeFolder, ".terraform.d", "plugins"));
  }
  if (platform === "darwin") {
    const support = join("Library", "Application Support", "io.terraform", "plugins");
    folders.push(join(homeFolder, support), join("/", support));
  } else if (platform !== "win32") {
    const data = [env.XDG_DATA_HOME || join(homeFolder, ".local", "share")];
    data.push(...(env.XDG_DATA_DIRS || "/usr/local/share:/usr/share").split(":"));
    folders.push(
      ...data.filter((folder) => folder !== "").map((folder) => join(folder, "terraform", "plugins")),
    );
  }
  return folders.map((folder) => ({ folder, source: "implied local mirror" }));
}

function pluginCaches(configs: readonly ConfigFile[], { env }: HostSystem): readonly ProviderLocation[] {
  const fromConfigs = configs
    .filter(({ config }) => typeof config.plugin_cache_dir === "string")
    .map(({ path, config }) => ({
      folder: expandVariables(String(config.plugin_cache_dir), env),
      source: `plugin cache of ${basename(path)}`,
    }));
  const folder = env.TF_PLUGIN_CACHE_DIR;
  return [...(folder ? [{ folder, source: "plugin cache (TF_PLUGIN_CACHE_DIR)" }] : []), ...fromConfigs];
}

/** Expands `$NAME` and `${NAME}` in the cache folder's name, as Terraform does. */
function expandVariables(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return text.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (_, braced?: string, plain?: string) => env[braced ?? plain ?? ""] ?? "",
  );
}
