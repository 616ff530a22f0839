/** Control characters, line ends, and marks that turn the direction of text or cannot be seen. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Returns a text of unknown origin as it may be printed: on one line, and without anything that a terminal obeys. What
 * cannot be seen is shown as JavaScript writes it: `\u001b`.
 */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = character.codePointAt(0)!.toString(16);
    return SHORT[character] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`);
  });
}
