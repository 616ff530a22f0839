/**
 * The token markers that cdktf embeds in strings and resolves when it writes them. A user's text
 * that contains one would be replaced, or would fail inside cdktf.
 * `packages/cdktf/lib/tokens/private/encoding.ts` of https://github.com/hashicorp/terraform-cdk
 */

/** Strings that are a token in full: the values of a tokenized map. */
const MAP_VALUES: readonly string[] = ["String Map Token Value", "Any Map Token Value"];
/** The start of a token, from the brace on: `${` in a string, `#{` in a list, `&{` in a map key. */
const MARKER = "{TfToken[";
/** A number with an exponent, as cdktf matches it; the look-behind keeps the search linear. */
const NUMBER = /(?<![-|\d.+])[-|\d.+]+e[-|\d.eE+]+/g;

/** A quick test that matches every token, and almost no other text. */
const CLUE = /\{TfToken\[|[\d.]e\+?\d|Map Token Value$/;

/** Reports that a number is a token: the upper 16 bits of its double are `fdff`. */
function isTokenNumber(value: number): boolean {
  return value > -(2 ** 993) && value <= -1.9375 * 2 ** 992;
}

/** Splits every cdktf token in a text with `gap`, so that cdktf recognizes none. */
export function splitTokens(text: string, gap: string): string {
  if (!CLUE.test(text)) return text;
  if (MAP_VALUES.includes(text)) return text + gap;
  return text
    .replaceAll(MARKER, () => `{${gap}${MARKER.slice(1)}`)
    .replace(NUMBER, (number) =>
      isTokenNumber(Number.parseFloat(number)) ? number.replaceAll("e", `${gap}e`) : number,
    );
}

/** Reports that cdktf would resolve part of a text as a token. */
export function hasToken(text: string): boolean {
  return splitTokens(text, " ") !== text;
}
