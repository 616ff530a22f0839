import { extname } from "node:path";
import { commentLines, type SourceLine } from "./support/comment-lines.ts";
import { readProjectSources } from "./support/project-sources.ts";

/** The share of doc comments that may open with a bare wh-word. */
const WH_OPENINGS_MAX = 0.03;
/** Columns of a comment line, indentation included. */
const COMMENT_COLUMNS_MAX = 100;
/** Columns of a line of code in the languages that the formatter does not know. */
const CODE_COLUMNS_MAX = 110;

/**
 * Exported names that several files may share, since they have the same meaning there: an AWS
 * resource as the spec describes it, as a construct creates it, and as the network model reads it.
 */
const SHARED_NAMES = new Set([
  ...["ClientVpn", "Peering", "TargetGroup", "TransitGateway", "Vpc", "VpnGateway"],
  // A path to an attribute, in an expression and in Terraform's plugin protocol.
  "AttributePath",
  // Separate programs without a shared module, which each locate the project's folder.
  ...["PROJECT_FOLDER", "projectFolder"],
]);

interface DocComment {
  readonly file: string;
  readonly number: number;
  readonly lines: readonly SourceLine[];
}

const sources = readProjectSources();

const docComments = sources.flatMap(({ file, text }) => docCommentsOf(file, text));

describe("the style of names and comments", () => {
  test("allows at most 3 % of doc comments to open with a bare wh-word", () => {
    const bare = docComments.filter(({ lines }) => opensWithWhWord(lines));
    const share = bare.length / docComments.length;
    expect(
      share,
      `${bare.length} of ${docComments.length}:\n${bare.map(locationOf).join("\n")}`,
    ).toBeLessThanOrEqual(WH_OPENINGS_MAX);
  });

  test("reads the sources in every language, also the continuous integration's script", () => {
    const languages = sources.map(({ file }) => extname(file) || file);
    expect([...new Set(languages)].sort()).toEqual([".ci/run", ".cjs", ".js", ".mjs", ".py", ".ts"]);
  });

  test("allows at most 100 columns in a line with a comment, alone or after code", () => {
    const comments = sources.flatMap(({ file, text }) => commentLines(file, text));
    expect(comments.filter(isTooLong).map(locationOf)).toEqual([]);
  });

  test("allows at most 110 columns in a line of Python and shell", () => {
    const lines = sources.flatMap(({ file, text }) =>
      /js$|ts$/.test(file)
        ? []
        : text.split("\n").map((line, index) => ({ file, number: index + 1, text: line })),
    );
    expect(lines.filter(({ text }) => text.length > CODE_COLUMNS_MAX).map(locationOf)).toEqual([]);
  });

  test("requires exported names to be unique in the project", () => {
    const files = new Map<string, Set<string>>();
    for (const { file, text } of sources) {
      for (const name of exportedNames(text)) {
        files.set(name, (files.get(name) ?? new Set()).add(file));
      }
    }
    const several = [...files].filter(([name, where]) => where.size > 1 && !SHARED_NAMES.has(name));
    expect(several.map(([name, where]) => `${name}: ${[...where].join(" ")}`)).toEqual([]);
  });

  test("lists as shared only names that several files export", () => {
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
])("opensWithWhWord detects a wh-word as the first word: %s", (text, expected) => {
  const [comment] = docCommentsOf("a.ts", text);
  expect(opensWithWhWord(comment?.lines ?? [])).toBe(expected);
});

describe("commentLines", () => {
  test.each([
    ["a.ts", 'const a = "// no"; // yes', [1]],
    ["a.mjs", "f(`// no\n/* no */`);\n/* yes\nyes */ f();", [3, 4]],
    ["a.cjs", '/["/]/.test(a); // yes\nb / c; // yes\n', [1, 2]],
    ["a.ts", 'const a = `${b("`")}`;\nc("https://a.example");', []],
    ["a.py", 'a = "# no" # yes\nb = """\n# no\n"""\n  """yes\nyes"""\n', [1, 5, 6]],
    ["run", "#!yes\na=\"$# # no\" b='\n# no' # yes\necho ${#a} \\# no; # yes\n", [1, 3, 4]],
  ])("finds comments in %s: %j", (file, text, numbers) => {
    expect(commentLines(file, text).map(({ number }) => number)).toEqual(numbers);
  });
});

function docCommentsOf(file: string, text: string): DocComment[] {
  return [...text.matchAll(/^[ \t]*\/\*\*(?!\*)[\s\S]*?\*\//gm)].map((match) => {
    const number = text.slice(0, match.index).split("\n").length;
    const lines = match[0].split("\n").map((line, index) => ({ file, number: number + index, text: line }));
    return { file, number, lines };
  });
}

function opensWithWhWord(lines: readonly SourceLine[]): boolean {
  const words = lines.map(({ text }) => text.replace(/^\s*(\/\*\*|\*\/|\*)?\s*/, "")).join(" ");
  return /^\s*(what|who|whose|whom|whether|where|which|how)\b/i.test(words);
}

/** Reports that a line is too long, unless it is only a web address, which cannot be broken. */
function isTooLong({ text }: SourceLine): boolean {
  return (
    text.length > COMMENT_COLUMNS_MAX &&
    !/^\s*(\/\*\*?|\*|\/\/|#)?\s*(@see )?https?:\/\/\S+( \*\/)?$/.test(text)
  );
}

function exportedNames(text: string): string[] {
  const declaration =
    /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|const|let|enum) ([A-Za-z_$][\w$]*)/gm;
  return [...text.matchAll(declaration)].map(([, name = ""]) => name);
}

function locationOf({ file, number }: { readonly file: string; readonly number: number }): string {
  return `${file}:${number}`;
}
