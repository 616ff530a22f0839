import { isAbsolute, resolve } from "node:path";
import { required } from "../language/required.ts";
import { SetupError } from "../tools/terraform/setup-error.ts";
import { parseVersion } from "../tools/terraform/version.ts";
import { CDKTN_LINES } from "./cdktn.ts";
import { lineOf, NODE_RELEASES, type NodeRelease } from "./releases.ts";

/** The library used for synthesis and deployment. */
export type Library = "cdktf" | "cdktn";

/** One run of the matrix: a Node.js version and a library. */
export interface MatrixEntry {
  /** The entry as given on the command line: `26`, `22.12.0`, `26+cdktn`, `/opt/node/bin/node`. */
  readonly name: string;
  /** A release to install from npm, or the path of an installed Node.js. */
  readonly source: NodeRelease | string;
  /** The library that synthesizes: CDKTF or its fork. */
  readonly library: Library;
}

const CDKTN_SUFFIX = "+cdktn";

/** All entries: each release with cdktf, then those of {@link CDKTN_LINES} with cdktn. */
export function allEntries(): readonly MatrixEntry[] {
  const lines = NODE_RELEASES.map(({ node }) => String(lineOf(node)));
  return [...lines, ...CDKTN_LINES.map((line) => `${line}${CDKTN_SUFFIX}`)].map(parseEntry);
}

/**
 * Parses an entry: a release line (`26`, or `newest`), a release (`22.12.0`) or the path of a
 * Node.js. The suffix `+cdktn` selects cdktn instead of cdktf.
 *
 * @throws SetupError for anything else
 */
export function parseEntry(name: string): MatrixEntry {
  const isCdktn = name.endsWith(CDKTN_SUFFIX);
  const version = isCdktn ? name.slice(0, -CDKTN_SUFFIX.length) : name;
  const source = isPath(version) ? resolve(version) : releaseOf(version);
  if (source !== undefined) return { name, source, library: isCdktn ? "cdktn" : "cdktf" };
  throw new SetupError(
    `"${name}" is not an entry of the matrix. Use newest, one of ${allEntries()
      .map((entry) => entry.name)
      .join(", ")}, a release such as 22.12.0, or the path of a Node.js: ./node/bin/node`,
  );
}

function isPath(text: string): boolean {
  return isAbsolute(text) || /^\.{1,2}[\\/]/.test(text);
}

/**
 * Finds a release by its line or version. A release that is not listed gets the npm of its line, or
 * the newest.
 */
function releaseOf(version: string): NodeRelease | undefined {
  if (version === "newest") return NODE_RELEASES.at(-1);
  const ofLine = NODE_RELEASES.find(({ node }) => lineOf(node) === lineOf(version));
  if (/^\d+$/.test(version)) return ofLine;
  if (parseVersion(version) === undefined || !/^\d+\.\d+\.\d+$/.test(version)) return undefined;
  return { node: version, npm: (ofLine ?? required(NODE_RELEASES, NODE_RELEASES.length - 1)).npm };
}
