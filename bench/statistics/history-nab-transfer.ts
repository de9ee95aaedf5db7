import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { anomalyScores } from '../../shared/statistics/anomalies/anomaly-scores.ts';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';
import { NAB, SCORERS } from './history-data.ts';

/** A point after probation as the judge's scorer sees it: score, what it is worth, window or -1, index. */
type SweepPoint = readonly [score: number, worth: number, window: number, index: number];

interface NabScorer {
  readonly sweepPoints: (
    timestamps: readonly string[],
    scores: readonly number[],
    windows: readonly (readonly string[])[],
    firstWindow: number,
  ) => SweepPoint[];
  readonly sweep: (points: readonly SweepPoint[], profile: object) => { best: { threshold: number } };
}

interface ScoredFile {
  readonly group: string;
  readonly windows: number;
  readonly points: readonly SweepPoint[];
}

export interface Transfer {
  readonly score: number;
  readonly windowF1: number;
}

/** NAB's standard profile. */
const STANDARD = { tp: 1, fn: 1, fp: 0.11 };

const WINDOWS = z.record(z.string(), z.array(z.array(z.string())));

/** How the threshold carries over: chosen without a series, a group of series, or a half, and applied to those. */
export async function transferNab(
  halves: number,
): Promise<{ readonly series: Transfer; readonly group: Transfer; readonly half: Transfer }> {
  const scorer = await loadScorer();
  const files = scoreFiles(scorer);
  const chosen = (from: readonly ScoredFile[]): number =>
    scorer.sweep(
      from.flatMap(({ points }) => points),
      STANDARD,
    ).best.threshold;
  const leftOut = (same: (a: ScoredFile, b: ScoredFile) => boolean): Transfer =>
    judge(files.map((file) => ({ file, threshold: chosen(files.filter((other) => !same(file, other))) })));
  const random = createRandom(1);
  const pairs: Transfer[] = [];
  for (let half = 0; half < halves; half++) {
    const order = files.map((file) => ({ file, key: random.uniform() })).sort((a, b) => a.key - b.key);
    const threshold = chosen(order.slice(0, files.length >> 1).map(({ file }) => file));
    pairs.push(judge(order.slice(files.length >> 1).map(({ file }) => ({ file, threshold }))));
  }
  const meanOf = (of: (transfer: Transfer) => number): number =>
    pairs.reduce((sum, pair) => sum + of(pair) / pairs.length, 0);
  return {
    series: leftOut((a, b) => a === b),
    group: leftOut((a, b) => a.group === b.group),
    half: { score: meanOf(({ score }) => score), windowF1: meanOf(({ windowF1 }) => windowF1) },
  };
}

/** Standard score and window F1 at one threshold, of series that are changed first. */
export async function scoreNabChanged(
  threshold: number,
  change: (values: readonly number[]) => readonly (number | null)[],
): Promise<Transfer> {
  const files = scoreFiles(await loadScorer(), change);
  return judge(files.map((file) => ({ file, threshold })));
}

/** Standard score and window F1 of files, each at a threshold of its own, by the rules of the scorer. */
function judge(files: readonly { readonly file: ScoredFile; readonly threshold: number }[]): Transfer {
  let worth = 0;
  let windows = 0;
  let found = 0;
  let falseRuns = 0;
  for (const { file, threshold } of files) {
    const best = new Map<number, number>();
    let inRun = false;
    for (const [score, value, window] of file.points) {
      const told = score >= threshold;
      if (told && window >= 0) best.set(window, Math.max(best.get(window) ?? -1, value));
      if (told && window < 0) {
        worth += value * STANDARD.fp;
        if (!inRun) falseRuns++;
      }
      inRun = told && window < 0;
    }
    for (const value of best.values()) worth += value + STANDARD.fn;
    found += best.size;
    windows += file.windows;
  }
  // A profile that finds nothing has -fn a window, a perfect one tp.
  return {
    score: (100 * worth) / (windows * (STANDARD.tp + STANDARD.fn)),
    windowF1: (2 * found) / (found + falseRuns + windows),
  };
}

function scoreFiles(
  scorer: NabScorer,
  change: (values: readonly number[]) => readonly (number | null)[] = (values) => values,
): readonly ScoredFile[] {
  const labels = WINDOWS.parse(JSON.parse(readFileSync(join(NAB, 'windows.json'), 'utf8')));
  let firstWindow = 0;
  return Object.entries(labels).map(([name, windows]) => {
    const rows = readFileSync(join(NAB, name), 'utf8').trim().split(/\r?\n/).slice(1);
    const timestamps = rows.map((row) => row.split(',')[0] ?? '');
    const values = change(rows.map((row) => Number(row.split(',')[1])));
    const probation = Math.min(750, Math.floor(0.15 * values.length));
    const scores = Array.from(anomalyScores({ timestamps, values, probation }));
    const points = scorer.sweepPoints(timestamps, scores, windows, firstWindow);
    firstWindow += windows.length;
    return { group: name.split('/')[0] ?? '', windows: windows.length, points };
  });
}

async function loadScorer(): Promise<NabScorer> {
  const module: unknown = await import(pathToFileURL(join(SCORERS, 'score_nab.mjs')).href);
  if (isScorer(module)) return module;
  throw new Error('score_nab.mjs does not export sweepPoints and sweep');
}

function isScorer(module: unknown): module is NabScorer {
  return typeof module === 'object' && module !== null && 'sweepPoints' in module && 'sweep' in module;
}
