import { createHash } from "node:crypto";
import { formatCount } from "../../format-count.ts";
import { type ReviewFinding, RISK_CLASSES } from "../finding.ts";
import { LEVELS, type Level } from "../level.ts";
import type { Review, WaivedFinding } from "../review.ts";
import { planHtml } from "./html-changes.ts";
import { connectivityHtml, permissionsHtml } from "./html-differences.ts";
import { type Html, html, joinHtml, nameHtml, sentenceHtml, trustedHtml } from "./html-elements.ts";
import { HTML_STYLE } from "./html-style.ts";
import { actionWords, LEVEL_TITLES, levelCounts, ofLevel, scopeText, VERDICTS } from "./report-words.ts";

/**
 * The content security policy of the page: nothing is loaded or sent, and no script runs.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
function contentSecurityPolicy(style: string): string {
  const hash = createHash("sha256").update(style).digest("base64");
  return `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

/** Shows only the findings of the chosen level and class. */
const FILTER_STYLE = [
  ...LEVELS.map((level) => `body:has(#level-${level}:checked) article:not(.${level}){display:none}`),
  ...RISK_CLASSES.map((each) => `body:has(#class-${each}:checked) article:not(.of-${each}){display:none}`),
].join("\n");

/**
 * Returns a review as one self-contained page of HTML, without scripts and requests. It works by
 * keyboard, and in light and dark.
 *
 * @param title the title's beginning. @default "Review"
 */
export function reviewAsHtml(review: Review, title = "Review"): string {
  const style = `${HTML_STYLE}${FILTER_STYLE}\n`;
  const { verdict, findings, plans, connectivity, permissions, waived, limits } = review;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}: ${verdict}</title>
<link rel="icon" href="data:,">
<style>${trustedHtml(style)}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<h1>${title}: <span class="badge ${verdict}">${verdict}</span> ${VERDICTS[verdict]}</h1>
<p>${levelCounts(findings)} in ${scopeText(plans)}</p>
${navigation(review)}
</header>
<main id="findings" tabindex="-1">
<h2>Findings</h2>
${findings.length === 0 ? html`<p>None.</p>` : filters(findings)}
${LEVELS.map((level) => levelHtml(level, ofLevel(findings, level)))}
<section id="changes" aria-labelledby="changes-title">
<h2 id="changes-title">Changes by stack</h2>
${plans.map(planHtml)}
</section>
${connectivityHtml(connectivity)}
${permissionsHtml(permissions)}
${waivedHtml(waived)}
${limitsHtml(limits)}
</main>
</body>
</html>
`;
  return page.html;
}

function navigation({ waived, limits }: Review): Html {
  const links = [
    html`<a href="#findings">Findings</a>`,
    html`<a href="#changes">Changes</a>`,
    html`<a href="#connectivity">Who reaches whom</a>`,
    html`<a href="#permissions">Who may do what</a>`,
    ...(waived.length === 0 ? [] : [html`<a href="#waived">Waived</a>`]),
    ...(limits.length === 0 ? [] : [html`<a href="#limits">Limits</a>`]),
  ];
  return html`<nav aria-label="Sections">${joinHtml(links, " · ")}</nav>`;
}

function filters(findings: readonly ReviewFinding[]): Html {
  const levels = LEVELS.filter((level) => findings.some((finding) => finding.level === level));
  const classes = RISK_CLASSES.filter((each) => findings.some((finding) => finding.class === each));
  return html`${choices("level", levels, findings)}${choices("class", classes, findings)}`;
}

/** Radio buttons that show the findings of one level or class: by style alone, without a script. */
function choices(
  name: "level" | "class",
  values: readonly string[],
  findings: readonly ReviewFinding[],
): Html {
  if (values.length < 2) return html``;
  const all = html`<label><input type="radio" name="${name}" checked>all (${findings.length})</label>`;
  const each = values.map((value) => {
    const count = findings.filter((finding) => finding[name] === value).length;
    return html`<label><input type="radio" name="${name}" id="${name}-${value}">${value} (${count})</label>`;
  });
  return html`<fieldset><legend>Show by ${name}</legend>${joinHtml([all, ...each])}</fieldset>`;
}

function levelHtml(level: Level, findings: readonly ReviewFinding[]): Html {
  if (findings.length === 0) return html``;
  return html`<section aria-label="${LEVEL_TITLES[level]}">
${findings.map(findingHtml)}
</section>`;
}

function findingHtml(finding: ReviewFinding): Html {
  const {
    rule,
    class: riskClass,
    level,
    stack,
    address,
    action,
    text,
    documentation,
    cascade = [],
  } = finding;
  const pages = documentation.map((url, index) => html`<a href="${pageAddress(url)}">page ${index + 1}</a>`);
  return html`<article class="${level} of-${riskClass}">
<h3><span class="badge">${level}</span> ${nameHtml(address)}</h3>
<p>${sentenceHtml(text)}</p>
<p class="muted"><bdi>${actionWords(action)}</bdi>, in ${nameHtml(stack)} · ${riskClass} · rule ${nameHtml(rule)}${
    pages.length === 0 ? html`` : html` · documentation: ${joinHtml(pages, ", ")}`
  }</p>
${cascade.length === 0 ? html`` : cascadeHtml(cascade)}
</article>`;
}

function cascadeHtml(cascade: readonly string[]): Html {
  const items = cascade.map((address) => html`<li>${nameHtml(address)}</li>`);
  return html`<details><summary>With it: ${formatCount(cascade.length, "resource")}</summary><ul>${items}</ul></details>`;
}

/** A link that is no web address leads nowhere. */
function pageAddress(url: string): string {
  return /^https:\/\/[\w.-]+(?:[/:?#]|$)/.test(url) ? url : "#findings";
}

function waivedHtml(waived: readonly WaivedFinding[]): Html {
  if (waived.length === 0) return html``;
  const rows = waived.map(
    ({ finding: { address, stack, rule, level }, reason, who, until }) =>
      html`<tr><td>${nameHtml(address)}<br>in ${nameHtml(stack)}</td><td>${level}, ${nameHtml(rule)}</td><td>${sentenceHtml(reason)}</td><td>${nameHtml(who)}</td><td>${nameHtml(until)}</td></tr>`,
  );
  return html`<section id="waived" aria-labelledby="waived-title">
<h2 id="waived-title">Waived</h2>
<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Resource</th><th scope="col">Finding</th><th scope="col">Reason</th><th scope="col">Who</th><th scope="col">Until</th></tr></thead>
<tbody>${rows}</tbody></table></div>
</section>`;
}

function limitsHtml(limits: readonly string[]): Html {
  if (limits.length === 0) return html``;
  return html`<section id="limits" aria-labelledby="limits-title">
<h2 id="limits-title">Limits of this review</h2>
<ul>${limits.map((limit) => html`<li>${sentenceHtml(limit)}</li>`)}</ul>
</section>`;
}
