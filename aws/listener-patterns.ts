/**
 * Reports that every text that matches one pattern of a listener rule also matches a wider one: `*`
 * is any text, `?` one character. The narrow pattern is treated as text, whose `*` only a `*`
 * matches, and whose `?` only a `?` or a `*` matches. A text is a pattern that matches itself.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 * (not read again)
 */
export function patternCovers(wide: string, narrow: string): boolean {
  const [first = "", ...rest] = wide.split("*");
  const last = rest.pop();
  if (!standsAt(narrow, 0, first)) return false;
  if (last === undefined) return narrow.length === first.length;
  // The first place of each part leaves most for the next.
  let from = first.length;
  for (const part of rest) {
    while (from + part.length <= narrow.length && !standsAt(narrow, from, part)) from++;
    from += part.length;
  }
  const end = narrow.length - last.length;
  return from <= end && standsAt(narrow, end, last);
}

/** True if a part without `*` covers the text at a place. */
function standsAt(text: string, at: number, part: string): boolean {
  return [...part].every((character, index) => {
    const other = text[at + index];
    return character === "?" ? other !== undefined && other !== "*" : character === other;
  });
}
