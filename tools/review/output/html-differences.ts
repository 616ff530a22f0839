import type { ChangeKind } from "../../reach/analysis/diff.ts";
import type { ReviewedConnection, ReviewedPermissions } from "../review.ts";
import { type Html, html, nameHtml, sentenceHtml } from "./html-elements.ts";

/** The most rows of a table: a page stays usable. The JSON has all. */
const ROWS_MAX = 1_000;

const CONNECTION_CHANGES: Readonly<Record<ChangeKind, string>> = {
  possible: "opens",
  ceased: "closes",
  unknown: "becomes unknown",
  settled: "was unknown, stays closed",
};

/** Returns the connections that open and close, with the changed rules that cause it. */
export function connectivityHtml(connections: readonly ReviewedConnection[]): Html {
  const columns = ["Change", "From", "To", "Ports", "Cause"];
  return html`<section id="connectivity" aria-labelledby="connectivity-title">
<h2 id="connectivity-title">Who reaches whom</h2>
${
  connections.length === 0
    ? html`<p>No connection opens or closes.</p>`
    : tableHtml(columns, connections.map(connectionHtml))
}
</section>`;
}

function connectionHtml({ change, from, to, ports, by, why }: ReviewedConnection): Html {
  const causes = [...by.map(nameHtml), ...why.map(sentenceHtml)];
  return html`<tr><td>${CONNECTION_CHANGES[change]}</td><td>${nameHtml(from)}</td><td>${nameHtml(to)}</td><td>${nameHtml(ports)}</td><td>${listHtml(causes)}</td></tr>`;
}

/** Returns what policies allow and no longer allow, by identity or resource. */
export function permissionsHtml(permissions: readonly ReviewedPermissions[]): Html {
  const columns = ["Identity or resource", "Becomes allowed", "No longer allowed", "Not known"];
  return html`<section id="permissions" aria-labelledby="permissions-title">
<h2 id="permissions-title">Who may do what</h2>
${
  permissions.length === 0
    ? html`<p>No policy allows anything else than before.</p>`
    : html`<p class="muted">One example of each kind of request. New and deleted identities are included.</p>
${tableHtml(columns, permissions.map(permissionHtml))}`
}
</section>`;
}

function permissionHtml({ subject, gained, lost, unknown }: ReviewedPermissions): Html {
  return html`<tr><td>${nameHtml(subject)}</td><td>${listHtml(gained.map(nameHtml))}</td><td>${listHtml(lost.map(nameHtml))}</td><td>${listHtml(unknown.map(sentenceHtml))}</td></tr>`;
}

function tableHtml(columns: readonly string[], rows: readonly Html[]): Html {
  const left = rows.length - ROWS_MAX;
  return html`<div class="scroll" tabindex="0"><table><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.slice(0, ROWS_MAX)}</tbody></table></div>${left > 0 ? html`<p>${left} more: the JSON output has all.</p>` : html``}`;
}

/** The most entries of a cell that are shown at once. */
const SHOWN_MAX = 8;

function listHtml(items: readonly Html[]): Html {
  if (items.length === 0) return html`<span class="muted">none</span>`;
  const entries = items.map((item) => html`<li>${item}</li>`);
  const rest = entries.slice(SHOWN_MAX);
  const more = html`<details><summary>${rest.length} more</summary><ul>${rest}</ul></details>`;
  return html`<ul>${entries.slice(0, SHOWN_MAX)}</ul>${rest.length === 0 ? html`` : more}`;
}
