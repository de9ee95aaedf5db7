import { ALNUM, kindAt } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

interface TokenForm {
  readonly rule: string;
  readonly anchor: string;
  /** Sticky; tried at the anchor's first character. Counted repeats only, so that work is bounded. */
  readonly form: RegExp;
}

/** The forms that providers publish for their tokens. */
const TOKEN_FORMS: readonly TokenForm[] = [
  { rule: 'aws-access-key', anchor: 'AKIA', form: /AKIA[A-Z0-9]{16}/y },
  { rule: 'aws-access-key', anchor: 'ASIA', form: /ASIA[A-Z0-9]{16}/y },
  { rule: 'github', anchor: 'ghp_', form: /ghp_[A-Za-z0-9]{36}/y },
  { rule: 'github', anchor: 'gho_', form: /gho_[A-Za-z0-9]{36}/y },
  { rule: 'github', anchor: 'ghu_', form: /ghu_[A-Za-z0-9]{36}/y },
  { rule: 'github', anchor: 'ghs_', form: /ghs_[A-Za-z0-9]{36}/y },
  { rule: 'github', anchor: 'ghr_', form: /ghr_[A-Za-z0-9]{36}/y },
  { rule: 'github', anchor: 'github_pat_', form: /github_pat_[A-Za-z0-9_]{22,255}/y },
  { rule: 'gitlab', anchor: 'glpat-', form: /glpat-[A-Za-z0-9_.-]{20,300}/y },
  { rule: 'slack', anchor: 'xoxb-', form: /xoxb-[A-Za-z0-9-]{20,255}/y },
  { rule: 'slack', anchor: 'xoxp-', form: /xoxp-[A-Za-z0-9-]{20,255}/y },
  { rule: 'stripe', anchor: 'sk_live_', form: /sk_live_[A-Za-z0-9]{10,255}/y },
  { rule: 'google-api-key', anchor: 'AIza', form: /AIza[A-Za-z0-9_-]{35}/y },
  { rule: 'openai', anchor: 'sk-', form: /sk-[A-Za-z0-9_-]{32,255}/y },
  { rule: 'npm', anchor: 'npm_', form: /npm_[A-Za-z0-9]{36}/y },
  { rule: 'jwt', anchor: 'eyJ', form: /eyJ[\w-]{8,4096}\.eyJ[\w-]{4,8192}\.[\w-]{0,4096}/y },
];

export const tokenAnchors: readonly Anchor[] = TOKEN_FORMS.map(({ rule, anchor, form }) => ({
  keyword: anchor,
  detect: (scan, start) => detectToken(scan, start, rule, form),
}));

function detectToken(scan: Scan, start: number, rule: string, form: RegExp): void {
  if ((kindAt(scan.bytes, start - 1) & ALNUM) !== 0) return;
  form.lastIndex = start;
  const match = form.exec(scan.text);
  if (match === null) return;
  report(scan, start, start + match[0].length, 'secret', STRENGTH.shape, rule);
}
