import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { required } from "../../../language/required.ts";
import { requiredProvidersOf } from "../../../tools/lock/make-provider-lock.ts";
import { chooseProvider } from "../../../tools/rehearse/provider-choice.ts";
import { SNAPSHOT_VERSION } from "../../../tools/rehearse/simulator/schema-only-planner/index.ts";
import { configuredMirror } from "../../../tools/terraform/provider-locations.ts";
import {
  parseProviderLock,
  projectLockFile,
  readProviderLock,
} from "../../../tools/terraform/provider-lock.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../tools/terraform/temporary-folder.ts";

const lockOf = (version: string) => `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/aws" {
  version     = "${version}"
  constraints = ">= 5.100.0, < 7.0.0"
  hashes = [
    "h1:one=",
    "zh:two",
  ]
}

provider "registry.terraform.io/acme/tiny" {
  version = "1.0.0"
}
`;

let temporary: TemporaryFolder;
beforeEach(() => {
  temporary = makeTemporaryFolder("drydock-test");
});
afterEach(() => temporary.remove());

function write(text: string): string {
  const file = join(temporary.path, ".terraform.lock.hcl");
  writeFileSync(file, text);
  return file;
}

describe("the lock of this repository", () => {
  it("has the version of the schema snapshot, with the checksums of all 14 packages", () => {
    const [aws, ...others] = readProviderLock(projectLockFile);
    expect(others).toEqual([]);
    expect(aws).toMatchObject({ address: "registry.terraform.io/hashicorp/aws", version: SNAPSHOT_VERSION });
    const { hashes } = required([aws], 0);
    expect(hashes.filter((hash) => /^h1:[\w+/]{43}=$/.test(hash))).toHaveLength(14);
    // One of the archives is the registry's manifest.
    expect(hashes.filter((hash) => /^zh:[0-9a-f]{64}$/.test(hash))).toHaveLength(15);
  });
});

describe("a provider lock", () => {
  it("has a version and checksums for each provider", () => {
    expect(parseProviderLock(lockOf("5.100.0"))).toEqual([
      { address: "registry.terraform.io/hashicorp/aws", version: "5.100.0", hashes: ["h1:one=", "zh:two"] },
      { address: "registry.terraform.io/acme/tiny", version: "1.0.0", hashes: [] },
    ]);
  });

  it("may be missing, and is named if it cannot be read", () => {
    expect(readProviderLock(join(temporary.path, "none"))).toEqual([]);
    expect(() => readProviderLock(write("<<<<<<< ours"))).toThrow("cannot be read as a lock file");
    expect(() => readProviderLock(write('provider "a/b/c" {\n}\n'))).toThrow("cannot be read as a lock file");
  });
});

describe("a rehearsal", () => {
  const describeWith = async (lock: string) => (await chooseProvider("snapshot", () => {}, lock)).description;

  it("says if it plans with another version than the lock's", async () => {
    expect(await describeWith(write(lockOf("6.4.0")))).toMatch(
      / Another version than in \.terraform\.lock\.hcl, which has 6\.4\.0: its plans may differ\.$/,
    );
    expect(await describeWith(write(lockOf(SNAPSHOT_VERSION)))).not.toContain("Another version");
    expect(await describeWith(join(temporary.path, "none"))).not.toContain("Another version");
  });
});

describe("the providers of stacks", () => {
  it("are joined: one version has to satisfy all stacks", () => {
    const stack = (version: string) => ({
      json: { terraform: { required_providers: { aws: { source: "aws", version } } } },
    });
    expect(requiredProvidersOf([stack(">= 5.100.0"), stack(">= 6.4.0"), stack(">= 5.100.0")])).toEqual(
      new Map([["aws", ">= 5.100.0, >= 6.4.0"]]),
    );
  });
});

describe("the configured mirror", () => {
  const mirrorOf = (config: string, provider = "registry.terraform.io/hashicorp/aws") => {
    const file = join(temporary.path, "terraform.rc");
    writeFileSync(file, config);
    return configuredMirror(provider, {
      env: { TF_CLI_CONFIG_FILE: file },
      homeFolder: temporary.path,
      cwd: temporary.path,
      platform: "linux",
    });
  };

  it("is the first one that serves the provider", () => {
    expect(mirrorOf('provider_installation {\n  filesystem_mirror { path = "/mirror" }\n}')).toEqual({
      option: "-fs-mirror",
      location: "/mirror",
    });
    const two = `provider_installation {
      filesystem_mirror {
        path    = "/mirror"
        include = ["acme/*"]
      }
      network_mirror { url = "https://mirror.example.net/" }
    }`;
    expect(mirrorOf(two)).toEqual({ option: "-net-mirror", location: "https://mirror.example.net/" });
    expect(mirrorOf(two, "registry.terraform.io/acme/tiny")).toMatchObject({ location: "/mirror" });
    expect(mirrorOf("provider_installation {\n  direct {}\n}")).toBeUndefined();
  });
});
