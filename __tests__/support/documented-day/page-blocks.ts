/** A block of commands of a page of docs/. */
export interface PageBlock {
  /** The nearest heading above it. */
  readonly section: string;
  /** Its first line in the page, for messages. */
  readonly line: number;
  /** The commands as printed, without the indentation of a list. */
  readonly text: string;
  /** The reason why it cannot be typed in a rehearsal, from its first line; undefined if it can. */
  readonly notInRehearsal: string | undefined;
}

/** The first line of a block that a rehearsal cannot run. Its reader sees it too. */
const MARK = /^# not in a rehearsal: (.+)$/;

/**
 * Returns every fenced block of a Markdown page, in order.
 *
 * @throws Error for a fence that is not closed
 */
export function pageBlocks(page: string): PageBlock[] {
  const blocks: PageBlock[] = [];
  let section = "";
  let open: { readonly indent: string; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, line] of page.split("\n").entries()) {
    const fence = /^( *)```/.exec(line);
    if (fence !== null && open === undefined) {
      open = { indent: fence[1]!, line: index + 2, lines: [] };
    } else if (fence !== null && open !== undefined) {
      const text = open.lines.map((each) => each.slice(open!.indent.length)).join("\n");
      const notInRehearsal = MARK.exec(open.lines[0]?.trim() ?? "")?.[1];
      blocks.push({ section, line: open.line, text, notInRehearsal });
      open = undefined;
    } else if (open !== undefined) {
      open.lines.push(line);
    } else {
      section = /^#+ (.+)$/.exec(line)?.[1] ?? section;
    }
  }
  if (open !== undefined) throw new Error(`The block in line ${open.line} is not closed.`);
  return blocks;
}

/** The programs that a terminal of a kept rehearsal has, and the shell's own commands. */
const RUNNABLE = new Set([
  ..."aws cdktf drydock jq terraform".split(" "),
  ..."cd do done export read sleep unset until".split(" "),
]);

/**
 * Returns the commands of a block, each as its words: continued lines are joined, comments,
 * assignments, redirections and the shell's own words left out. Text in quotes is one word.
 */
export function commandsOf(text: string): string[][] {
  const joined = text.replaceAll(/\\\n\s*/g, " ");
  const words = /&&|\|\||[;|\n]|#[^\n]*|(?:'[^']*'|"(?:\$\([^)]*\)|[^"])*"|[^\s;|&'"])+/g;
  const commands: string[][] = [[]];
  for (const [word] of joined.matchAll(words)) {
    if (/^(&&|\|\||[;|\n])$/.test(word)) commands.push([]);
    else if (!word.startsWith("#")) commands.at(-1)!.push(word);
  }
  return commands.map(withoutShellWords).filter((command) => command.length > 0);
}

function withoutShellWords(command: readonly string[]): string[] {
  const start = command.findIndex(
    (word) => !/^[A-Z_]+=/.test(word) && !["npx", "until", "do", "done"].includes(word),
  );
  return start < 0 ? [] : command.slice(start);
}

/** Returns the programs of a block that a terminal of a kept rehearsal does not have. */
export function missingPrograms(text: string): string[] {
  return commandsOf(text)
    .map(([program]) => program!)
    .filter((program) => !RUNNABLE.has(program));
}

/** Returns the words of every command of a program in a block, without the program's name. */
export function commandsOfProgram(text: string, program: string): string[][] {
  return commandsOf(text)
    .filter(([name]) => name === program)
    .map(([, ...words]) => words);
}
