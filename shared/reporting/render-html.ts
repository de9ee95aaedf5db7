import { logSection } from './log-blocks.ts';
import { createHash } from 'node:crypto';
import { type Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { budgetsTable, factsTable, findingsTable, movedMetrics, reasonsOfFindings } from './html-tables.ts';
import { HTML_STYLE } from './html-style.ts';
import { explainedBy } from './explained-by.ts';
import { type Markup, markup } from './markup.ts';
import { PICTURE_STYLE, VERDICT_CLASS } from './picture-style.ts';
import { type ReportClaim, type ReportModel } from './report-model.ts';
import { safeLink } from './safe-link.ts';

/**
 * The report as one page that needs nothing else: no script, no outside resource (its content security policy allows
 * its own two style sheets by hash and nothing more), light and dark, for paper, for screen readers.
 * @param svg of `renderSvg`, put into the page as it is
 */
export function renderHtml(model: ReportModel, svg: Masked): Masked {
  const { decision } = model.input;
  const policy = maskedText`default-src 'none'; style-src '${styleHash(HTML_STYLE)}' '${styleHash(PICTURE_STYLE)}'; base-uri 'none'; form-action 'none'`;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${policy}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<meta name="robots" content="noindex"/>
<title>${model.verdict}: ${model.headline}</title>
<style>${{ markup: HTML_STYLE }}</style>
</head>
<body>
<main>
<header>
<span class="badge ${VERDICT_CLASS[decision.verdict]}">${model.verdict}</span>
<h1><bdi>${model.headline}</bdi></h1>
<p>${model.summary}</p>
${changeLine(model)}
</header>
${warnings(model)}
<section class="picture wide" aria-label="Picture of the change" tabindex="0">${{ markup: svg }}</section>
${explanation(model)}
${figures(model)}
${moved(model)}
${logSection(model.input.analysis.logs)}
${model.budgets.length === 0 ? null : markup`<section><h2>Budgets</h2>${budgetsTable(model)}</section>`}
${gate(model)}
<section><h2>What was compared</h2>${factsTable(model)}</section>
${list(maskedText`Notes`, model.notes)}
<footer>PerfAgent, run ${maskedName(model.input.runId)}, written ${maskedName(model.input.generatedAt)}. Statistics decide, the explanation explains, the policy rules.</footer>
</main>
</body>
</html>
`;
  return page.markup;
}

function styleHash(style: Masked): Masked {
  return maskedName(`sha256-${createHash('sha256').update(style, 'utf8').digest('base64')}`);
}

function changeLine({ input }: ReportModel): Markup {
  const { title, url, author } = input.change;
  const link = safeLink(url);
  const live = safeLink(input.links?.run);
  const shown =
    link === null
      ? markup`<bdi>${title}</bdi>`
      : markup`<a href="${link}" rel="noopener noreferrer"><bdi>${title}</bdi></a>`;
  const by = author === null ? null : markup` by <bdi>${author}</bdi>`;
  const run =
    live === null ? null : markup` · <a href="${live}" rel="noopener noreferrer">live page of the run</a>`;
  return markup`<p class="soft">${shown}${by}${run}</p>`;
}

function warnings({ input }: ReportModel): Markup | null {
  const { differences } = input.analysis.environments;
  if (differences.length === 0) return null;
  return markup`<div class="warning" role="note"><strong>Measured in different environments.</strong> The figures below may differ for that reason alone.${bullets(differences)}</div>`;
}

function explanation(model: ReportModel): Markup | null {
  const said = model.input.explanation;
  if (said === null) return null;
  const dropped =
    said.dropped.length === 0
      ? null
      : markup`<details><summary>Left out: ${said.dropped.length}</summary>${bullets(said.dropped.map(({ text, why }) => maskedText`${text} (${why})`))}</details>`;
  return markup`<section><h2>Explanation</h2><p><bdi>${said.summary}</bdi></p>${claims(maskedText`Cause`, model.causes)}${claims(maskedText`What to do`, model.fixes)}<p class="soft">${explainedBy(said)}</p>${dropped}</section>`;
}

function claims(title: Masked, list: readonly ReportClaim[]): Markup | null {
  if (list.length === 0) return null;
  const items = list.map(({ claim, evidence }) => {
    const ids = evidence.map(({ id, file }) =>
      file === null
        ? markup` <a href="#${maskedName(id)}">${maskedName(id)}</a>`
        : markup` ${maskedName(id)} <code>${file}</code>`,
    );
    return markup`<li><bdi>${claim.text}</bdi> <span class="evidence">${maskedName(claim.confidence)} confidence, evidence:${ids}</span></li>`;
  });
  return markup`<h3>${title}</h3><ul>${items}</ul>`;
}

function figures({ rows }: ReportModel): Markup | null {
  if (rows.length === 0) return null;
  const caption = maskedText`Every figure that was judged, most important first.`;
  return markup`<section><h2>Figures</h2>${findingsTable(rows, caption)}<details><summary>Each answer in a sentence</summary>${reasonsOfFindings(rows)}</details></section>`;
}

function moved({ input }: ReportModel): Markup | null {
  const { moved: metrics } = input.analysis;
  return metrics.length === 0
    ? null
    : markup`<section><h2>Monitoring that moved with it</h2><p class="soft">Evidence for people; no verdict rests on it.</p>${movedMetrics(metrics)}</section>`;
}

function gate({ input }: ReportModel): Markup | null {
  const { reasons, policy } = input.decision;
  const items = reasons.map(({ rule, text, evidence }) => {
    const ids = evidence.map((id) => markup` <a href="#${maskedName(id)}">${maskedName(id)}</a>`);
    return markup`<li><code>${maskedName(rule)}</code>: <bdi>${text}</bdi> <span class="evidence">${ids}</span></li>`;
  });
  return markup`<section><h2>Why the gate decided so</h2><p class="soft">Policy ${maskedName(policy.id)}, version ${maskedName(policy.version)}.</p><ul>${items}</ul></section>`;
}

function list(title: Masked, items: readonly Masked[]): Markup | null {
  return items.length === 0 ? null : markup`<section><h2>${title}</h2>${bullets(items)}</section>`;
}

function bullets(items: readonly Masked[]): Markup {
  return markup`<ul>${items.map((item) => markup`<li><bdi>${item}</bdi></li>`)}</ul>`;
}
