/** A tag of HTML or XML, or text between tags. */
export type MarkupToken =
  | {
      readonly kind: "tag";
      readonly name: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly isEnd: boolean;
      readonly isEmpty: boolean;
    }
  | { readonly kind: "text"; readonly text: string };

const VOID = new Set(["meta", "link", "input", "br"]);
/** Elements whose content is text up to their end tag. */
const RAW = /^<style>([^<]*)<\/style>/;

/**
 * Reads markup strictly: every tag is closed, every attribute quoted, every `&` an entity, and no
 * text has `<` or `>`.
 * @throws Error if the markup is not so
 */
export function markupTokens(markup: string): MarkupToken[] {
  const tokens: MarkupToken[] = [];
  const open: string[] = [];
  let rest = markup.replace(/^<!doctype html>|^<\?xml version="1\.0" encoding="UTF-8"\?>/, "");
  while (rest !== "") {
    const raw = RAW.exec(rest);
    if (raw !== null) {
      tokens.push({ kind: "text", text: raw[1]! });
      rest = rest.slice(raw[0].length);
      continue;
    }
    const [token, length] = rest.startsWith("<") ? readTag(rest) : readText(rest);
    rest = rest.slice(length);
    tokens.push(token);
    if (token.kind === "text" || token.isEmpty || VOID.has(token.name)) continue;
    if (!token.isEnd) open.push(token.name);
    else if (open.pop() !== token.name) throw new Error(`</${token.name}> closes no element`);
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(" ")}`);
  return tokens;
}

function readTag(text: string): [MarkupToken, number] {
  const match = /^<(\/?)([a-z][a-z0-9-]*)((?: [a-z-]+(?:="[^"<>]*")?)*) ?(\/?)>/i.exec(text);
  if (match === null) throw new Error(`no tag: ${JSON.stringify(text.slice(0, 80))}`);
  const [all, end, name = "", list = "", empty] = match;
  const attributes = [...list.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/gi)].map(
    ([, key, value]) => [key!, unescapeMarkup(value ?? "")] as const,
  );
  return [
    {
      kind: "tag",
      name,
      attributes: Object.fromEntries(attributes),
      isEnd: end === "/",
      isEmpty: empty === "/",
    },
    all.length,
  ];
}

function readText(text: string): [MarkupToken, number] {
  const [all] = /^[^<]+/.exec(text)!;
  if (all.includes(">")) throw new Error(`> in text: ${JSON.stringify(all.slice(0, 80))}`);
  return [{ kind: "text", text: unescapeMarkup(all) }, all.length];
}

/** @throws Error if an ampersand begins no entity, or a character is not allowed in XML */
function unescapeMarkup(text: string): string {
  if (/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text))
    throw new Error(`control character in ${JSON.stringify(text)}`);
  return text.replace(/&(?:(lt|gt|amp|quot)|#(\d+));|&/g, (all, name?: string, code?: string) => {
    if (all === "&") throw new Error(`& in ${JSON.stringify(text.slice(0, 80))}`);
    if (code !== undefined) return String.fromCodePoint(Number(code));
    return { lt: "<", gt: ">", amp: "&", quot: '"' }[name!]!;
  });
}

/** Returns markup without its texts: its tags, with the names of their attributes. */
export function markupSkeleton(markup: string): string[] {
  return markupTokens(markup).flatMap((token) =>
    token.kind === "text"
      ? []
      : [`${token.isEnd ? "/" : ""}${token.name} ${Object.keys(token.attributes).join(" ")}`],
  );
}
