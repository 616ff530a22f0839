/**
 * The markers that cdktf puts into texts and searches for again when it writes them. A user's text
 * that contains one would be replaced, or end in an error of cdktf's own.
 * `packages/cdktf/lib/tokens/private/encoding.ts` of https://github.com/hashicorp/terraform-cdk
 */

/** Texts that are a token as a whole: the values of a map that is a token. */
const MAP_VALUES: readonly string[] = ["String Map Token Value", "Any Map Token Value"];
/** The start, from the brace on, of a token in a text (`${`), a list (`#{`) or a key (`&{`). */
const MARKER = "{TfToken[";
/** A number with an exponent, as cdktf searches for it; the look-behind keeps the search linear. */
const NUMBER = /(?<![-|\d.+])[-|\d.+]+e[-|\d.eE+]+/g;

/** Something that every token has, and almost no other text. */
const CLUE = /\{TfToken\[|[\d.]e\+?\d|Map Token Value$/;

/** Returns whether a number is a token: the upper 16 bits of its double are `fdff`. */
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
