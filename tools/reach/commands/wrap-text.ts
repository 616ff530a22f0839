/** Columns that lines have at most, and at least, whatever the terminal's. */
const WIDEST = 110;
const NARROWEST = 60;

/**
 * A text in lines that fit a terminal; all but the first are set in as far as its start is long.
 *
 * @param columns the terminal's width; undefined where there is none
 */
export function wrapText(
  text: string,
  start: string,
  columns: number | undefined = process.stdout.columns,
): string[] {
  const width = Math.max(NARROWEST, Math.min(columns ?? WIDEST, WIDEST));
  const found: string[] = [];
  let line = start;
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && line.length + word.length + 1 > width) {
      found.push(line.trimEnd());
      line = " ".repeat(start.length);
    }
    line += `${word} `;
  }
  return [...found, line.trimEnd()];
}

/** Lines as one text. */
export function joinLines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
