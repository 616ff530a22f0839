import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  AWS_PROVIDER_ADDRESS,
  findProvider,
  type ProviderSearchOptions,
  providerCacheFolder,
  terraformPlatformName,
} from "../../../tools/terraform/find-provider.ts";
import { downloadProvider } from "../../../tools/terraform/provider-install.ts";
import type { HostSystem } from "../../../tools/terraform/provider-locations.ts";
import { SetupError } from "../../../tools/terraform/setup-error.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../tools/terraform/temporary-folder.ts";
import { createZip } from "../../support/zip.ts";

let temporaryFolder: TemporaryFolder;
let home: string;
let env: Record<string, string | undefined>;

beforeEach(() => {
  temporaryFolder = makeTemporaryFolder("drydock-test");
  home = join(temporaryFolder.path, "home");
  mkdirSync(home);
  env = { PATH: process.env.PATH, XDG_DATA_DIRS: join(temporaryFolder.path, "share") };
});
afterEach(() => temporaryFolder.remove());

const machine = (): HostSystem => ({
  env,
  homeFolder: home,
  cwd: join(temporaryFolder.path, "project"),
  platform: process.platform,
});

const find = (options: ProviderSearchOptions = {}) =>
  findProvider({ host: machine(), addOnFolder: join(temporaryFolder.path, "opt"), ...options });

/** Creates an unpacked provider in a mirror below the temporary folder, and returns its path. */
function unpacked(mirror: string, version: string): string {
  const path = join(
    temporaryFolder.path,
    mirror,
    AWS_PROVIDER_ADDRESS,
    version,
    terraformPlatformName(),
    `terraform-provider-aws_v${version}_x5`,
  );
  return write(path, "program");
}

function packed(mirror: string, version: string): string {
  const name = `terraform-provider-aws_${version}_${terraformPlatformName()}.zip`;
  const zip = createZip(`terraform-provider-aws_v${version}_x5`, `program ${version}`);
  return write(join(temporaryFolder.path, mirror, AWS_PROVIDER_ADDRESS, name), zip);
}

function write(path: string, content: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

describe("findProvider", () => {
  it("finds nothing on an empty machine, and returns the searched locations", async () => {
    const { binary, locations } = await find();
    expect(binary).toBeUndefined();
    const folders = locations.map(({ folder }) => folder);
    expect(folders).toContain(join(temporaryFolder.path, "project", "terraform.d", "plugins"));
    expect(folders).toContain(join(home, ".terraform.d", "plugins"));
    expect(folders).toContain(providerCacheFolder(machine()));
  });

  it.each([
    ["project/terraform.d/plugins", "implied local mirror"],
    ["home/.terraform.d/plugins", "implied local mirror"],
    ["opt/plugins", "mirror under"],
    ["home/.cache/drydock/providers", "Drydock's own cache"],
  ])("finds a copy in %s", async (mirror, source) => {
    const path = unpacked(mirror, "5.100.0");
    expect((await find()).binary).toEqual({
      path,
      version: "5.100.0",
      source: expect.stringContaining(source),
    });
  });

  it.runIf(process.platform === "linux")("finds a copy in the XDG data folders", async () => {
    const shared = unpacked("share/terraform/plugins", "5.100.0");
    expect((await find()).binary?.path).toBe(shared);
    const own = unpacked("home/.local/share/terraform/plugins", "5.100.0");
    expect((await find()).binary?.path).toBe(own);
  });

  it("prefers the newest version that satisfies the constraint, in any location", async () => {
    unpacked("home/.terraform.d/plugins", "5.100.0");
    unpacked("home/.terraform.d/plugins", "5.99.0");
    unpacked("home/.terraform.d/plugins", "7.0.0");
    unpacked("home/.terraform.d/plugins", "6.9.0-beta1");
    const newest = unpacked("opt/plugins", "6.25.0");
    expect((await find()).binary).toMatchObject({ path: newest, version: "6.25.0" });
    expect((await find({ constraint: "< 6.0.0" })).binary?.version).toBe("5.100.0");
    expect((await find({ constraint: ">= 8.0.0" })).binary).toBeUndefined();
  });

  it("prefers the first location of equal versions", async () => {
    unpacked("opt/plugins", "5.100.0");
    const first = unpacked("home/.terraform.d/plugins", "5.100.0");
    expect((await find()).binary?.path).toBe(first);
  });

  it("ignores copies for another platform", async () => {
    write(
      join(
        temporaryFolder.path,
        "opt/plugins",
        AWS_PROVIDER_ADDRESS,
        "5.100.0",
        "plan9_mips",
        "terraform-provider-aws_v5.100.0",
      ),
      "program",
    );
    expect((await find()).binary).toBeUndefined();
  });

  it("searches the mirrors of the CLI configuration instead of the implied ones", async () => {
    unpacked("home/.terraform.d/plugins", "6.0.0");
    const path = unpacked("mirror", "5.100.0");
    write(
      join(home, ".terraformrc"),
      `provider_installation {
        filesystem_mirror { path = "${join(temporaryFolder.path, "mirror")}" }
        direct { exclude = ["hashicorp/aws"] }
      }`,
    );
    const { binary } = await find();
    expect(binary).toEqual({
      path,
      version: "5.100.0",
      source: `filesystem mirror of ${join(home, ".terraformrc")}`,
    });
  });

  it("reads TF_CLI_CONFIG_FILE in its JSON form instead of ~/.terraformrc", async () => {
    write(join(home, ".terraformrc"), "provider_installation { direct {} }");
    const path = unpacked("mirror", "5.100.0");
    env.TF_CLI_CONFIG_FILE = write(
      join(temporaryFolder.path, "cli.json"),
      JSON.stringify({
        provider_installation: [{ filesystem_mirror: [{ path: join(temporaryFolder.path, "mirror") }] }],
      }),
    );
    expect((await find()).binary?.path).toBe(path);
  });

  it.each([
    ['include = ["hashicorp/aws"]', true],
    ['include = ["registry.terraform.io/hashicorp/*"]', true],
    ['include = ["*/*"]', true],
    ['include = ["example.com/*/*"]', false],
    ['include = ["hashicorp/*"]\nexclude = ["hashicorp/aws"]', false],
  ])("respects a mirror's %s", async (rule, found) => {
    unpacked("mirror", "5.100.0");
    write(
      join(home, ".terraformrc"),
      `provider_installation { filesystem_mirror {\npath = "${join(temporaryFolder.path, "mirror")}"\n${rule}\n} }`,
    );
    expect((await find()).binary !== undefined).toBe(found);
  });

  it("finds a copy in the plugin cache of the environment or the CLI configuration", async () => {
    const path = unpacked("cache", "5.100.0");
    env.TF_PLUGIN_CACHE_DIR = join(temporaryFolder.path, "cache");
    expect((await find()).binary?.path).toBe(path);
    env.TF_PLUGIN_CACHE_DIR = undefined;
    env.BASE = temporaryFolder.path;
    write(join(home, ".terraformrc"), 'plugin_cache_dir = "${BASE}/cache"');
    expect((await find()).binary?.path).toBe(path);
  });

  it("prefers a development override to anything else", async () => {
    unpacked("opt/plugins", "6.25.0");
    const path = write(join(temporaryFolder.path, "src", "terraform-provider-aws"), "program");
    write(
      join(home, ".terraformrc"),
      `provider_installation {\n dev_overrides {\n "hashicorp/aws" = "${join(temporaryFolder.path, "src")}"\n }\n direct {}\n}`,
    );
    expect((await find()).binary).toMatchObject({ path, version: "dev" });
  });

  it("searches the other locations if the CLI configuration is missing or cannot be read", async () => {
    const path = unpacked("home/.terraform.d/plugins", "5.100.0");
    env.TF_CLI_CONFIG_FILE = join(temporaryFolder.path, "missing");
    expect((await find()).binary?.path).toBe(path);
    env.TF_CLI_CONFIG_FILE = write(join(temporaryFolder.path, "broken"), "provider_installation {");
    expect((await find()).binary?.path).toBe(path);
  });

  it("has Terraform unpack a packed copy into the cache only once", async () => {
    packed("mirror", "5.100.0");
    write(
      join(home, ".terraformrc"),
      `provider_installation { filesystem_mirror { path = "${join(temporaryFolder.path, "mirror")}" } }`,
    );
    const { binary } = await find();
    expect(binary?.path.startsWith(providerCacheFolder(machine()))).toBe(true);
    expect(readFileSync(binary!.path, "utf8")).toBe("program 5.100.0");
    expect(binary?.source).toContain("filesystem mirror");
    expect((await find()).binary?.path).toBe(binary?.path);
  });
});

describe("downloadProvider", () => {
  it("reports an unreachable registry in one line", async () => {
    const error = await downloadProvider({
      provider: AWS_PROVIDER_ADDRESS,
      version: "5.100.0",
      cacheFolder: join(temporaryFolder.path, "cache"),
      env: { PATH: process.env.PATH, HTTPS_PROXY: "http://127.0.0.1:1", TF_REGISTRY_DISCOVERY_RETRY: "0" },
    }).catch((e) => e);
    expect(error).toBeInstanceOf(SetupError);
    expect(error.message).toMatch(
      /^registry\.terraform\.io\/hashicorp\/aws \(5\.100\.0\) cannot be downloaded/,
    );
    expect(error.message).not.toContain("\n");
  });
});
