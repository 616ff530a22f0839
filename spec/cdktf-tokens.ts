/**
 * The markers that cdktf puts into texts and searches for again when it writes them. A user's text that
 * contains one would be replaced, or end in an error of cdktf's own.
 * https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/cdktf/lib/tokens/private/encoding.ts
 */

/** Texts that are a token as a whole: the values of a map that is a token. */
const MAP_VALUES: readonly string[] = ["String Map Token Value", "Any Map Token Value"];
/** The start of a token in a text (`${`), a list (`#{`) or a map's key (`&{`), without its first character. */
const MARKER = "{TfToken[";
/** A number with an exponent, as cdktf searches for it. It begins where its characters do: no place is tried twice. */
const NUMBER = /(?<![-|\d.+])[-|\d.+]+e[-|\d.eE+]+/g;

/** What every token has: almost no text does, and is looked at once. */
const CLUE = /\{TfToken\[|[\d.]e\+?\d|Map Token Value$/;

/** Returns whether a number's upper 16 bits are `fdff`, by which cdktf marks the numbers that are tokens. */
function isTokenNumber(value: number): boolean {
  return value > -(2 ** 993) && value <= -1.9375 * 2 ** 992;
}

/** Puts `gap` into every token of cdktf that a text contains, so that cdktf finds none. */
export function splitTokens(text: string, gap: string): string {
  if (!CLUE.test(text)) return text;
  if (MAP_VALUES.includes(text)) return text + gap;
  return text
    .replaceAll(MARKER, () => `{${gap}${MARKER.slice(1)}`)
    .replace(NUMBER, (number) =>
      isTokenNumber(Number.parseFloat(number)) ? number.replaceAll("e", `${gap}e`) : number,
    );
}

/** Returns whether cdktf would take a part of a text for a token. */
export function hasToken(text: string): boolean {
  return splitTokens(text, " ") !== text;
}
