/** Lines wider than this are broken. */
const WIDTH = 110;

/** A text in lines that fit a terminal; all but the first are set in as far as its start is long. */
export function wrapped(text: string, start: string): string[] {
  const found: string[] = [];
  let line = start;
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && line.length + word.length + 1 > WIDTH) {
      found.push(line.trimEnd());
      line = " ".repeat(start.length);
    }
    line += `${word} `;
  }
  return [...found, line.trimEnd()];
}

/** Lines as one text. */
export function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
