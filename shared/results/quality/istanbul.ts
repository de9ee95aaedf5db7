import * as z from 'zod';
import { createJsonReport } from './json-report.ts';
import {
  coverageMetric,
  NOTHING_TO_COVER,
  type QualityDocument,
  type QualityReader,
} from './quality-document.ts';

const Count = z.object({ total: z.number().nonnegative(), covered: z.number().nonnegative() });
const Summary = z.object({
  total: z.object({ lines: Count, statements: Count, functions: Count, branches: Count }),
});
const File = z.object({
  statementMap: z.record(z.string(), z.object({ start: z.object({ line: z.number() }) })),
  s: z.record(z.string(), z.number()),
  f: z.record(z.string(), z.number()),
  b: z.record(z.string(), z.array(z.number())),
});
type File = z.infer<typeof File>;
const Report = z.union([Summary, File, z.record(z.string(), File)]);

/**
 * Istanbul's JSON (nyc, c8, Jest, Vitest): `coverage-summary.json`, `coverage-final.json`, or one file's object of the latter. Lines as
 * istanbul-lib-coverage counts them: the line on which a statement starts, covered when one of them ran.
 */
export function createIstanbulReader(): QualityReader {
  return createJsonReport('Istanbul', Report, (report): QualityDocument => {
    const counts = isSummary(report)
      ? report.total
      : countsOf(isFile(report) ? [report] : Object.values(report));
    const metrics = (['lines', 'statements', 'functions', 'branches'] as const).flatMap((kind) =>
      coverageMetric(kind, counts[kind].covered, counts[kind].total),
    );
    return {
      tool: 'istanbul',
      metrics,
      notes: metrics.length === 0 ? [NOTHING_TO_COVER] : [],
    };
  });
}

function isSummary(report: z.infer<typeof Report>): report is z.infer<typeof Summary> {
  return Summary.safeParse(report).success;
}

function isFile(report: File | Record<string, File>): report is File {
  return File.safeParse(report).success;
}

type Counts = Record<'lines' | 'statements' | 'functions' | 'branches', { total: number; covered: number }>;

function countsOf(files: readonly File[]): Counts {
  const counted = (values: readonly number[]) => ({
    total: values.length,
    covered: values.filter((hits) => hits > 0).length,
  });
  return {
    lines: counted(files.flatMap(lineHits)),
    statements: counted(files.flatMap(({ s }) => Object.values(s))),
    functions: counted(files.flatMap(({ f }) => Object.values(f))),
    branches: counted(files.flatMap(({ b }) => Object.values(b).flat())),
  };
}

function lineHits({ statementMap, s }: File): number[] {
  const hits = new Map<number, number>();
  for (const [id, { start }] of Object.entries(statementMap)) {
    hits.set(start.line, Math.max(hits.get(start.line) ?? 0, s[id] ?? 0));
  }
  return [...hits.values()];
}
