import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  inPlanFolder,
  planManifest,
  readManifestOfPlans,
  writeManifest,
} from "../../../tools/plan/plan-folder.ts";
import { folderOfEachTest } from "../../support/test-folder.ts";

const temporaryFolder = folderOfEachTest();
const folder = () => join(temporaryFolder.path, "plans", "shop-prod");

const MANIFEST = planManifest({
  platform: "shop",
  environment: "prod",
  plannedAt: "2026-11-30T10:00:00Z",
  revision: null,
  lockDigest: null,
  synthesized: {},
  states: {},
  cuts: [],
  selected: [],
  leftOut: [],
  steps: [],
  simulatedValues: null,
  unplanned: [],
});

/** Plans into the folder: a plan file, and the manifest. */
function planInto(name: string): Promise<void> {
  return inPlanFolder(folder(), async () => {
    writeFileSync(join(folder(), name), "");
    writeManifest(folder(), MANIFEST);
  });
}

describe("a folder of plans", () => {
  it("is private, and has what was planned last", async () => {
    await planInto("first.tfplan");
    await planInto("second.tfplan");
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder()).sort()).toEqual(["drydock-plan.json", "second.tfplan"]);
    expect(readManifestOfPlans(folder())).toEqual(MANIFEST);
  });

  it("is removed if planning fails, the earlier plans with it", async () => {
    await planInto("first.tfplan");
    const failing = inPlanFolder(folder(), async () => {
      writeFileSync(join(folder(), "up.tfplan"), "a secret");
      throw new Error("Terraform failed");
    });
    await expect(failing).rejects.toThrow("Terraform failed");
    expect(existsSync(folder())).toBe(false);
  });

  it("is taken over from a run that was killed while it planned", async () => {
    await planInto("first.tfplan");
    const killed = inPlanFolder(folder(), () => new Promise(() => {}));
    void killed;
    writeFileSync(join(folder(), "left.tfplan"), "");
    expect(() => readManifestOfPlans(folder())).toThrow("has no plans. Plan first: npx drydock plan");
    await planInto("second.tfplan");
    expect(readdirSync(folder()).sort()).toEqual(["drydock-plan.json", "second.tfplan"]);
  });

  it("is not made of a folder with anything else, which stays as it is", async () => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), "thesis.txt"), "");
    await expect(planInto("first.tfplan")).rejects.toThrow("is not empty, and holds no plans of Drydock.");
    expect(readdirSync(folder())).toEqual(["thesis.txt"]);
  });
});
