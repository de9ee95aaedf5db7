import type { ApprovalState } from '../approval/approval-state.ts';
import { askedWords, endWords, nameOf, placeWords, timeWords } from '../approval/approval-words.ts';
import { Decision } from '../contracts/decision.ts';
import { AnalysisRequested, type Change } from '../contracts/analysis-requested.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Masked } from '../contracts/masked.ts';
import { ReportPublished } from '../contracts/published.ts';
import { recordRef } from '../contracts/run-record.ts';
import { readRecord } from '../pipeline/run-record-store.ts';
import type { ApprovalClaims, ApprovalLinks } from '../ports/approval-links.ts';
import { APPROVAL_PAGE_POLICY, type ApprovalPage, renderApprovalPage } from '../reporting/approval-page.ts';
import { changeMark } from '../reporting/change-mark.ts';
import { verdictWords } from '../reporting/verdict-words.ts';
import { readApproval } from '../stages/approval-log.ts';
import type { Door, DoorReply, DoorRequest } from './door.ts';
import { hearWord, type HearPorts } from './hear-word.ts';
import { type IdentityPorts, isPersonsCode } from './identify-person.ts';
import { readBody } from './read-body.ts';

interface PagePorts extends HearPorts, IdentityPorts {
  readonly publicUrl: string;
  readonly approvalLinks: ApprovalLinks;
}

const MOST_BYTES = 16 * 1024;

/**
 * `GET /api/v1/approvals/{runId}/page`: shows what waits, and a form. Changes nothing, however often it is fetched: mail and chat
 * programs fetch links to look at them.
 */
export function showApprovalPage(ports: PagePorts): Door {
  return async (request) => {
    const opened = await open(ports, request);
    if ('status' in opened) return opened;
    const { claims, state } = opened;
    const about = await pageAbout(ports, state, request.signal);
    if (state.status !== 'waiting') return page(200, { ...about, ...ended(state) });
    const { scope } = claims;
    const personal =
      scope.kind === 'page' ? null : { name: nameOf(state, scope.person), decision: scope.decision };
    const token = ports.approvalLinks.formToken(request.url, ports.clock.now());
    return page(200, { ...about, ...WAITING, form: { token, personal } });
  };
}

/**
 * `POST` to the same address: decides. Only from a form that this page has shown within half an hour, and from our own origin. A personal link decides once,
 * as the one it was made for; without one, the code says who speaks.
 */
export function decideOnApprovalPage(ports: PagePorts): Door {
  return async (request) => {
    const opened = await open(ports, request);
    if ('status' in opened) return opened;
    const { claims, state } = opened;
    const body = await readBody(request, MOST_BYTES);
    if (body === null) return refusal(413, maskedText`The form is larger than it can be.`);
    const form = new URLSearchParams(new TextDecoder().decode(body));
    const isOurs = ports.approvalLinks.isFormToken(form.get('form') ?? '', request.url, ports.clock.now());
    if (!isOurs || !isSameOrigin(request, ports.publicUrl)) {
      return refusal(403, maskedText`This form is not from this page, or is too old. Open the link again.`);
    }
    const who = await speakerOf(ports, claims, form);
    if ('status' in who) return who;
    const raw = { ...who, word: { kind: who.decision }, reason: form.get('reason') ?? '' };
    const spoken = await hearWord(ports, state.runId, raw, request);
    if (spoken === null) return refusal(404, NOBODY_ASKED);
    const about = await pageAbout(ports, spoken.state, request.signal);
    const { judged } = spoken;
    if (judged.accepted) return page(200, { ...about, ...taken(spoken.state) });
    const badge = maskedText`Nothing was changed`;
    return page(judged.why === 'late' || judged.why === 'repeated' ? 409 : 403, {
      ...about,
      tone: 'bad',
      badge,
      text: judged.words,
    });
  };
}

const NOBODY_ASKED = maskedText`Nobody is asked about this change (any more).`;
const WAITING = {
  tone: 'open',
  badge: maskedText`Waits for approval`,
  text: maskedText`Nothing happens before you press the button.`,
} as const;

/** The approval behind a link that is ours. */
async function open(
  { approvalLinks, artifacts, clock, tenant }: PagePorts,
  { params, url, signal }: DoorRequest,
): Promise<{ readonly claims: ApprovalClaims; readonly state: ApprovalState } | DoorReply> {
  const runId = params['runId'] ?? '';
  const claims = approvalLinks.verify(url, runId, clock.now());
  if (claims === null) {
    return refusal(403, maskedText`This link has expired or was changed, so it decides nothing.`);
  }
  const { state } = await readApproval(artifacts, runId, signal);
  if (state?.tenant !== tenant) return refusal(404, NOBODY_ASKED);
  return { claims, state };
}

/** Who speaks: the one the link was made for, or who proves it by a code. */
async function speakerOf(
  ports: PagePorts,
  { scope, nonce }: ApprovalClaims,
  form: URLSearchParams,
): Promise<
  | {
      readonly by: string;
      readonly decision: 'approve' | 'reject';
      readonly channel: 'link' | 'page';
      readonly key: string;
    }
  | DoorReply
> {
  if (scope.kind === 'decide') {
    const { person, decision } = scope;
    return { by: person, decision, channel: 'link', key: `link:${person}:${decision}:${nonce}` };
  }
  const by = form.get('by')?.trim() ?? '';
  const decision = form.get('decision');
  if (decision !== 'approve' && decision !== 'reject') {
    return refusal(400, maskedText`The form says neither "approve" nor "reject".`);
  }
  if (!(await isPersonsCode(ports, by, form.get('code') ?? ''))) {
    return refusal(403, maskedText`The policy has nobody of that name with this code; nothing was changed.`);
  }
  return { by, decision, channel: 'page', key: `page:${by}:${form.get('form') ?? ''}` };
}

/** Browsers say where a form was shown; what says nothing is no browser, and has the form's token all the same. */
function isSameOrigin({ headers }: DoorRequest, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  const origin = headers['origin'];
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined || origin === new URL(publicUrl).origin;
}

function ended(state: ApprovalState): Pick<ApprovalPage, 'tone' | 'badge' | 'text'> {
  const tone = state.status === 'approved' ? 'good' : 'bad';
  return {
    tone,
    badge: maskedText`Decided`,
    text: maskedText`Nothing is left to decide: ${endWords(state)}.`,
  };
}

function taken(state: ApprovalState): Pick<ApprovalPage, 'tone' | 'badge' | 'text'> {
  if (state.status !== 'waiting') {
    const { status } = state;
    return {
      tone: status === 'approved' ? 'good' : 'bad',
      badge: maskedName(status === 'approved' ? 'Approved' : 'Rejected'),
      text: maskedText`It counts: ${endWords(state)}. The check follows within moments.`,
    };
  }
  return {
    tone: 'good',
    badge: maskedText`Taken`,
    text: maskedText`It counts: ${state.votes.length} of ${state.need.count} have agreed. Still asked: ${askedWords(state)}.`,
  };
}

async function pageAbout(
  { artifacts }: PagePorts,
  state: ApprovalState,
  signal: AbortSignal,
): Promise<Pick<ApprovalPage, 'title' | 'facts' | 'links'>> {
  const { runId, change } = state;
  const [request, decision, report] = await Promise.all([
    readRecord(artifacts, recordRef(runId, 'receive'), AnalysisRequested, signal),
    readRecord(artifacts, recordRef(runId, 'decide'), Decision, signal),
    readRecord(artifacts, recordRef(runId, 'report'), ReportPublished, signal),
  ]);
  const about = request?.output?.change ?? null;
  const html = report?.output?.files.find(({ format }) => format === 'html');
  return {
    title: maskedText`${maskedName(change.project)} ${changeMark(change.number, about?.url ?? null)}`,
    facts: factsOf(state, about, decision?.output ?? null),
    links: { change: about?.url ?? null, report: html?.url ?? null },
  };
}

function factsOf(
  state: ApprovalState,
  about: Change | null,
  decision: Decision | null,
): ApprovalPage['facts'] {
  const { need, votes, change } = state;
  const asked = maskedText`${askedWords(state)}; ${votes.length} of ${need.count} have agreed`;
  const facts: readonly (readonly [Masked, Masked | null])[] = [
    [maskedText`Change`, about?.title ?? null],
    [maskedText`Author`, about?.author ?? null],
    [maskedText`Commit`, maskedName(change.headSha)],
    [maskedText`Verdict`, verdictOf(decision)],
    [maskedText`Why it waits`, maskedText`${need.why}; rule ${maskedName(need.rule)}${placeWords(need)}`],
    [maskedText`Who may approve`, state.status === 'waiting' ? asked : null],
    [maskedText`Until`, timeWords(need.expiresAt)],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

function verdictOf(decision: Decision | null): Masked | null {
  return decision === null ? null : maskedText`${verdictWords(decision.verdict)}: ${decision.headline}`;
}

function refusal(status: number, text: Masked): DoorReply {
  const badge = maskedText`Nothing was changed`;
  const links = { change: null, report: null };
  return page(status, { title: maskedText`Approval`, tone: 'bad', badge, text, facts: [], links });
}

function page(status: number, content: ApprovalPage): DoorReply {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': APPROVAL_PAGE_POLICY,
      'cache-control': 'no-store',
      // Not "no-referrer": with that, browsers hide from us, too, where a form was shown.
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
    },
    body: renderApprovalPage(content),
  };
}
