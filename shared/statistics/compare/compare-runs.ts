import { clampToFinite } from '../distributions/clamp-to-finite.ts';
import { checkSamples, historyGroups } from './check-samples.ts';
import {
  type Answer,
  type CompareInput,
  type Comparison,
  type NoiseEstimate,
  type RunSample,
} from './comparison.ts';
import { compareLevels, type LevelComparison } from './compare-levels.ts';
import { compareRates } from './compare-rates.ts';
import {
  answerOf,
  CONFIDENCE,
  DEFAULT_ALPHA,
  detectableEffect,
  type Evidence,
  furtherRuns,
} from './settle.ts';
import { reasonFor } from './reason-for.ts';

/** Spread between runs assumed on the ratio scale when no run was repeated (log scale). */
const ASSUMED_SPREAD = 0.15;

/**
 * Verdict on a change from run-level values: regression, improvement, no change within the margin, or undecided.
 * Method and limits: docs/statistics-compare.md. Deterministic; unaffected by the order of runs; on the ratio scale
 * unaffected by the unit, on the additive scale by unit and origin.
 * @throws PermanentError SAMPLE_INVALID for an empty side, NaN, infinities, impossible counts
 */
export function compareRuns(input: CompareInput): Comparison {
  checkSamples(input);
  if (input.scale === 'proportion' || input.scale === 'count') return compareRates(input);
  return input.scale === 'ratio-scale' ? compareRatios(input) : compareDifferences(input);
}

function compareRatios(input: CompareInput): Comparison {
  const { baseline, candidate, margin, alpha = DEFAULT_ALPHA } = input;
  const history = historyGroups(input.history);
  const offset = offsetForZeros([...baseline, ...candidate, ...history.flat()]);
  const log = (run: RunSample): number => Math.log(run.value + offset);
  const level = compareLevels({
    baseline: baseline.map(log),
    candidate: candidate.map(log),
    history: history.map((group) => group.map(log)),
    withinVariance: meanOf([...baseline, ...candidate], (run) => logVariance(run, offset)),
    margin: Math.log1p(margin),
    alpha,
    prior: ASSUMED_SPREAD ** 2,
    roundingOf: 1,
  });
  const mean = offset === 0 ? geometricMean : arithmeticMean;
  return finish(input, level, Math.log1p(margin), [mean(baseline), mean(candidate)], {
    effect: (value) => clampToFinite(Math.expm1(value)),
    within: Math.sqrt(meanOf([...baseline, ...candidate], (run) => logVariance(run, offset))),
  });
}

function compareDifferences(input: CompareInput): Comparison {
  const { baseline, candidate, alpha = DEFAULT_ALPHA } = input;
  const history = historyGroups(input.history);
  // Sums of squares must not overflow: work in units of the largest value.
  const unit = Math.max(
    input.margin,
    ...[...baseline, ...candidate, ...history.flat()].map((run) => Math.abs(run.value)),
  );
  const scale = unit === 0 ? 1 : unit;
  const scaled = (run: RunSample): number => run.value / scale;
  const margin = input.margin / scale;
  const within = meanOf([...baseline, ...candidate], (run) => (run.withinVariance ?? 0) / scale / scale);
  const first = arithmeticMean(baseline) / scale;
  const difference = Math.abs(arithmeticMean(candidate) / scale - first);
  const level = compareLevels({
    baseline: baseline.map(scaled),
    candidate: candidate.map(scaled),
    history: history.map((group) => group.map(scaled)),
    withinVariance: within,
    margin,
    alpha,
    // One run a side and no history: nothing to judge noise by, so it is taken to be as large as what was seen.
    prior: Math.max(difference, margin) ** 2,
    roundingOf: 0,
  });
  return finish(input, level, margin, [arithmeticMean(baseline), arithmeticMean(candidate)], {
    effect: (value) => clampToFinite(value * scale),
    within: Math.sqrt(within) * scale,
    spread: scale,
  });
}

interface BackToUnits {
  /** From the working scale to the reported effect. */
  readonly effect: (value: number) => number;
  /** Standard deviation within a run, reported scale. */
  readonly within: number;
  /** Factor from a working standard deviation to the reported one. */
  readonly spread?: number;
}

function finish(
  input: CompareInput,
  level: LevelComparison,
  margin: number,
  [baselineMean, candidateMean]: readonly [number, number],
  back: BackToUnits,
): Comparison {
  const { alpha = DEFAULT_ALPHA, direction } = input;
  const evidence: Evidence = { ...level, margin, alpha, direction };
  const answer = answerOf(evidence);
  const total =
    Math.sqrt((level.noise.baselineVariance + level.noise.candidateVariance) / 2) * (back.spread ?? 1);
  const noise: NoiseEstimate = {
    within: back.within,
    between: total === 0 ? 0 : total * Math.sqrt(Math.max(0, 1 - (back.within / total) ** 2)),
    source: level.noise.source,
  };
  const comparison = {
    answer,
    effect: back.effect(level.effect),
    interval: { low: back.effect(level.interval.low), high: back.effect(level.interval.high) },
    confidence: CONFIDENCE,
    pValue: level.pValue,
    minimumDetectableEffect: back.effect(detectableEffect(evidence)),
    furtherRuns: furtherRunsFor(answer, evidence, input),
    noise,
    baselineMean,
    candidateMean,
  };
  return { ...comparison, reason: reasonFor(comparison, input) };
}

/** Further runs on each side for an undecided answer, null otherwise. */
function furtherRunsFor(answer: Answer, evidence: Evidence, input: CompareInput): number | null {
  if (answer !== 'undecided') return null;
  const perSide = 2 / (1 / input.baseline.length + 1 / input.candidate.length);
  return furtherRuns(evidence, perSide);
}

/** Half the smallest positive value when a zero is among the values, else 0 (started logarithm, Mosteller and Tukey 1977). */
function offsetForZeros(runs: readonly RunSample[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  let zero = false;
  for (const { value } of runs) {
    if (value === 0) zero = true;
    else smallest = Math.min(smallest, value);
  }
  if (!zero) return 0;
  return smallest === Number.POSITIVE_INFINITY ? 1 : Math.max(smallest / 2, Number.MIN_VALUE);
}

/** Variance of ln(value) by the delta method. */
function logVariance({ value, withinVariance = 0 }: RunSample, offset: number): number {
  return withinVariance === 0 ? 0 : withinVariance / (value + offset) / (value + offset);
}

function geometricMean(runs: readonly RunSample[]): number {
  return clampToFinite(Math.exp(meanOf(runs, (run) => Math.log(run.value))));
}

function arithmeticMean(runs: readonly RunSample[]): number {
  return meanOf(runs, (run) => run.value);
}

function meanOf(runs: readonly RunSample[], of: (run: RunSample) => number): number {
  let mean = 0;
  for (const run of runs) mean += of(run) / runs.length;
  return mean;
}
