import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

/** Labelled series and their scorers are not part of the project; they are looked for beside the repository. */
const SHARED = join(import.meta.dirname, '../../../shared');
export const TCPD = join(SHARED, 'data/changepoints/tcpd');
export const NAB = join(SHARED, 'data/changepoints/nab');
export const SCORERS = join(SHARED, 'scorers');

export const haveLabelled = (): boolean => existsSync(TCPD) && existsSync(NAB) && existsSync(SCORERS);

type Annotations = Readonly<Record<string, readonly number[]>>;

export interface LabelledSeries {
  readonly name: string;
  /** Gaps filled forward, as the scorer does. */
  readonly values: Float64Array;
  readonly annotations: Annotations;
  /** True for the series of the published protocol: one dimension, no control, no gaps. */
  readonly published: boolean;
}

const SERIES = z.object({
  name: z.string(),
  n_dim: z.number(),
  series: z.array(z.object({ raw: z.array(z.number().nullable()) })),
});
const ANNOTATIONS = z.record(z.string(), z.record(z.string(), z.array(z.number())));

/** The univariate series of the developers' half of TCPD. */
export function readTcpd(): readonly LabelledSeries[] {
  const annotations = ANNOTATIONS.parse(JSON.parse(readFileSync(join(TCPD, 'annotations.json'), 'utf8')));
  return readdirSync(TCPD)
    .filter((file) => file.endsWith('.json') && file !== 'annotations.json')
    .sort()
    .map((file) => SERIES.parse(JSON.parse(readFileSync(join(TCPD, file), 'utf8'))))
    .filter((series) => series.n_dim === 1)
    .map(({ name, series }) => {
      const raw = series[0]?.raw ?? [];
      let last = raw.find((value) => value !== null) ?? 0;
      const values = Float64Array.from(raw, (value) => (last = value ?? last));
      const published = !name.startsWith('quality_control_') && !raw.includes(null);
      return { name, values, annotations: annotations[name] ?? {}, published };
    });
}

/** The scorer's own functions, so that a figure here is the figure of the judge. */
export interface TcpdScorer {
  readonly fMeasure: (
    annotations: Annotations,
    found: readonly number[],
    margin: number,
  ) => { readonly f1: number };
  readonly covering: (annotations: Annotations, found: readonly number[], n: number) => number;
  readonly clean: (found: readonly number[], n: number) => number[];
}

export async function loadTcpdScorer(): Promise<TcpdScorer> {
  const module: unknown = await import(pathToFileURL(join(SCORERS, 'score_tcpd.mjs')).href);
  if (isTcpdScorer(module)) return module;
  throw new Error('score_tcpd.mjs does not export fMeasure, covering and clean');
}

function isTcpdScorer(module: unknown): module is TcpdScorer {
  return (
    typeof module === 'object' &&
    module !== null &&
    'fMeasure' in module &&
    'covering' in module &&
    'clean' in module
  );
}
