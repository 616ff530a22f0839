import type { ReviewedAttribute, ReviewedChange, ReviewedPlan } from "../review.ts";
import { type Html, html, nameHtml } from "./html-elements.ts";
import { actionWords, countsText, planRemarks } from "./report-words.ts";

/** Returns a plan with its changes, folded if there are many. */
export function planHtml(plan: ReviewedPlan): Html {
  const { stack, digest, changes } = plan;
  return html`<details${changes.length <= 10 ? html` open` : html``}>
<summary>${nameHtml(stack)}: <bdi>${countsText(plan)}</bdi></summary>
${planRemarks(plan).map((remark) => html`<p>${remark}</p>`)}
<p class="muted">Digest ${nameHtml(digest)}</p>
${changes.map(changeHtml)}
</details>`;
}

function changeHtml({ address, action, attributes }: ReviewedChange): Html {
  if (attributes.length === 0) return html`<p>${nameHtml(address)} <bdi>${actionWords(action)}</bdi></p>`;
  return html`<details>
<summary>${nameHtml(address)} <bdi>${actionWords(action)}</bdi></summary>
<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Attribute</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>${attributes.map(attributeHtml)}</tbody></table></div>
</details>`;
}

function attributeHtml({ name, before, after, isUnknown, forcesReplacement }: ReviewedAttribute): Html {
  const replaces = forcesReplacement === true ? html`<br>forces replacement` : html``;
  const becomes = isUnknown === true ? html`<em>known after apply</em>` : valueHtml(after);
  return html`<tr><td>${nameHtml(name)}${replaces}</td><td>${valueHtml(before)}</td><td>${becomes}</td></tr>`;
}

function valueHtml(value: string | undefined): Html {
  return value === undefined ? html`<span class="muted">not shown</span>` : nameHtml(value);
}
