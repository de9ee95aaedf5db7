import type { Collected } from '../contracts/collected.ts';
import { type LogChange, type LogDifference, LogWindow } from '../contracts/log-evidence.ts';
import { Masked } from '../contracts/masked.ts';
import { maskedText } from '../contracts/masked-text.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { diffWindows, type PatternChange, type WindowDiff } from '../logs/diff-windows.ts';
import { createMiner, type MinerSnapshot } from '../logs/log-miner.ts';
import type { StageContext } from '../ports/stage.ts';

const MOST_CHANGES = 50;
const MOST_CAUSES = 20;
const MOST_CAUSE_WORDS = 5;

type LogPayloads = readonly Collected['payloads'][number][];

/**
 * Difference of the logs that were handed in for both sides; several files of a side (replicas, runs) are joined.
 * @returns null when one side has none: without a baseline every message would be new. `why` when they cannot be compared.
 */
export async function compareLogs(
  payloads: LogPayloads,
  context: Pick<StageContext, 'artifacts' | 'signal'>,
): Promise<{ readonly logs: LogDifference } | { readonly why: Masked } | null> {
  const windows = { baseline: [] as LogWindow[], candidate: [] as LogWindow[] };
  for (const { ref, role } of payloads) windows[role].push(await readWindow(ref, context));
  const { baseline, candidate } = windows;
  if (baseline.length === 0 || candidate.length === 0) return null;
  if (layoutsOf(baseline) !== layoutsOf(candidate)) {
    return {
      why: maskedText`The logs of baseline and change are laid out differently and were not compared.`,
    };
  }
  const before = joined(baseline);
  const after = joined(candidate);
  const durations = { baseline: durationOf(baseline), candidate: durationOf(candidate) };
  const { baseline: seconds, candidate: candidateSeconds } = durations;
  const diff = diffWindows(
    before,
    after,
    seconds === null || candidateSeconds === null
      ? {}
      : { durations: { baseline: seconds, candidate: candidateSeconds } },
  );
  const size = (side: readonly LogWindow[], { lines, records, store }: MinerSnapshot) => ({
    files: side.length,
    lines,
    records,
    unsorted: store.rest?.count ?? 0,
  });
  return { logs: evidenceFrom(diff, size(baseline, before), size(candidate, after)) };
}

function layoutsOf(windows: readonly LogWindow[]): string {
  return [...new Set(windows.map(({ header }) => header))].sort().join('|');
}

/** A difference in the words of the contract; everything in it is of masked lines. */
function evidenceFrom(
  diff: WindowDiff,
  baseline: LogDifference['baseline'],
  candidate: LogDifference['candidate'],
): LogDifference {
  const listed = diff.changes.slice(0, MOST_CHANGES);
  const idsOf = new Map<string, string[]>();
  listed.forEach(({ pattern }, at) =>
    idsOf.set(pattern.id, [...(idsOf.get(pattern.id) ?? []), `L${at + 1}`]),
  );
  return {
    baseline,
    candidate,
    comparedBy: diff.comparedBy,
    tested: diff.tested,
    changes: listed.map((change, at) => changeFrom(change, `L${at + 1}`)),
    more: diff.changes.length - listed.length,
    causes: diff.causes.slice(0, MOST_CAUSES).flatMap(({ kind, evidence, patterns }) => {
      const changes = patterns.flatMap((pattern) => idsOf.get(pattern) ?? []);
      const words = evidence.slice(0, MOST_CAUSE_WORDS).map(ofMaskedLine);
      return changes.length === 0 ? [] : [{ kind, evidence: words, changes }];
    }),
  };
}

function changeFrom(change: PatternChange, id: string): LogChange {
  const { kind, pattern, shift, baselineCount, candidateCount, pValue, adjustedPValue, significant } = change;
  const [low, high] = change.interval;
  return {
    id,
    kind,
    shift,
    pattern: pattern.id,
    template: ofMaskedLine(pattern.template),
    example: ofMaskedLine(pattern.example),
    severity: pattern.severity,
    component: pattern.component === null ? null : ofMaskedLine(pattern.component),
    baselineCount,
    candidateCount,
    rateRatio: Number.isFinite(change.rateRatio) ? change.rateRatio : null,
    interval: { low, high: Number.isFinite(high) ? high : null },
    pValue,
    adjustedPValue,
    significant,
    firstSeen:
      change.firstSeen === null
        ? null
        : {
            line: change.firstSeen.line,
            time: change.firstSeen.time === null ? null : ofMaskedLine(change.firstSeen.time),
          },
  };
}

/** Read back from an artifact that holds nothing but masked lines (contracts/masked.ts). */
function ofMaskedLine(text: string): Masked {
  return Masked.parse(text);
}

function joined(windows: readonly LogWindow[]): MinerSnapshot {
  const miner = createMiner({
    maxShapes: windows.reduce((sum, { mined }) => sum + mined.store.shapes.length + 1, 1),
  });
  for (const { mined } of windows) miner.merge(mined);
  return miner.snapshot();
}

/** @returns null when one of them did not say; then the typical ratio of counts stands for the lengths. */
function durationOf(windows: readonly LogWindow[]): number | null {
  return windows.reduce<number | null>(
    (sum, { durationSeconds }) => (sum === null || durationSeconds === null ? null : sum + durationSeconds),
    0,
  );
}

async function readWindow(
  ref: string,
  { artifacts, signal }: Pick<StageContext, 'artifacts' | 'signal'>,
): Promise<LogWindow> {
  const stored = await artifacts.read(ref, signal);
  if (stored === null) throw new PermanentError('ARTIFACT_INVALID', `There is no "${ref}".`);
  const parsed = LogWindow.safeParse(JSON.parse(new TextDecoder().decode(stored.bytes)));
  if (parsed.success) return parsed.data;
  throw new PermanentError(
    'ARTIFACT_INVALID',
    `"${ref}" does not fit its schema: ${describeIssues(parsed.error)}`,
  );
}
