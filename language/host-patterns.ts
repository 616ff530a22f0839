/**
 * Reports that a listener rule's pattern matches a host name: `*` is any text, `?` one character.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export function matchesHostPattern(host: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return isText(host, 0, first) && host.length === first.length;
  const last = rest.at(-1) ?? "";
  if (host.length < first.length + last.length || !isText(host, 0, first)) return false;
  // The first place of each text between wildcards leaves most for the next.
  let from = first.length;
  for (const text of rest.slice(0, -1)) {
    while (from + text.length <= host.length && !isText(host, from, text)) from++;
    from += text.length;
  }
  return from + last.length <= host.length && isText(host, host.length - last.length, last);
}

/** True if a text, in which `?` is any character, stands at a place in a host name. */
function isText(host: string, at: number, text: string): boolean {
  return [...text].every((character, index) => character === "?" || character === host[at + index]);
}
