import { resolve } from "node:path";
import { allEntries, parseEntry } from "../../matrix/entry.ts";
import { NODE_RELEASES } from "../../matrix/releases.ts";
import { SetupError } from "../../tools/terraform/setup-error.ts";

const newest = NODE_RELEASES.at(-1)!;

describe("parseEntry", () => {
  it("parses a Node.js line, a release or a path, each with either library", () => {
    expect(parseEntry("26")).toEqual({ name: "26", source: newest, library: "cdktf" });
    expect(parseEntry("newest").source).toBe(newest);
    expect(parseEntry("26+cdktn")).toEqual({ name: "26+cdktn", source: newest, library: "cdktn" });
    expect(parseEntry("22.12.0").source).toEqual({ node: "22.12.0", npm: "10.9.9" });
    expect(parseEntry("./node/bin/node").source).toBe(resolve("node/bin/node"));
    expect(parseEntry("/opt/node+cdktn")).toMatchObject({ source: "/opt/node", library: "cdktn" });
  });

  it("uses the newest npm for a release of an unlisted line", () => {
    expect(parseEntry("25.1.0").source).toEqual({ node: "25.1.0", npm: newest.npm });
  });

  it.each(["18", "26.1", "node", "", "26+cdk", "v26"])("rejects %j, and lists the entries", (name) => {
    expect(() => parseEntry(name)).toThrow(SetupError);
    expect(() => parseEntry(name)).toThrow(
      `"${name}" is not an entry of the matrix. Use newest, one of 20, 22, 24, 26, 22+cdktn, 26+cdktn,`,
    );
  });
});

describe("allEntries", () => {
  it("returns all releases with cdktf, and cdktn on the lines that it supports", () => {
    const names = allEntries().map(({ name }) => name);
    expect(names).toEqual(["20", "22", "24", "26", "22+cdktn", "26+cdktn"]);
  });
});
