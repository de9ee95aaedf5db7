/** What one load run says about one metric. */
export interface RunSample {
  /** The run's estimate: its p95, mean, share of errors, count … in the metric's own unit. */
  readonly value: number;
  /** Variance of `value` from noise within the run, unit squared (`withinRunVariance`). */
  readonly withinVariance?: number;
  /** Proportions: requests the share is of. Counts: exposure (seconds, requests); 1 when not given. */
  readonly count?: number;
  /** Proportions and counts: how many happened. */
  readonly events?: number;
}

export type Direction = 'lower-is-better' | 'higher-is-better';

/**
 * ratio-scale: non-negative and compared by ratio (latency, throughput). additive: compared by difference (a balance,
 * a score, a temperature). proportion: events of count. count: events per exposure.
 */
export type MetricScale = 'ratio-scale' | 'additive' | 'proportion' | 'count';

export interface CompareInput {
  readonly baseline: readonly RunSample[];
  readonly candidate: readonly RunSample[];
  /**
   * Earlier runs of the same metric in the same environment, one group for each version or session, oldest first;
   * the baseline's own runs are not among them.
   * A plain list of runs, and all groups of one run together, are one group.
   */
  readonly history?: readonly (readonly RunSample[])[] | readonly RunSample[];
  readonly direction: Direction;
  readonly scale: MetricScale;
  /** Smallest change that matters: relative for ratio-scale (.05 is 5 %), in the metric's unit otherwise. */
  readonly margin: number;
  /** Chance of any alarm (regression or improvement) when nothing changed. Default .0042, to stay at or under .005. */
  readonly alpha?: number;
}

export type Answer = 'regression' | 'improvement' | 'no-change' | 'undecided';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Standard deviations of one run's value: relative (of the logarithm) on the ratio scale, in its unit otherwise. */
export interface NoiseEstimate {
  /** From noise within a run; 0 when the samples do not say. */
  readonly within: number;
  /** Between runs of the same code, what is left after `within`. */
  readonly between: number;
  /** What the figure rests on: these runs, these and earlier runs, or a cautious assumption for want of runs. */
  readonly source: 'runs' | 'history' | 'prior';
}

export interface Comparison {
  readonly answer: Answer;
  /** Candidate against baseline: relative on the ratio scale (.1 is 10 % more), a difference otherwise. */
  readonly effect: number;
  /** Interval of `effect` that covers the true one with probability `confidence` or more. */
  readonly interval: Interval;
  readonly confidence: number;
  /** Two-sided p value of "nothing changed". A regression or improvement has pValue <= alpha. */
  readonly pValue: number;
  /** Size of change that these runs find with a power of 80 %, on the scale of `effect`. */
  readonly minimumDetectableEffect: number;
  /** Undecided: more runs on each side that should settle it; null when decided, or when 1,000 would not do. */
  readonly furtherRuns: number | null;
  readonly noise: NoiseEstimate;
  /** Geometric mean on the ratio scale (arithmetic when a value is zero), events over count for rates. */
  readonly baselineMean: number;
  readonly candidateMean: number;
  /** One sentence for people. */
  readonly reason: string;
}
