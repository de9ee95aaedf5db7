import type { RunIndex, RunRow } from '../ports/run-index.ts';
import type { Door } from './door.ts';
import { styleSources } from './style-sources.ts';

const SHOWN = 50;
const PAGE_STYLE = `<style>body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c2733;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.45rem .6rem;border-bottom:1px solid #d8dee6;vertical-align:top}
th{font-weight:600}.fail,.failed{color:#b3261e}.pass{color:#1b6e3c}code{font:13px ui-monospace,monospace}
@media(prefers-color-scheme:dark){body{background:#10161d;color:#dde5ee}th,td{border-color:#2c3742}.fail,.failed{color:#ff8a80}.pass{color:#7ddfa0}}</style>`;

/** `GET /api/v1/status`: the newest runs as a page without script. */
export function showStatus(ports: { readonly tenant: string; readonly index: RunIndex }): Door {
  return async ({ signal }) => {
    const runs = await ports.index.listRuns({ tenant: ports.tenant, limit: SHOWN }, signal);
    const rows = runs.map(rowOf).join('\n');
    const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>PerfAgent runs</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">${PAGE_STYLE}</head><body>
<h1>Runs</h1>${
      runs.length === 0
        ? '<p>No run yet. A webhook, or <code>perf-agent analyze</code>, makes the first one.</p>'
        : `<table><thead><tr><th>Started</th><th>Change</th><th>Service</th><th>Verdict</th><th>Step</th></tr></thead><tbody>${rows}</tbody></table>`
    }</body></html>`;
    const policy = `default-src 'none'; style-src ${styleSources(PAGE_STYLE)}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
    return {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
      body,
    };
  };
}

function rowOf(run: RunRow): string {
  const change = run.change === null ? run.headSha.slice(0, 10) : `${run.project}!${run.change}`;
  const verdict = run.status === 'failed' ? 'failed' : (run.verdict ?? '');
  const headline = run.headline === null ? '' : `<br>${escape(run.headline)}`;
  return `<tr><td>${run.startedAt.toISOString().slice(0, 19).replace('T', ' ')}<br><code>${escape(run.runId)}</code></td>
<td>${escape(change)}<br>${escape(run.title)}</td><td>${escape(run.service ?? '')}</td>
<td><strong class="${escape(verdict)}">${escape(verdict)}</strong>${headline}</td><td>${escape(run.step)} (${run.status})</td></tr>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
