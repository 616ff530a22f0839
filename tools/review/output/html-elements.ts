import { escapeMarkup } from "./markup.ts";
import { visibleName, visibleText } from "./visible-text.ts";

/** HTML that is safe to put into a page: made of tags of this project and escaped text. */
export interface Html {
  /** The markup. */
  readonly html: string;
}

/** A part of an HTML template: other parts of a page as they are, text escaped. */
type HtmlPart = Html | string | number | readonly Html[];

/**
 * Builds HTML from a template: `html\`<p>${text}</p>\``. Strings are escaped, also in quoted
 * attributes, so that only the template itself has tags.
 */
export function html(template: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return { html: String.raw({ raw: template }, ...parts.map(markupOf)) };
}

/** Joins parts of a page. */
export function joinHtml(parts: readonly Html[], separator = "\n"): Html {
  return { html: parts.map((part) => part.html).join(separator) };
}

/** Marks constant text of this project, such as a style, as HTML. */
export function trustedHtml(constant: string): Html {
  return { html: constant };
}

/** A name of unknown origin. */
export function nameHtml(name: string): Html {
  return html`<code>${visibleName(name)}</code>`;
}

/** A sentence of unknown origin, in which direction marks and the like have no effect. */
export function sentenceHtml(text: string): Html {
  return html`<bdi>${visibleText(text)}</bdi>`;
}

function markupOf(part: HtmlPart): string {
  if (typeof part === "string") return escapeMarkup(part);
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : joinHtml(part).html;
}
