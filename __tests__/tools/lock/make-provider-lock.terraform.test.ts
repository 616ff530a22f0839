import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  LOCK_PLATFORMS,
  makeProviderLock,
  type ProviderLockOptions,
} from "../../../tools/lock/make-provider-lock.ts";
import { writeCliConfig } from "../../../tools/terraform/cli-config.ts";
import { terraformPlatformName } from "../../../tools/terraform/find-provider.ts";
import { PROVIDER_LOCK_FILE, parseProviderLock } from "../../../tools/terraform/provider-lock.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../tools/terraform/temporary-folder.ts";
import { Terraform } from "../../../tools/terraform/terraform.ts";
import { findTerraform } from "../../../tools/terraform/terraform-binary.ts";
import { createZip } from "../../support/zip.ts";

const ADDRESS = "registry.terraform.io/acme/tiny";

let temporary: TemporaryFolder;
beforeEach(() => {
  temporary = makeTemporaryFolder("drydock-test");
});
afterEach(() => temporary.remove());

/** Writes a package of the provider into the mirror. */
function writePackage(version: string, platform: string, text = platform): void {
  const folder = join(temporary.path, "mirror", ADDRESS);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `terraform-provider-tiny_${version}_${platform}.zip`),
    createZip(`terraform-provider-tiny_v${version}`, text),
  );
}

const lockFile = () => join(temporary.path, PROVIDER_LOCK_FILE);

async function lock(more: Partial<ProviderLockOptions> = {}) {
  const folder = join(temporary.path, "work");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const { env } = writeCliConfig(temporary.path);
  return makeProviderLock({
    terraform: new Terraform((await findTerraform()).command, { env }),
    folder,
    lockFile: lockFile(),
    required: new Map([["acme/tiny", ">= 1.0.0, < 3.0.0"]]),
    platforms: LOCK_PLATFORMS,
    mirror: { option: "-fs-mirror", location: join(temporary.path, "mirror") },
    ...more,
  });
}

/** Runs `terraform init` in a stack's folder, from the mirror, with the lock. */
async function initStack(): Promise<string> {
  const folder = join(temporary.path, "stack");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(
    join(folder, "main.tf.json"),
    JSON.stringify({
      terraform: { required_providers: { tiny: { source: "acme/tiny", version: ">= 1.0.0" } } },
    }),
  );
  const mirror = { filesystem_mirror: [{ path: join(temporary.path, "mirror") }] };
  const { env } = writeCliConfig(temporary.path, { provider_installation: [mirror] });
  const { command } = await findTerraform();
  await new Terraform(command, { env, lockFile: lockFile() }).init(folder);
  return readFileSync(join(folder, PROVIDER_LOCK_FILE), "utf8");
}

describe("makeProviderLock", () => {
  it("locks the newest version for all systems, keeps it, and takes a newer one only when asked", async () => {
    for (const platform of LOCK_PLATFORMS) writePackage("1.0.0", platform);
    const made = await lock();
    expect(made).toEqual({
      versions: [`${ADDRESS} 1.0.0`],
      platforms: LOCK_PLATFORMS,
      missing: [],
      isChanged: true,
    });
    const [locked] = parseProviderLock(readFileSync(lockFile(), "utf8"));
    expect(new Set(locked?.hashes).size).toBe(LOCK_PLATFORMS.length);

    const platforms = ["linux_amd64"];
    writePackage("2.0.0", "linux_amd64");
    expect(await lock({ platforms })).toMatchObject({ versions: [`${ADDRESS} 1.0.0`], isChanged: false });
    const upgraded = await lock({ platforms, upgrade: true });
    expect(upgraded).toMatchObject({ versions: [`${ADDRESS} 2.0.0`], isChanged: true });
  });

  it("names the systems that a mirror lacks, and writes without them only when asked", async () => {
    writePackage("1.0.0", "linux_amd64");
    writePackage("1.0.0", "darwin_arm64");
    const platforms = ["linux_amd64", "linux_arm64", "darwin_arm64"];
    await expect(lock({ platforms })).rejects.toThrow(
      /mirror has no package for linux_arm64\. .*pass --partial to lock linux_amd64, darwin_arm64 alone/,
    );
    expect(existsSync(lockFile())).toBe(false);
    expect(await lock({ platforms, partial: true })).toMatchObject({
      platforms: ["linux_amd64", "darwin_arm64"],
      missing: ["linux_arm64"],
    });
    expect(parseProviderLock(readFileSync(lockFile(), "utf8"))[0]?.hashes).toHaveLength(2);
  });

  it("fails without any package, also when a partial lock is accepted", async () => {
    mkdirSync(join(temporary.path, "mirror"));
    await expect(lock({ partial: true })).rejects.toThrow(
      /The checksums for linux_amd64 cannot be made from the mirror .*acme\/tiny/s,
    );
  });

  it("makes init install the locked version, and reject a package with another checksum", async () => {
    const platform = terraformPlatformName();
    for (const version of ["1.0.0", "2.0.0"]) writePackage(version, platform);
    await lock({ platforms: [platform], required: new Map([["acme/tiny", "1.0.0"]]) });
    expect(await initStack()).toContain('version     = "1.0.0"');
    writePackage("1.0.0", platform, "something else");
    await expect(initStack()).rejects.toThrow("terraform init");
  });
});
