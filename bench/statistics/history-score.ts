import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type Penalties } from '../../shared/statistics/change-points/course-segmentation.ts';
import {
  changeSinceLook,
  lastLook,
  takeLook,
  watchPoint,
} from '../../shared/statistics/change-points/history-look.ts';
import { type LabelledSeries, NAB, SCORERS, TCPD, type TcpdScorer } from './history-data.ts';

const CLI = join(import.meta.dirname, '../../apps/cli');
const run = promisify(execFile);

const TCPD_REPLY = z.object({
  published_protocol: z.object({ series: z.number(), f1: z.number(), cover: z.number() }),
});

/** F1 and Covering of the command line detector by the judge's scorer. */
export async function scoreTcpd(): Promise<z.infer<typeof TCPD_REPLY>['published_protocol']> {
  const args = [
    join(SCORERS, 'score_tcpd.mjs'),
    TCPD,
    '--json',
    '--',
    process.execPath,
    join(CLI, 'detect-stdin.ts'),
  ];
  const { stdout } = await run(process.execPath, args, { timeout: 120_000, maxBuffer: 1 << 26 });
  return TCPD_REPLY.parse(JSON.parse(stdout)).published_protocol;
}

const NAB_REPLY = z.object({
  errors: z.number(),
  windows: z.number(),
  standard: z.object({
    score: z.number(),
    threshold: z.number(),
    window_f1: z.number(),
    fp_runs: z.number(),
  }),
});

/** NAB standard score of the command line scorer, by the judge; at its best threshold unless one is given. */
export async function scoreNab(threshold?: number): Promise<z.infer<typeof NAB_REPLY>> {
  const fixed = threshold === undefined ? ['--check-causal'] : ['--threshold', String(threshold)];
  const detector = ['--', process.execPath, join(CLI, 'anomalies-stdin.ts')];
  const args = [join(SCORERS, 'score_nab.mjs'), NAB, '--profile', 'standard', ...fixed, ...detector];
  const { stdout } = await run(process.execPath, args, { timeout: 300_000, maxBuffer: 1 << 26 });
  return NAB_REPLY.parse(JSON.parse(stdout));
}

/** F1 and Covering of one series under other penalties than the default ones. */
export function scoreSeries(
  scorer: TcpdScorer,
  series: LabelledSeries,
  penalties: Penalties,
): readonly [number, number] {
  const { values, annotations } = series;
  const { changes, watch } = takeLook(values.subarray(0, lastLook(values.length)), 0.05, penalties);
  for (const value of values.subarray(lastLook(values.length))) watchPoint(watch, value);
  const since = changeSinceLook(watch, 0.05);
  const found = scorer.clean(
    [...changes, ...(since === null ? [] : [since])].map(({ at }) => at),
    values.length,
  );
  return [scorer.fMeasure(annotations, found, 5).f1, scorer.covering(annotations, found, values.length)];
}

/** F1 and Covering of what one annotator marked, judged by the others; mean over the annotators of a series. */
export function scoreAnnotators(scorer: TcpdScorer, series: LabelledSeries): readonly [number, number] {
  const { values, annotations } = series;
  const names = Object.keys(annotations);
  let f1 = 0;
  let covering = 0;
  for (const name of names) {
    const others = Object.fromEntries(Object.entries(annotations).filter(([other]) => other !== name));
    const marked = scorer.clean(annotations[name] ?? [], values.length);
    f1 += scorer.fMeasure(others, marked, 5).f1 / names.length;
    covering += scorer.covering(others, marked, values.length) / names.length;
  }
  return [f1, covering];
}
