/** Characters that take two columns: East Asian ones and pictographs. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const COMBINING = /\p{M}/u;

/** Returns the columns that a text takes on a terminal. */
export function textColumns(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return Array.from(text).reduce((sum, character) => sum + characterColumns(character), 0);
}

/**
 * Wraps a text so that no line is wider than the terminal; longer words are broken. Lines after the
 * first are indented. No line is empty, unless the text is.
 *
 * @param start the beginning of the first line
 * @param indent the columns before each other line
 */
export function wrapWords(text: string, columns: number, start = "", indent = textColumns(start)): string[] {
  const lines: string[] = [];
  let line = start;
  let width = textColumns(start);
  let isEmpty = true;
  const finish = () => {
    lines.push(line.trimEnd());
    line = " ".repeat(indent);
    width = indent;
    isEmpty = true;
  };
  const words = text.split(" ").filter((word) => word !== "");
  for (const part of words.flatMap((word) => brokenWord(word, Math.max(1, columns - indent - 1)))) {
    const own = textColumns(part);
    if (!isEmpty && width + 1 + own > columns) finish();
    if (!isEmpty) line += " ";
    width += own + (isEmpty ? 0 : 1);
    line += part;
    isEmpty = false;
  }
  return [...lines, line.trimEnd()];
}

/** Breaks a word into parts of at most so many columns. */
function brokenWord(word: string, columns: number): string[] {
  if (textColumns(word) <= columns) return [word];
  const parts: string[] = [];
  let part = "";
  let width = 0;
  for (const character of word) {
    const own = characterColumns(character);
    if (width + own > columns) {
      parts.push(part);
      part = "";
      width = 0;
    }
    part += character;
    width += own;
  }
  return [...parts, part];
}

function characterColumns(character: string): number {
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
