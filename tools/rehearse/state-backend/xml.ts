/** An element's content: text, child elements, or a list of same-named elements. */
export type XmlContent = string | number | boolean | undefined | XmlChildren | readonly XmlContent[];

/** Child elements by name; a list repeats its element, `undefined` omits it. */
export interface XmlChildren {
  readonly [name: string]: XmlContent;
}

/** Escapes text for an XML element. */
export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;");
}

/** Renders one XML document; `namespace` becomes the root's `xmlns`. */
export function renderXml(root: string, children: XmlChildren, namespace?: string): string {
  const attribute = namespace === undefined ? "" : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${renderChildren(children)}</${root}>`;
}

/**
 * Returns the inner XML of every `<name>` element in `xml`, in order, at any depth; still escaped.
 */
export function xmlElements(xml: string, name: string): readonly string[] {
  const pattern = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, "g");
  return [...xml.matchAll(pattern)].map((match) => match[1] ?? "");
}

/** Returns the text of the first `<name>` element in `xml`; `undefined` if there is none. */
export function xmlElementText(xml: string, name: string): string | undefined {
  const inner = xmlElements(xml, name)[0];
  return inner === undefined ? undefined : unescapeXml(inner);
}

function renderChildren(children: XmlChildren): string {
  return Object.entries(children)
    .map(([name, content]) => renderElement(name, content))
    .join("");
}

function renderElement(name: string, content: XmlContent): string {
  if (content === undefined) return "";
  if (isList(content)) return content.map((item) => renderElement(name, item)).join("");
  if (typeof content === "object") return `<${name}>${renderChildren(content)}</${name}>`;
  return `<${name}>${escapeXml(String(content))}</${name}>`;
}

function isList(content: XmlContent): content is readonly XmlContent[] {
  return Array.isArray(content);
}

function unescapeXml(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#([0-9]+);/g, (_, decimal: string) => String.fromCodePoint(Number.parseInt(decimal, 10)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
