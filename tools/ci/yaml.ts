/** A scalar with a comment behind it. */
export class CommentedText {
  readonly text: string;
  readonly comment: string;

  /**
   * @param text the scalar
   * @param comment the comment, without its sign
   */
  constructor(text: string, comment: string) {
    this.text = text;
    this.comment = comment;
  }
}

/** A value that {@link renderYaml} writes. */
export type YamlValue =
  | string
  | number
  | boolean
  | CommentedText
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue };

/**
 * Renders a value as YAML in block style, so that people read and change it. Texts of several lines
 * are literal blocks.
 * https://yaml.org/spec/1.2.2/
 */
export function renderYaml(value: { readonly [key: string]: YamlValue }): string {
  return `${mapLines(value).join("\n")}\n`;
}

function mapLines(map: { readonly [key: string]: YamlValue }): string[] {
  return Object.entries(map).flatMap(([key, value]) => entryLines(`${scalar(key)}:`, value));
}

/** The lines of a key, or of a list's hyphen, with its value. */
function entryLines(start: string, value: YamlValue): string[] {
  if (typeof value === "string" && value.includes("\n")) {
    return [
      `${start} |`,
      ...value
        .trimEnd()
        .split("\n")
        .map((line) => (line === "" ? "" : `  ${line}`)),
    ];
  }
  if (!isCollection(value)) return [`${start} ${inlineText(value)}`];
  const lines = isList(value) ? value.flatMap(itemLines) : mapLines(value);
  if (lines.length === 0) return [`${start} ${isList(value) ? "[]" : "{}"}`];
  return [start, ...lines.map((line) => (line === "" ? "" : `  ${line}`))];
}

function itemLines(value: YamlValue): string[] {
  if (!isCollection(value) || isList(value)) return entryLines("-", value);
  const [first = "{}", ...others] = mapLines(value);
  return [`- ${first}`, ...others.map((line) => (line === "" ? "" : `  ${line}`))];
}

function inlineText(value: string | number | boolean | CommentedText): string {
  if (value instanceof CommentedText) return `${scalar(value.text)} # ${value.comment}`;
  return typeof value === "string" ? scalar(value) : String(value);
}

/** A text that no YAML parser reads as anything else: plain where it is safe, else quoted. */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z_./][\w ./@${}()!=&'"|*<>,-]*$/.test(text) &&
    !/^(?:true|false|null|yes|no|on|off|~)$/i.test(text);
  return (isPlain && text === text.trim()) || text === "on" ? text : JSON.stringify(text);
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isCollection(
  value: YamlValue,
): value is readonly YamlValue[] | { readonly [key: string]: YamlValue } {
  return typeof value === "object" && !(value instanceof CommentedText);
}
