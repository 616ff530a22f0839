import { visibleName, visibleText } from "./visible-text.ts";

/**
 * A word that Markdown and GitHub's autolinks leave alone: letters, or a number, with the
 * punctuation of a sentence around it. Digits among hexadecimal letters could be a commit's hash,
 * and letters with a number behind a hyphen an issue's key.
 */
const PLAIN_WORD = /^[("“]?(?:\p{L}+(?:['’/-]\p{L}+)*|\d{1,6}(?:[.,]\d{1,6})?|→|–|…)[.,;:?!)"”…]{0,3}$/u;
/** As short as a commit's hash may be written. */
const HASH = /^[("“]?[0-9a-f]{7,40}\b/i;

/**
 * Returns a sentence of unknown origin as Markdown in which nothing has an effect: each word with
 * anything but letters stands in a code span, where neither Markdown nor HTML, mentions, references
 * and autolinks are read.
 * https://github.github.com/gfm/#code-spans
 */
export function markdownSentence(text: string, max?: number): string {
  const words = visibleText(text, max).split(" ");
  return words
    .filter((word) => word !== "")
    .map((word) => (isPlainWord(word) ? word : codeSpan(word)))
    .join(" ");
}

/** Returns a name of unknown origin as a code span. */
export function markdownName(name: string, max?: number): string {
  return codeSpan(visibleName(name, max));
}

function isPlainWord(word: string): boolean {
  return PLAIN_WORD.test(word) && !HASH.test(word);
}

/** Encloses a text of one line in more backticks than any run that it holds. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = /^[`\s]|[`\s]$/.test(text) ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Returns the address of a page if it is a plain web address, which Markdown cannot misread. */
export function markdownLink(label: string, url: string): string | undefined {
  return /^https:\/\/[\w.-]+(?::\d+)?(?:\/[\w./~%#?=&+-]*)?$/.test(url) ? `[${label}](${url})` : undefined;
}
