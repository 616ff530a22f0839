import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ObjectFiles } from "../../../../tools/rehearse/state-backend/object-files.ts";
import { folderOfEachTest } from "../../../support/test-folder.ts";

const temporaryFolder = folderOfEachTest();
let files: ObjectFiles;
beforeEach(() => {
  files = new ObjectFiles(temporaryFolder.path);
});

const put = (key: string, body: string, bucket = "b") =>
  files.put({ bucket, key, body: Buffer.from(body), etag: body, headers: {}, versioned: true });

describe("ObjectFiles", () => {
  it.each(["a/b/c.tfstate", "..", ".", "env:/blue/k", "ü€", `${"long/".repeat(200)}k`, "a%2Fb", "a//b"])(
    "stores an object under any key: %s",
    (key) => {
      put(key, "x");
      put(`${key}/below`, "y");
      const again = new ObjectFiles(temporaryFolder.path);
      expect(again.list("b").map((version) => version.key)).toEqual([key, `${key}/below`]);
      expect(String(again.read(again.current("b", key)!))).toBe("x");
      expect(readdirSync(temporaryFolder.path)).toEqual(["b"]);
    },
  );

  it("keeps the previous version after a crash between writing and committing", () => {
    const { sequence } = put("k", "one");
    writeFileSync(join(temporaryFolder.path, "b", "k", `${sequence + 1}.body`), "half");
    writeFileSync(join(temporaryFolder.path, "b", "k", `${sequence + 1}.json.new`), '{"buck');
    files = new ObjectFiles(temporaryFolder.path);
    expect(String(files.read(files.current("b", "k")!))).toBe("one");
    put("k", "two");
    expect(String(files.read(files.current("b", "k")!))).toBe("two");
    expect(new ObjectFiles(temporaryFolder.path).versions("b")).toHaveLength(2);
  });

  it("leaves no file of a deleted key or bucket", () => {
    const version = put("k", "one");
    files.deleteVersion(version);
    expect(existsSync(join(temporaryFolder.path, "b", "k"))).toBe(false);
    put("k", "two");
    files.deleteBucket("b");
    expect(readdirSync(temporaryFolder.path)).toEqual([]);
    expect(files.list("b")).toEqual([]);
    expect(files.buckets()).toEqual([]);
  });

  it("creates the same version IDs in every run", () => {
    const { versionId } = put("k", "one");
    files.deleteBucket("b");
    expect(put("k", "one").versionId).toBe(versionId);
    expect(versionId).toMatch(/^\w{32}$/);
    expect(put("k", "two").versionId).not.toBe(versionId);
  });
});
