/** Control characters, line separators, and invisible or text-direction characters. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Escapes text of unknown origin for printing on one line, without anything that a terminal
 * interprets. Invisible characters become JavaScript escapes: `\u001b`.
 */
export function escapeForTerminal(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return SHORT[character] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`);
  });
}
