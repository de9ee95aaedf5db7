import * as z from 'zod';
import { createJsonReport } from './json-report.ts';
import type { QualityReader } from './quality-document.ts';
import { severityCounts, severityOf } from './severity-counts.ts';

const Grype = z.object({
  /** Null from writers that do not make a list of nothing. */
  matches: z.array(z.object({ vulnerability: z.object({ severity: z.string().nullish() }) })).nullable(),
});

/** Grype's JSON (`-o json`): matches by severity; those that a rule of Grype ignores stand apart in it and do not count. */
export function createGrypeReader(): QualityReader {
  return createJsonReport('Grype', Grype, ({ matches }) => ({
    tool: 'grype',
    metrics: severityCounts(
      'vulnerabilities',
      (matches ?? []).map(({ vulnerability }) => severityOf(vulnerability.severity ?? undefined)),
    ),
    notes: [],
  }));
}
