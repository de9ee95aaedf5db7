import { PermanentError } from '../errors/pipeline-error.ts';
import { adjustFamily } from '../statistics/multiplicity/false-discovery.ts';
import { createMiner, type MinerSnapshot, type MiningResult } from './log-miner.ts';
import { type LogPattern } from './log-pattern.ts';
import { CAUSE_KINDS, probableCause, type CauseKey, type CauseKind } from './probable-cause.ts';
import { SEVERITIES } from './severity.ts';
import { compareShares, sharesOf, variationsOfShares, type Shift } from './share-shifts.ts';
import { emptyTally, joinTally, type Tally } from './tally.ts';
import {
  compareCounts,
  scaleOfWindows,
  type CountPair,
  type RateComparison,
  type WindowScale,
} from './window-rates.ts';

export type ChangeKind = 'new' | 'vanished' | 'surging' | 'falling' | 'shift';

/** A pattern whose rate differs between the windows, or what its records are. */
export interface PatternChange extends RateComparison {
  readonly kind: ChangeKind;
  readonly pattern: LogPattern;
  /** Of a `shift`: which share of the records changed; ratio and interval are then those of the shares. Else null. */
  readonly shift: Shift | null;
  /** Records of the pattern. */
  readonly baselineCount: number;
  readonly candidateCount: number;
  /** p value corrected for the number of patterns and shares tested (false discovery rate, Benjamini and Hochberg). */
  readonly adjustedPValue: number;
  /**
   * Whether the corrected p value is at most the level; never so for what was seen once, however short its window, nor
   * for a new or vanished pattern that may be among the unsorted records of the other window.
   */
  readonly significant: boolean;
  /** Where and when the candidate window first shows it; null for a vanished one. */
  readonly firstSeen: { readonly line: number; readonly time: string | null } | null;
  readonly cause: CauseKey;
}

/** Changes that probably have one cause. */
export interface CauseGroup {
  readonly kind: CauseKind;
  readonly evidence: readonly string[];
  /** Ids of the patterns, the most telling first. */
  readonly patterns: readonly string[];
  readonly significant: boolean;
}

/** What was read of a window. */
export interface WindowSize {
  readonly records: number;
  /** Records that found no room in the miner: of which pattern they are is not known. */
  readonly unsorted: number;
}

export interface WindowDiff {
  readonly baseline: WindowSize;
  readonly candidate: WindowSize;
  readonly scale: WindowScale;
  /** How the windows were made comparable. */
  readonly comparedBy: 'duration' | 'typical ratio of counts';
  /** Patterns that occur in either window; each was tested. */
  readonly tested: number;
  /** Shares of levels and classes of HTTP status that were tested beside them. */
  readonly testedShares: number;
  /** New and vanished patterns, those with a significant change of rate, and significant shifts; the most telling first. */
  readonly changes: readonly PatternChange[];
  readonly causes: readonly CauseGroup[];
}

export interface DiffOptions {
  /** Lengths of the windows in one unit; without them the typical ratio of counts stands for both. */
  readonly durations?: { readonly baseline: number; readonly candidate: number };
  /** False discovery rate. Default 0.05. */
  readonly level?: number;
}

const DEFAULT_LEVEL = 0.05;

/**
 * Difference of two windows of a log (before and after a deployment, baseline and candidate run), given by the snapshots
 * of their miners. Templates are found on both together, so that a pattern means the same in either.
 * @throws PermanentError INPUT_INVALID for a length of a window that is not above 0 or not finite
 */
export function diffWindows(
  baseline: MinerSnapshot,
  candidate: MinerSnapshot,
  options: DiffOptions = {},
): WindowDiff {
  const { durations, level = DEFAULT_LEVEL } = options;
  if (durations !== undefined) checkDurations(durations);
  const miner = createMiner({ maxShapes: baseline.store.shapes.length + candidate.store.shapes.length + 1 });
  const baselineIds = miner.merge(baseline);
  const candidateIds = miner.merge(candidate);
  const result = miner.result();
  const before = countByPattern(result, baseline, baselineIds);
  const after = countByPattern(result, candidate, candidateIds);
  const unsorted = [unsortedIn(result, baseline, baselineIds), unsortedIn(result, candidate, candidateIds)];
  const patterns = result.patterns.filter((pattern) => !unsorted.includes(pattern));
  const pairs = patterns.map((pattern) => ({
    baseline: before.get(pattern)?.count ?? 0,
    candidate: after.get(pattern)?.count ?? 0,
  }));
  const scale = scaleOfWindows(
    pairs,
    durations === undefined ? null : durations.candidate / durations.baseline,
  );
  const rates = patterns.map((pattern, at): Test => {
    const pair = pairs[at]!;
    return { pattern, pair, shift: null, ...compareCounts(pair, scale) };
  });
  const shares = rates.flatMap(({ pattern, pair }) =>
    sharesOf(before.get(pattern)?.tally ?? [], after.get(pattern)?.tally ?? []).map((shift) => ({
      pattern,
      pair,
      shift,
    })),
  );
  const ofShares = variationsOfShares(
    shares.map(({ shift }) => shift),
    scale.variations,
  );
  const tests = [
    ...rates,
    ...shares.map((share): Test => ({ ...share, ...compareShares(share.shift, ofShares) })),
  ];
  const { adjusted } = adjustFamily(
    tests.map(({ pValue }) => pValue),
    level,
  );
  const sizes = { baseline: sizeOf(baseline), candidate: sizeOf(candidate) };
  const changes = tests.flatMap((test, at): PatternChange[] => {
    const { pattern, pair, shift, rateRatio, interval, pValue } = test;
    const adjustedPValue = adjusted[at]!;
    const significant = adjustedPValue <= level && isEnough(test) && !mayBeUnsorted(test, sizes);
    const kind = kindOf(test, significant);
    if (kind === null) return [];
    const counts = { baselineCount: pair.baseline, candidateCount: pair.candidate };
    const judged = { rateRatio, interval, pValue, adjustedPValue, significant };
    const firstSeen = after.get(pattern)?.firstSeen ?? null;
    const cause = probableCause(pattern);
    return [{ kind, pattern, shift, ...counts, ...judged, firstSeen, cause }];
  });
  changes.sort(byWeight);
  return {
    ...sizes,
    scale,
    comparedBy: durations === undefined ? 'typical ratio of counts' : 'duration',
    tested: patterns.length,
    testedShares: shares.length,
    changes,
    causes: groupByCause(changes),
  };
}

function checkDurations(durations: NonNullable<DiffOptions['durations']>): void {
  for (const [window, length] of Object.entries(durations)) {
    if (Number.isFinite(length) && length > 0) continue;
    throw new PermanentError(
      'INPUT_INVALID',
      `The length of the ${window} window is ${length}; give a finite number above 0, or no lengths at all.`,
    );
  }
}

/** One of the tests that are corrected together: of a pattern's rate, or of a share of its records. */
interface Test extends RateComparison {
  readonly pattern: LogPattern;
  readonly pair: CountPair;
  readonly shift: Shift | null;
}

/** The pattern under which what found no room is counted; nothing can be said of it. */
function unsortedIn(
  result: MiningResult,
  { store }: MinerSnapshot,
  ids: readonly number[],
): LogPattern | null {
  return store.rest === null ? null : result.patternOf(ids.at(-1)!);
}

function sizeOf({ records, store }: MinerSnapshot): WindowSize {
  return { records, unsorted: store.rest?.count ?? 0 };
}

function isEnough({ pair, shift }: Test): boolean {
  const { baseline, candidate } =
    shift === null ? pair : { baseline: shift.baseline.count, candidate: shift.candidate.count };
  return baseline + candidate > 1;
}

function mayBeUnsorted({ pair }: Test, sizes: Record<'baseline' | 'candidate', WindowSize>): boolean {
  if (pair.baseline === 0) return sizes.baseline.unsorted > 0;
  return pair.candidate === 0 && sizes.candidate.unsorted > 0;
}

interface WindowCount {
  count: number;
  readonly tally: Tally;
  firstSeen: { line: number; time: string | null };
}

function countByPattern(
  result: MiningResult,
  window: MinerSnapshot,
  ids: readonly number[],
): ReadonlyMap<LogPattern, WindowCount> {
  const counts = new Map<LogPattern, WindowCount>();
  const shapes =
    window.store.rest === null ? window.store.shapes : [...window.store.shapes, window.store.rest];
  shapes.forEach((shape, at) => {
    const pattern = result.patternOf(ids[at]!);
    const firstSeen = { line: shape.firstLine, time: shape.firstTime === '' ? null : shape.firstTime };
    const known = counts.get(pattern);
    if (known === undefined) {
      counts.set(pattern, { count: shape.count, tally: joined(shape.tally), firstSeen });
      return;
    }
    joinTally(known.tally, shape.tally);
    known.count += shape.count;
    if (firstSeen.line < known.firstSeen.line) known.firstSeen = firstSeen;
  });
  return counts;
}

function joined(tally: readonly number[]): Tally {
  const sum = emptyTally();
  joinTally(sum, tally);
  return sum;
}

function kindOf({ pair, shift, rateRatio }: Test, significant: boolean): ChangeKind | null {
  if (shift !== null) return significant ? 'shift' : null;
  if (pair.baseline === 0) return pair.candidate === 0 ? null : 'new';
  if (pair.candidate === 0) return 'vanished';
  if (!significant) return null;
  return rateRatio > 1 ? 'surging' : 'falling';
}

/** Significant ones first, then by severity, then by p value; ties by id, so that the order is always the same. */
function byWeight(one: PatternChange, other: PatternChange): number {
  if (one.significant !== other.significant) return one.significant ? -1 : 1;
  const severity = severityOf(other) - severityOf(one);
  if (severity !== 0) return severity;
  return one.pValue - other.pValue || (one.pattern.id < other.pattern.id ? -1 : 1);
}

const SEVERITY_OF_STATUS = {
  '4xx': SEVERITIES.indexOf('warning'),
  '5xx': SEVERITIES.indexOf('error'),
} as const;

function severityOf(change: PatternChange): number {
  const value = change.shift?.value;
  if (value === '4xx' || value === '5xx') return SEVERITY_OF_STATUS[value];
  return change.pattern.severity === null ? -1 : SEVERITIES.indexOf(change.pattern.severity);
}

function groupByCause(changes: readonly PatternChange[]): readonly CauseGroup[] {
  const groups = new Map<
    string,
    { kind: CauseKind; evidence: Set<string>; patterns: Set<string>; significant: boolean }
  >();
  for (const { cause, pattern, significant } of changes) {
    const key =
      cause.kind === 'component' || cause.kind === 'exception'
        ? `${cause.kind} ${cause.evidence}`
        : cause.kind;
    let group = groups.get(key);
    if (group === undefined) {
      group = { kind: cause.kind, evidence: new Set(), patterns: new Set(), significant: false };
      groups.set(key, group);
    }
    if (cause.evidence !== '') group.evidence.add(cause.evidence);
    group.patterns.add(pattern.id);
    group.significant ||= significant;
  }
  return [...groups.values()]
    .map((group) => ({ ...group, evidence: [...group.evidence], patterns: [...group.patterns] }))
    .sort(
      (one, other) =>
        Number(other.significant) - Number(one.significant) ||
        other.patterns.length - one.patterns.length ||
        CAUSE_KINDS.indexOf(one.kind) - CAUSE_KINDS.indexOf(other.kind),
    );
}
