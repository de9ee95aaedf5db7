import { PermanentError } from '../errors/pipeline-error.ts';
import { adjustFamily } from '../statistics/multiplicity/false-discovery.ts';
import { createMiner, type MinerSnapshot, type MiningResult } from './log-miner.ts';
import { type LogPattern } from './log-pattern.ts';
import { CAUSE_KINDS, probableCause, type CauseKey, type CauseKind } from './probable-cause.ts';
import { SEVERITIES } from './severity.ts';
import {
  compareCounts,
  scaleOfWindows,
  type CountPair,
  type RateComparison,
  type WindowScale,
} from './window-rates.ts';

export type ChangeKind = 'new' | 'vanished' | 'surging' | 'falling';

/** A pattern whose rate differs between the windows. */
export interface PatternChange extends RateComparison {
  readonly kind: ChangeKind;
  readonly pattern: LogPattern;
  readonly baselineCount: number;
  readonly candidateCount: number;
  /** p value corrected for the number of patterns (false discovery rate, Benjamini and Hochberg). */
  readonly adjustedPValue: number;
  /** Whether the corrected p value is at most the level; never so for a pattern seen once, however short its window. */
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

export interface WindowDiff {
  readonly baseline: { readonly records: number };
  readonly candidate: { readonly records: number };
  readonly scale: WindowScale;
  /** How the windows were made comparable. */
  readonly comparedBy: 'duration' | 'typical ratio of counts';
  /** Patterns that occur in either window; each was tested. */
  readonly tested: number;
  /** New and vanished patterns, and those with a significant change of rate; the most telling first. */
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
  const pairs = result.patterns.map((pattern) => ({
    baseline: before.get(pattern)?.count ?? 0,
    candidate: after.get(pattern)?.count ?? 0,
  }));
  const scale = scaleOfWindows(
    pairs,
    durations === undefined ? null : durations.candidate / durations.baseline,
  );
  const compared = pairs.map((pair) => compareCounts(pair, scale));
  const { adjusted } = adjustFamily(
    compared.map(({ pValue }) => pValue),
    level,
  );
  const changes = result.patterns.flatMap((pattern, at): PatternChange[] => {
    const adjustedPValue = adjusted[at]!;
    const significant = adjustedPValue <= level && pairs[at]!.baseline + pairs[at]!.candidate > 1;
    const kind = kindOf(pairs[at]!, compared[at]!, significant);
    if (kind === null) return [];
    const counts = { baselineCount: pairs[at]!.baseline, candidateCount: pairs[at]!.candidate };
    const firstSeen = after.get(pattern)?.firstSeen ?? null;
    const cause = probableCause(pattern);
    return [{ kind, pattern, ...counts, ...compared[at]!, adjustedPValue, significant, firstSeen, cause }];
  });
  changes.sort(byWeight);
  return {
    baseline: { records: baseline.records },
    candidate: { records: candidate.records },
    scale,
    comparedBy: durations === undefined ? 'typical ratio of counts' : 'duration',
    tested: result.patterns.length,
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

interface WindowCount {
  count: number;
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
      counts.set(pattern, { count: shape.count, firstSeen });
      return;
    }
    known.count += shape.count;
    if (firstSeen.line < known.firstSeen.line) known.firstSeen = firstSeen;
  });
  return counts;
}

function kindOf(pair: CountPair, rates: RateComparison, significant: boolean): ChangeKind | null {
  if (pair.baseline === 0) return pair.candidate === 0 ? null : 'new';
  if (pair.candidate === 0) return 'vanished';
  if (!significant) return null;
  return rates.rateRatio > 1 ? 'surging' : 'falling';
}

/** Significant ones first, then by severity, then by p value; ties by id, so that the order is always the same. */
function byWeight(one: PatternChange, other: PatternChange): number {
  if (one.significant !== other.significant) return one.significant ? -1 : 1;
  const severity = severityOf(other) - severityOf(one);
  if (severity !== 0) return severity;
  return one.pValue - other.pValue || (one.pattern.id < other.pattern.id ? -1 : 1);
}

function severityOf(change: PatternChange): number {
  return change.pattern.severity === null ? -1 : SEVERITIES.indexOf(change.pattern.severity);
}

function groupByCause(changes: readonly PatternChange[]): readonly CauseGroup[] {
  const groups = new Map<
    string,
    { kind: CauseKind; evidence: Set<string>; patterns: string[]; significant: boolean }
  >();
  for (const { cause, pattern, significant } of changes) {
    const key =
      cause.kind === 'component' || cause.kind === 'exception'
        ? `${cause.kind} ${cause.evidence}`
        : cause.kind;
    let group = groups.get(key);
    if (group === undefined) {
      group = { kind: cause.kind, evidence: new Set(), patterns: [], significant: false };
      groups.set(key, group);
    }
    if (cause.evidence !== '') group.evidence.add(cause.evidence);
    group.patterns.push(pattern.id);
    group.significant ||= significant;
  }
  return [...groups.values()]
    .map((group) => ({ ...group, evidence: [...group.evidence] }))
    .sort(
      (one, other) =>
        Number(other.significant) - Number(one.significant) ||
        other.patterns.length - one.patterns.length ||
        CAUSE_KINDS.indexOf(one.kind) - CAUSE_KINDS.indexOf(other.kind),
    );
}
