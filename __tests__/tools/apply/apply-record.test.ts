import { mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApplyRecord } from "../../../tools/apply/apply-record.ts";

const newFolder = () => mkdtempSync(join(tmpdir(), "drydock-record-"));

describe("the record of what was applied", () => {
  it("is read again by the same command, with what was begun and what was done", () => {
    const folder = newFolder();
    const first = new ApplyRecord(folder, "plans");
    expect(first.steps).toEqual([]);
    first.start("up", "data");
    first.finish("up", "data", { serial: 4, lineage: "a" });
    first.start("up", "compute");
    const again = new ApplyRecord(folder, "plans");
    expect(again.steps).toEqual(first.steps);
    expect(again.steps).toMatchObject([{ stack: "data", state: { serial: 4 } }, { stack: "compute" }]);
    expect([again.isDone("up", "data"), again.isDone("up", "compute")]).toEqual([true, false]);
    expect(again.isDone("down", "data")).toBe(false);
  });

  it("is one private file, which is never there by half", () => {
    const folder = newFolder();
    new ApplyRecord(folder, "plans").start("up", "data");
    const [name, ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    expect(statSync(join(folder, name!)).mode & 0o777).toBe(0o600);
  });

  it("is not read for other plans, nor if it is damaged", () => {
    const folder = newFolder();
    new ApplyRecord(folder, "plans").start("up", "data");
    const message = /drydock-apply\.json is damaged, or of other plans\. Plan again: npx drydock plan$/;
    expect(() => new ApplyRecord(folder, "others")).toThrow(message);
    writeFileSync(join(folder, "drydock-apply.json"), "{");
    expect(() => new ApplyRecord(folder, "plans")).toThrow(message);
  });
});
