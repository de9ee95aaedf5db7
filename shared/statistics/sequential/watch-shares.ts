import { PermanentError } from '../../errors/pipeline-error.ts';

/** One look at a deployment: what happened since the last look, on the old and on the new version. */
export interface ShareLook {
  readonly baseline: ShareCount;
  readonly candidate: ShareCount;
}

export interface ShareCount {
  /** Failed requests, or requests slower than a fixed limit (the baseline's p95, say). */
  readonly events: number;
  readonly count: number;
}

/** What is remembered between looks; plain data for JSON. */
export interface ShareWatch {
  readonly looks: number;
  /** Sum of ln e-values: evidence that the new version's share is higher. */
  readonly logEvidence: number;
  readonly strongest: number;
  readonly baseline: ShareCount;
  readonly candidate: ShareCount;
}

export interface ShareReport {
  readonly answer: 'worse' | 'undecided';
  /** Always-valid p value of "the new version's share is not higher". */
  readonly pValue: number;
  readonly baselineShare: number | null;
  readonly candidateShare: number | null;
  readonly looks: number;
}

const NOTHING: ShareCount = { events: 0, count: 0 };

/** A watch that has seen nothing. */
export function startShareWatch(): ShareWatch {
  return { looks: 0, logEvidence: 0, strongest: 0, baseline: NOTHING, candidate: NOTHING };
}

/**
 * The watch after one more look: the e-value of Turner, Ly and Grünwald (2021) for two streams of yes and no,
 * likelihood under shares learnt from earlier looks (candidate at least the baseline) over that under their weighted
 * mean. Each factor is an e-value whatever the common share is, so load and share may change from look to look as long
 * as both versions see it, and total false alarms stay at most alpha over any number of looks. Requests must fail
 * independently; bursts that hit one version only are what the test is there to find.
 * @throws PermanentError SAMPLE_INVALID when events exceed the count or are negative
 */
export function watchShares(watch: ShareWatch, { baseline, candidate }: ShareLook): ShareWatch {
  checkCount('baseline', baseline);
  checkCount('candidate', candidate);
  const logEvidence = watch.logEvidence + factorOf(watch, baseline, candidate);
  return {
    looks: watch.looks + 1,
    logEvidence,
    strongest: Math.max(watch.strongest, logEvidence),
    baseline: sum(watch.baseline, baseline),
    candidate: sum(watch.candidate, candidate),
  };
}

/** What all looks so far say: 'worse' once the evidence ever reached 1 / alpha; shares over all looks, null before the first request. */
export function reportShares(watch: ShareWatch, alpha = 0.05): ShareReport {
  const shareOf = ({ events, count }: ShareCount): number | null => (count === 0 ? null : events / count);
  return {
    answer: watch.strongest >= -Math.log(alpha) ? 'worse' : 'undecided',
    pValue: Math.min(1, Math.exp(-watch.strongest)),
    baselineShare: shareOf(watch.baseline),
    candidateShare: shareOf(watch.candidate),
    looks: watch.looks,
  };
}

function factorOf(past: ShareWatch, b: ShareCount, c: ShareCount): number {
  const total = b.count + c.count;
  if (b.count === 0 || c.count === 0 || past.looks === 0) return 0;
  // Shares learnt so far, half an event added (Krichevsky and Trofimov 1981); never below the baseline's.
  const before = (past.baseline.events + 0.5) / (past.baseline.count + 1);
  const after = Math.max(before, (past.candidate.events + 0.5) / (past.candidate.count + 1));
  const common = (b.count * before + c.count * after) / total;
  return (
    logLikelihood(b, before) + logLikelihood(c, after) - logLikelihood(b, common) - logLikelihood(c, common)
  );
}

function logLikelihood({ events, count }: ShareCount, share: number): number {
  return events * Math.log(share) + (count - events) * Math.log1p(-share);
}

function sum(a: ShareCount, b: ShareCount): ShareCount {
  return { events: a.events + b.events, count: a.count + b.count };
}

function checkCount(name: string, { events, count }: ShareCount): void {
  if (events >= 0 && events <= count && Number.isFinite(count)) return;
  throw new PermanentError(
    'SAMPLE_INVALID',
    `The ${name} look has ${events} events of ${count}; events lie between 0 and the count.`,
  );
}
