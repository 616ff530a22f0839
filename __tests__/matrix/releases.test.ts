import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lineOf, NODE_RELEASES } from "../../matrix/releases.ts";
import { MIN_NODE_VERSION } from "../../tools/terraform/node-version.ts";
import { compareVersions, parseVersion, satisfiesConstraint } from "../../tools/terraform/version.ts";
import { PROJECT_FOLDER } from "../support/command-line.ts";

const read = (file: string) => readFileSync(join(PROJECT_FOLDER, file), "utf8");
const { engines } = JSON.parse(read("package.json")) as { engines: { node: string } };

/** The alternatives in `engines` as constraints: `^20.19.0` becomes `>= 20.19.0, < 21.0.0`. */
const SUPPORTED = engines.node.split(" || ").map((range) => {
  const [, operator, version] = /^(\^|>=)(\d+\.\d+\.\d+)$/.exec(range) ?? [];
  if (operator === undefined || version === undefined)
    throw new Error(`this test does not support the range "${range}"`);
  return operator === "^" ? `>= ${version}, < ${lineOf(version) + 1}.0.0` : `>= ${version}`;
});

describe("the releases of the matrix", () => {
  it("are supported by engines, and include one for each of its alternatives", () => {
    for (const { node } of NODE_RELEASES) {
      expect(SUPPORTED.some((constraint) => satisfiesConstraint(node, constraint))).toBe(true);
    }
    for (const constraint of SUPPORTED) {
      expect(NODE_RELEASES.some(({ node }) => satisfiesConstraint(node, constraint))).toBe(true);
    }
  });

  it("are in ascending order from the oldest supported version, one for each line", () => {
    const versions = NODE_RELEASES.map(({ node }) => parseVersion(node)!);
    expect(versions).toEqual([...versions].sort(compareVersions));
    expect(new Set(versions.map(([line]) => line)).size).toBe(versions.length);
    expect(NODE_RELEASES[0]!.node).toBe(MIN_NODE_VERSION);
    expect(SUPPORTED[0]).toMatch(`>= ${MIN_NODE_VERSION},`);
  });

  it("match the README and the launcher", () => {
    const [major, minor] = parseVersion(MIN_NODE_VERSION)!;
    expect(read("bin/drydock.mjs")).toContain(`major < ${major} || (major === ${major} && minor < ${minor})`);
    expect(read("bin/drydock.mjs")).toContain(`needs Node ${major}.${minor} or newer`);
    const lines = NODE_RELEASES.map(({ node }) => lineOf(node));
    const tested = `${lines.slice(0, -1).join(", ")} and ${lines.at(-1)}`;
    expect(read("README.md")).toContain(`Node ${major}.${minor} or newer (tested on ${tested})`);
  });
});
