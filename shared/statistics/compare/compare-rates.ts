import { studentTSurvival } from '../distributions/student-t-cdf.ts';
import { studentTQuantile } from '../distributions/student-t-quantile.ts';
import { historyGroups } from './check-samples.ts';
import { type CompareInput, type Comparison, type RunSample } from './comparison.ts';
import { conditionalTest } from './conditional-test.ts';
import { reasonFor } from './reason-for.ts';
import { scoreInterval, scoreStatistic } from './score-interval.ts';
import {
  answerOf,
  CONFIDENCE,
  COVER,
  DEFAULT_ALPHA,
  detectableEffect,
  type Evidence,
  furtherRuns,
} from './settle.ts';

export interface Rate {
  readonly events: number;
  /** Trials (proportion) or exposure (count). */
  readonly exposure: number;
}

/** For want of repeated runs the rate is taken to vary by a quarter between runs, known as well as 3 df tell. */
const ASSUMED_SPREAD = 0.25;
const PRIOR_DF = 3;

/**
 * Proportions and counts. Events scatter more between runs than chance alone (bursts), so totals are deflated by the
 * dispersion seen between runs (Pearson's X² / df, never below 1; Wedderburn 1974). p is the larger of the exact
 * conditional test on the deflated totals (Fisher; binomial for counts) and the score test against Student's t with the
 * dispersion's df. Interval: score interval (Miettinen and Nurminen 1985), so 0 of 10,000 is as good a rate as any.
 */
export function compareRates(input: CompareInput): Comparison {
  const { baseline, candidate, margin, alpha = DEFAULT_ALPHA, direction } = input;
  const kind = input.scale === 'proportion' ? 'proportion' : 'count';
  const before = total(baseline, kind);
  const after = total(candidate, kind);
  const { dispersion, df, source } = dispersionOf(input, kind, before, after);
  const b = { events: before.events / dispersion, exposure: before.exposure / dispersion };
  const c = { events: after.events / dispersion, exposure: after.exposure / dispersion };
  const effect = rateOf(after) - rateOf(before);
  const statistic = Math.abs(scoreStatistic(b, c, 0, kind));
  const pValue =
    effect === 0 ? 1 : Math.max(2 * studentTSurvival(statistic, df), conditionalTest(b, c, kind));
  const interval = scoreInterval(b, c, studentTQuantile((1 + COVER) / 2, df), kind);
  const standardError = errorOf(b, c, kind);
  const evidence: Evidence = { effect, interval, pValue, standardError, df, margin, alpha, direction };
  const answer = answerOf(evidence);
  const perSide = 2 / (1 / baseline.length + 1 / candidate.length);
  const within = (standardError / Math.sqrt(dispersion)) * Math.sqrt(perSide / 2);
  const comparison = {
    answer,
    effect,
    interval,
    confidence: CONFIDENCE,
    pValue,
    minimumDetectableEffect: detectableEffect(evidence),
    furtherRuns: answer === 'undecided' ? furtherRuns(evidence, perSide) : null,
    noise: { within, between: within * Math.sqrt(dispersion - 1), source },
    baselineMean: rateOf(before),
    candidateMean: rateOf(after),
  };
  return { ...comparison, reason: reasonFor(comparison, input) };
}

type Kind = 'proportion' | 'count';

function rateOfRun(run: RunSample, kind: Kind): Rate {
  const exposure = run.count ?? 1;
  return { exposure, events: run.events ?? (kind === 'proportion' ? run.value * exposure : run.value) };
}

function total(runs: readonly RunSample[], kind: Kind): Rate {
  let events = 0;
  let exposure = 0;
  for (const run of runs) {
    const rate = rateOfRun(run, kind);
    events += rate.events;
    exposure += rate.exposure;
  }
  return { events, exposure };
}

function rateOf({ events, exposure }: Rate): number {
  return events / exposure;
}

interface Dispersion {
  readonly dispersion: number;
  readonly df: number;
  readonly source: 'runs' | 'history' | 'prior';
}

function dispersionOf(input: CompareInput, kind: Kind, before: Rate, after: Rate): Dispersion {
  const today = [input.baseline, input.candidate];
  const past = historyGroups(input.history);
  let chi = 0;
  let df = 0;
  for (const group of today) {
    chi += pearson(group, kind);
    df += group.length - 1;
  }
  let fromHistory = false;
  for (const group of past) {
    if (group.length < 2 || total(group, kind).events === 0) continue;
    chi += pearson(group, kind);
    df += group.length - 1;
    fromHistory = true;
  }
  if (df > 0) return { dispersion: Math.max(1, chi / df), df, source: fromHistory ? 'history' : 'runs' };
  const pooled = (before.events + after.events) / (before.exposure + after.exposure);
  const chance =
    (pooled * (kind === 'proportion' ? 1 - pooled : 1)) / Math.min(before.exposure, after.exposure);
  const assumed = chance === 0 ? 1 : 1 + (ASSUMED_SPREAD * pooled) ** 2 / chance;
  return { dispersion: assumed, df: PRIOR_DF, source: 'prior' };
}

/** Pearson's X² of a group of runs around their common rate; 0 without events. */
function pearson(group: readonly RunSample[], kind: Kind): number {
  const rate = rateOf(total(group, kind));
  const spread = rate * (kind === 'proportion' ? 1 - rate : 1);
  if (spread === 0) return 0;
  let sum = 0;
  for (const run of group) {
    const { events, exposure } = rateOfRun(run, kind);
    sum += (events - exposure * rate) ** 2 / (exposure * spread);
  }
  return sum;
}

/** Unpooled standard error with half an event added to each side, so that sides without events have one. */
function errorOf(b: Rate, c: Rate, kind: Kind): number {
  const variance = ({ events, exposure }: Rate): number => {
    const rate = kind === 'proportion' ? (events + 0.5) / (exposure + 1) : (events + 0.5) / exposure;
    return (rate * (kind === 'proportion' ? 1 - rate : 1)) / exposure;
  };
  return Math.sqrt(variance(b) + variance(c));
}
