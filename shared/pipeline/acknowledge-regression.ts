import type * as z from 'zod';
import { sha256 } from '../audit/sha256.ts';
import { Acknowledgement, acknowledgementRef } from '../contracts/acknowledgement.ts';
import type { AuditNote } from '../contracts/audit-note.ts';
import { identityKey } from '../contracts/identity-key.ts';
import type { Masked } from '../contracts/masked.ts';
import { cutMasked, maskedName } from '../contracts/masked-text.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { maskPath } from '../masking/mask-path.ts';
import type { Masker } from '../ports/masker.ts';
import { auditKeyOf } from './audit-key.ts';
import { appendPatiently } from './append-patiently.ts';
import { pinBaseline, type PinServices } from './pin-baseline.ts';

/** What a person says of a figure that got worse. Text is raw; it is masked before it is kept. */
export interface AcknowledgeWish {
  readonly service: string;
  readonly branch: string;
  /** The one change that it is for; null: every change onto the branch. */
  readonly change: { readonly project: string; readonly number: string } | null;
  readonly metric: string;
  readonly statistic: string | null;
  /** Largest change for the worse that it covers; null: any. */
  readonly upTo: number | null;
  /** First moment at which it no longer holds; null takes back what was said before. */
  readonly until: Date | null;
  readonly owner: string;
  readonly by: string;
  readonly via: Acknowledgement['via'];
  readonly reason: string;
  /** Commit that every change is compared with from now on; null: the baseline stays as it is. */
  readonly baseline: string | null;
  /** Whether the merge of its change moves a pin of the baseline. */
  readonly asBaseline?: boolean;
  /** Whose credential it came with, where that says more than the channel. */
  readonly caller?: Masked | null;
  /** When it was said; a second delivery of the same word gives the same time. */
  readonly at: Date;
}

export interface Acknowledged {
  readonly word: Acknowledgement;
  readonly ref: string;
  /** False: the same word was kept before, nothing was written. */
  readonly isNew: boolean;
  readonly pinned: boolean;
}

/** A longer excuse is a change of the policy, which has its own place. */
const MOST_DAYS = 366;
const DAY_MS = 86_400_000;
const LONGEST_REASON = 500;

/**
 * Keeps a person's word that figures may be worse until a day: artifact first (it is the truth), then the audit entry, then the index.
 * On wish the accepted commit becomes the branch's baseline.
 * @throws PermanentError INPUT_INVALID for a day that has passed or lies more than a year ahead and for a name that is
 * too long when it is masked, BASELINE_MISSING for a commit that was
 * never measured
 */
export async function acknowledgeRegression(
  wish: AcknowledgeWish,
  services: PinServices,
  signal: AbortSignal,
): Promise<Acknowledged> {
  const { tenant, artifacts, index, maskerOf, clock } = services;
  const { at, until } = wish;
  const now = clock.now().getTime();
  if (until !== null && until.getTime() <= now) {
    throw new PermanentError('INPUT_INVALID', `until: ${day(until)} has passed; give a day to come.`);
  }
  if (until !== null && until.getTime() > now + MOST_DAYS * DAY_MS) {
    throw new PermanentError(
      'INPUT_INVALID',
      `until: ${day(until)} is more than a year ahead; what shall stand for longer belongs in the policy.`,
    );
  }
  const names = maskerOf(identityKey(tenant));
  const service = maskPath(wish.service, names);
  const masker = maskerOf(`acknowledgements/${service}`);
  const word = wordFrom({
    schema: 'perf-agent.acknowledgement.v1',
    tenant,
    service,
    branch: maskPath(wish.branch, names),
    change: wish.change === null ? null : { ...wish.change, number: maskedNumber(wish.change.number, names) },
    metric: names.mask(wish.metric),
    statistic: wish.statistic === null ? null : names.mask(wish.statistic),
    upTo: wish.upTo,
    at: at.toISOString(),
    until: (until ?? at).toISOString(),
    owner: masker.mask(wish.owner),
    by: masker.mask(wish.by),
    via: wish.via,
    reason: maskedReason(wish.reason, masker),
    ...(wish.asBaseline === true ? { asBaseline: true } : {}),
  });
  const text = JSON.stringify(word);
  const ref = acknowledgementRef(word, sha256(text).slice(0, 12));
  const { created, sha256: hash } = await artifacts.create(
    ref,
    new TextEncoder().encode(text),
    'application/json',
    signal,
  );
  const { caller = null } = wish;
  const note = noteOf(word, services.producer, { ref, sha256: hash }, caller);
  await appendPatiently(note, services, signal);
  await index.putAcknowledgement(word, signal);
  const { branch } = word;
  const pinned =
    wish.baseline !== null &&
    (
      await pinBaseline(
        { service, branch, commit: wish.baseline, by: wish.by, reason: `accepted: ${wish.reason}`, caller },
        services,
        signal,
      )
    ).changed;
  return { word, ref, isNew: created, pinned };
}

/** A pseudonym may be longer than the name that it stands for, so a name that came in may be too long to be kept. */
function wordFrom(told: z.input<typeof Acknowledgement>): Acknowledgement {
  const parsed = Acknowledgement.safeParse(told);
  if (parsed.success) return parsed.data;
  throw new PermanentError(
    'INPUT_INVALID',
    `With what is sensitive in it masked, the word does not fit: ${describeIssues(parsed.error)}`,
  );
}

/** Masked first and cut then; a reason that was short enough as it was written is kept whole. */
function maskedReason(written: string, masker: Masker): Masked {
  const masked = masker.mask(written);
  return written.length <= LONGEST_REASON ? masked : cutMasked(masked, LONGEST_REASON);
}

function noteOf(
  word: Acknowledgement,
  producer: string,
  output: { readonly ref: string; readonly sha256: string },
  caller: Masked | null,
): AuditNote {
  const { service, branch, metric, statistic, upTo, until, at, owner, by, via, reason, tenant, change } =
    word;
  return {
    key: auditKeyOf(output.ref),
    at,
    tenant,
    runId: null,
    actor: producer,
    action: until > at ? 'regression.acknowledged' : 'regression.acknowledgement-revoked',
    subject: `${service} ${branch} ${metric}${statistic === null ? '' : ` ${statistic}`}`.slice(0, 1_000),
    inputs: [],
    outputs: [output],
    details: {
      until: maskedName(until),
      upTo,
      owner,
      by,
      reason,
      via: maskedName(via),
      change: change === null ? null : maskedName(change.number),
      caller,
    },
  };
}

/** Digits alone are the number that the code host counts changes with, and what the change is found by again: no phone number or card. */
function maskedNumber(number: string, names: Masker): Masked {
  return /^\d+$/.test(number) ? maskedName(number) : names.mask(number);
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
