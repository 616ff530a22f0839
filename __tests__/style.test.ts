import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_FOLDER } from "./support/command-line.ts";

/** The share of doc comments that may open with a bare wh-word. */
const WH_OPENINGS_MAX = 0.03;
/** Columns of a comment's line, indentation included. */
const COMMENT_COLUMNS_MAX = 100;

/**
 * Exported names that several files may share, since they mean the same idea there: a thing of AWS
 * as the spec
 * describes it, as a construct creates it, and as the network model reads it; a verb of one
 * protocol.
 */
const SHARED_NAMES = new Set([
  ...["ClientVpn", "Peering", "TargetGroup", "TransitGateway", "Vpc", "VpnGateway"],
  // Programs that share no module each find the project's folder.
  ...["PROJECT_FOLDER", "projectFolder"],
]);

interface Line {
  readonly file: string;
  readonly number: number;
  readonly text: string;
}

interface DocComment {
  readonly file: string;
  readonly number: number;
  readonly lines: readonly Line[];
}

/** Folders without sources of the project. */
const OTHER_FOLDERS = /^(node_modules|\.git|\.drydock|cdktf\.out|fixtures|\..*)$/;

const sources = filesBelow("").map((file) => ({
  file,
  text: readFileSync(join(PROJECT_FOLDER, file), "utf8"),
}));

const docComments = sources.flatMap(({ file, text }) => docCommentsOf(file, text));

describe("the style of the code's words", () => {
  test("doc comments open with a noun phrase or a verb, not with a bare wh-word", () => {
    const bare = docComments.filter(({ lines }) => opensWithWhWord(lines));
    const share = bare.length / docComments.length;
    expect(
      share,
      `${bare.length} of ${docComments.length}:\n${bare.map(place).join("\n")}`,
    ).toBeLessThanOrEqual(WH_OPENINGS_MAX);
  });

  test("no line of a comment is longer than 100 columns", () => {
    expect(sources.flatMap(commentLines).filter(isTooLong).map(place)).toEqual([]);
  });

  test("an exported name has one meaning in the project", () => {
    const files = new Map<string, Set<string>>();
    for (const { file, text } of sources) {
      for (const name of exportedNames(text)) {
        files.set(name, (files.get(name) ?? new Set()).add(file));
      }
    }
    const several = [...files].filter(([name, where]) => where.size > 1 && !SHARED_NAMES.has(name));
    expect(several.map(([name, where]) => `${name}: ${[...where].join(" ")}`)).toEqual([]);
  });

  test("every shared name is still shared", () => {
    const counts = sources.flatMap(({ text }) => [...new Set(exportedNames(text))]);
    const once = [...SHARED_NAMES].filter((name) => counts.filter((other) => other === name).length < 2);
    expect(once).toEqual([]);
  });
});

test.each([
  ["/** What it does. */", true],
  ["/** Whether it does. */", true],
  ["/**\n * Which one.\n */", true],
  ["/** Returns what it does. */", false],
  ["/** Whatever comes. */", false],
])("the test recognises an opening: %s", (text, expected) => {
  const [comment] = docCommentsOf("a.ts", text);
  expect(opensWithWhWord(comment?.lines ?? [])).toBe(expected);
});

/** The sources in a folder; a declaration file repeats the names of the JavaScript beside it. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(PROJECT_FOLDER, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return OTHER_FOLDERS.test(entry.name) ? [] : filesBelow(path);
    return entry.isFile() && /(?<!\.d)\.(ts|mts|mjs)$/.test(entry.name) ? [path] : [];
  });
}

function docCommentsOf(file: string, text: string): DocComment[] {
  return [...text.matchAll(/^[ \t]*\/\*\*(?!\*)[\s\S]*?\*\//gm)].map((match) => {
    const number = text.slice(0, match.index).split("\n").length;
    const lines = match[0].split("\n").map((line, index) => ({ file, number: number + index, text: line }));
    return { file, number, lines };
  });
}

function opensWithWhWord(lines: readonly Line[]): boolean {
  const words = lines.map(({ text }) => text.replace(/^\s*(\/\*\*|\*\/|\*)?\s*/, "")).join(" ");
  return /^\s*(what|who|whose|whom|whether|where|which|how)\b/i.test(words);
}

/** Lines that are, or end in, a comment. */
function commentLines({ file, text }: { readonly file: string; readonly text: string }): Line[] {
  return text
    .split("\n")
    .map((line, index) => ({ file, number: index + 1, text: line }))
    .filter(({ text: line }) => /^\s*(\/\*|\*|\/\/)/.test(line));
}

/** An address cannot be broken: a line that holds nothing else may be longer. */
function isTooLong({ text }: Line): boolean {
  return (
    text.length > COMMENT_COLUMNS_MAX &&
    !/^\s*(\/\*\*?|\*|\/\/)?\s*(@see )?https?:\/\/\S+( \*\/)?$/.test(text)
  );
}

function exportedNames(text: string): string[] {
  const declaration =
    /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|const|let|enum) ([A-Za-z_$][\w$]*)/gm;
  return [...text.matchAll(declaration)].map(([, name = ""]) => name);
}

function place({ file, number }: { readonly file: string; readonly number: number }): string {
  return `${file}:${number}`;
}
