import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SNAPSHOT_VERSION } from "../../../../tools/rehearse/snapshot/committed-snapshot.ts";
import { decodeSnapshot } from "../../../../tools/rehearse/snapshot/format.ts";
import type { PlanBehavior } from "../../../../tools/rehearse/snapshot/plan-behavior.ts";
import { snapshotProvider } from "../../../../tools/rehearse/snapshot/snapshot-provider.ts";
import { writeSnapshot } from "../../../../tools/rehearse/snapshot/write-snapshot.ts";
import {
  AWS_PROVIDER_ADDRESS,
  terraformPlatformName,
  thisHostSystem,
} from "../../../../tools/terraform/find-provider.ts";
import { SetupError } from "../../../../tools/terraform/setup-error.ts";
import { folderOfEachTest } from "../../../support/test-folder.ts";
import { THING_FACTS, thingProvider } from "./thing.ts";

const folder = folderOfEachTest();

describe("a snapshot's file", () => {
  const take = (behavior: PlanBehavior, check = false) =>
    writeSnapshot({ provider: thingProvider(behavior), file: join(folder.path, "snapshot.json.br"), check });
  const read = () => decodeSnapshot(readFileSync(join(folder.path, "snapshot.json.br")));

  it("is written, and is the same when it is written again", async () => {
    expect(await take(THING_FACTS)).toMatchObject({ differences: ["there was no file"], isSame: false });
    expect(read().resources.get("aws_thing")?.behavior).toEqual(THING_FACTS);
    expect(await take(THING_FACTS)).toMatchObject({ differences: [], isSame: true, unplannedTypes: [] });
  });

  it("is compared part by part with the previous file", async () => {
    await take(THING_FACTS);
    const other: PlanBehavior = { ...THING_FACTS, jsonAttributes: new Set(), defaults: {} };
    const written = await take(other);
    expect(written).toMatchObject({ differences: ["aws_thing: defaults, jsonAttributes"], isSame: false });
    expect(read().resources.get("aws_thing")?.behavior).toEqual(other);
  });

  it("is unchanged by a check", async () => {
    await take(THING_FACTS);
    const checked = await take({ ...THING_FACTS, requiresReplace: new Set(["name"]) }, true);
    expect(checked.differences).toEqual(["aws_thing: requiresReplace"]);
    expect(read().resources.get("aws_thing")?.behavior).toEqual(THING_FACTS);
  });

  it("is not written if the provider plans nothing", async () => {
    const plain = thingProvider(THING_FACTS);
    const provider = async () => ({
      ...(await plain()),
      PlanResourceChange: () => Promise.reject(new Error("panic")),
    });
    const file = join(folder.path, "snapshot.json.br");
    await expect(writeSnapshot({ provider, file })).rejects.toThrow(
      "the provider plans nothing for 1 types: aws_thing",
    );
    expect(() => readFileSync(file)).toThrow();
  });
});

describe("the provider for the snapshot", () => {
  const search = () => ({
    host: { ...thisHostSystem(), env: {}, homeFolder: folder.path, cwd: folder.path },
    addOnFolder: join(folder.path, "opt"),
    cacheFolder: join(folder.path, "cache"),
  });
  /** A copy in the project's own cache. */
  function put(version: string): string {
    const name = `terraform-provider-aws_v${version}_x5`;
    const path = join(folder.path, "cache", AWS_PROVIDER_ADDRESS, version, terraformPlatformName(), name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "");
    return path;
  }

  it("has the snapshot's version, even if there is a newer one", async () => {
    put("6.25.0");
    const path = put(SNAPSHOT_VERSION);
    expect(await snapshotProvider({ onProgress: () => {}, search: search() })).toMatchObject({ path });
  });

  it("is an error that says how to download it, if there is none", async () => {
    put("6.25.0");
    const missing = snapshotProvider({ onProgress: () => {}, search: search() });
    await expect(missing).rejects.toThrow(SetupError);
    await expect(missing).rejects.toThrow(
      `The snapshot needs the AWS provider ${SNAPSHOT_VERSION}, and this machine has no copy of it. ` +
        "Download it from the registry (700 MB): npm run snapshot -- --provider registry",
    );
  });
});
