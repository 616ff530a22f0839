import { extname } from "node:path";

/** A line of a source file. */
export interface SourceLine {
  readonly file: string;
  readonly number: number;
  readonly text: string;
}

const DOUBLE_QUOTED = /"(?:[^"\\\n]|\\[\s\S])*"/;
const SINGLE_QUOTED = /'(?:[^'\\\n]|\\[\s\S])*'/;
const TEMPLATE = /`(?:[^`\\]|\\[\s\S])*`/;
/** A regular expression: a slash where a value may start, not where a division may. */
const REGULAR_EXPRESSION =
  /(?<=(?:^|[=(,:;!&|?{}[\]>]|return)\s*)\/(?![*/])(?:[^\\/\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/;

/** Strings and comments by language; the group `comment` is set in comments only. */
const TOKENS = {
  javaScript: tokensOf(/\/\/.*|\/\*[\s\S]*?\*\//, [
    DOUBLE_QUOTED,
    SINGLE_QUOTED,
    TEMPLATE,
    REGULAR_EXPRESSION,
  ]),
  // A string in triple quotes at the start of a line is documentation.
  python: tokensOf(/(?<=^[ \t]*)"""[\s\S]*?"""|#.*/, [/"""[\s\S]*?"""/, DOUBLE_QUOTED, SINGLE_QUOTED]),
  // A quoted string may span lines; in single quotes, the backslash has no meaning.
  shell: tokensOf(/(?<=^|[\s;])#.*/, [/"(?:[^"\\]|\\[\s\S])*"/, /'[^']*'/, /\\[\s\S]/]),
};

/** The lines of a file that hold a comment or a part of one, alone or after code. */
export function commentLines(file: string, text: string): SourceLine[] {
  const lines = text.split("\n");
  const numbers = new Set<number>();
  for (const match of text.matchAll(tokensFor(file))) {
    const { comment } = match.groups!;
    if (comment === undefined) continue;
    const first = text.slice(0, match.index).split("\n").length;
    for (let line = 0; line < comment.split("\n").length; line += 1) numbers.add(first + line);
  }
  return [...numbers].map((number) => ({ file, number, text: lines[number - 1]! }));
}

function tokensFor(file: string): RegExp {
  if (/^\.[mc]?[jt]s$/.test(extname(file))) return TOKENS.javaScript;
  return extname(file) === ".py" ? TOKENS.python : TOKENS.shell;
}

function tokensOf(comment: RegExp, strings: readonly RegExp[]): RegExp {
  return new RegExp(
    [`(?<comment>${comment.source})`, ...strings.map(({ source }) => source)].join("|"),
    "gm",
  );
}
