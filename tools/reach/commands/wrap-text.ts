/** The maximum and minimum width of lines, whatever the terminal's width is. */
const WIDEST = 110;
const NARROWEST = 60;

/**
 * Wraps a text into lines that fit the terminal. Lines after the first are indented by the length
 * of `start`.
 *
 * @param columns the terminal's width; undefined without a terminal
 */
export function wrapText(
  text: string,
  start: string,
  columns: number | undefined = process.stdout.columns,
): string[] {
  const width = Math.max(NARROWEST, Math.min(columns ?? WIDEST, WIDEST));
  const lines: string[] = [];
  let line = start;
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && line.length + word.length + 1 > width) {
      lines.push(line.trimEnd());
      line = " ".repeat(start.length);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}

/** Joins lines into one text. */
export function joinLines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
