import { createHash } from 'node:crypto';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { HTML_STYLE } from './html-style.ts';
import { type Markup, markup } from './markup.ts';
import { safeLink } from './safe-link.ts';

const FORM_STYLE = maskedText`
main{max-width:720px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 18px;margin:18px 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
form{margin:24px 0;padding:20px;background:var(--card);border:1px solid var(--rule);border-radius:8px}
label{display:block;margin:12px 0 4px;font-weight:600}
input,textarea,select{width:100%;padding:8px 10px;font:inherit;color:var(--ink);background:var(--back);border:1px solid var(--rule);border-radius:6px}
textarea{min-height:84px;resize:vertical}
.choice{display:flex;gap:12px;margin-top:18px}
button{padding:9px 22px;font:inherit;font-weight:700;color:var(--on);background:var(--good);border:0;border-radius:6px;cursor:pointer}
button.no{background:var(--bad)}
input:focus-visible,textarea:focus-visible,button:focus-visible{outline:3px solid var(--link);outline-offset:2px}
@media (max-width:640px){dl{grid-template-columns:1fr;gap:2px}dd{margin-bottom:8px}}
`;

/** What the page shows; texts are plain and escaped here. */
export interface ApprovalPage {
  readonly title: Masked;
  /** `good`, `bad`, `open` or `calm`. */
  readonly tone: 'good' | 'bad' | 'open' | 'calm';
  readonly badge: Masked;
  readonly text: Masked;
  readonly facts: readonly { readonly name: Masked; readonly value: Masked }[];
  readonly links: { readonly change: string | null; readonly report: string | null };
  /** Absent when there is nothing to decide. */
  readonly form?: ApprovalForm | undefined;
}

/** The one form of the page. It is posted to the page's own address. */
interface ApprovalForm {
  readonly token: string;
  /** Whose link this is and what it does; null: whoever comes says who they are and proves it by a code. */
  readonly personal: { readonly name: Masked; readonly decision: 'approve' | 'reject' } | null;
}

/** Header `content-security-policy` of the page: no script, nothing from elsewhere, shown in no frame, posted nowhere else. */
export const APPROVAL_PAGE_POLICY = `default-src 'none'; style-src '${hashOf(HTML_STYLE)}' '${hashOf(FORM_STYLE)}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;

/** The page on which a person decides, and the one that says what became of it. Without script. */
export function renderApprovalPage({ title, tone, badge, text, facts, links, form }: ApprovalPage): Masked {
  const rows = facts.map(({ name, value }) => markup`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="robots" content="noindex"/>
<title>${badge}: ${title}</title>
<style>${{ markup: HTML_STYLE }}</style>
<style>${{ markup: FORM_STYLE }}</style>
</head>
<body>
<main>
<header>
<span class="badge ${maskedName(tone)}">${badge}</span>
<h1><bdi>${title}</bdi></h1>
<p><bdi>${text}</bdi></p>
</header>
${rows.length === 0 ? null : markup`<dl>${rows}</dl>`}
${linkLine(links)}
${form === undefined ? null : formOf(form)}
<footer>PerfAgent. Statistics decide, the explanation explains, the policy rules, people approve.</footer>
</main>
</body>
</html>
`.markup;
}

function formOf({ token, personal }: ApprovalForm): Markup {
  return markup`<form method="post" autocomplete="off">
${personal === null ? noDefault : null}
<input type="hidden" name="form" value="${maskedName(token)}"/>
${
  personal === null
    ? markup`<label for="by">Who you are in the policy</label><input id="by" name="by" required="required" maxlength="61" autocomplete="username"/>
<label for="code">Your approval code</label><input id="code" name="code" type="password" required="required" maxlength="500" autocomplete="current-password"/>`
    : markup`<p>You decide as <strong><bdi>${personal.name}</bdi></strong>. If that is not you, close this page.</p>`
}
<label for="reason">Reason (kept, with secrets masked)</label><textarea id="reason" name="reason" maxlength="1000"></textarea>
<p class="choice">${personal === null ? [approve, reject] : [personal.decision === 'approve' ? approve : reject]}</p>
</form>`;
}

/** The return key in a field presses a form's first button; where there are two to choose from, it must not choose. */
const noDefault = markup`<button hidden="hidden" disabled="disabled" aria-hidden="true">Choose below</button>`;
const approve = markup`<button name="decision" value="approve">Approve</button>`;
const reject = markup`<button class="no" name="decision" value="reject">Reject</button>`;

function linkLine({ change, report }: ApprovalPage['links']): Markup | null {
  const shown = [
    [maskedText`Full report`, safeLink(report)] as const,
    [maskedText`The change`, safeLink(change)] as const,
  ].flatMap(([name, link]) =>
    link === null ? [] : [markup`<a href="${link}" rel="noopener noreferrer">${name}</a> `],
  );
  return shown.length === 0 ? null : markup`<p>${shown}</p>`;
}

function hashOf(style: Masked): string {
  return `sha256-${createHash('sha256').update(style, 'utf8').digest('base64')}`;
}
