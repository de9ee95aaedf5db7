import type { RawMeasurement, RawMetric, ResultReader, RunFacts } from '../raw-measurement.ts';

/** What a report on quality says: figures that a gate may hold, and what the reader must know. */
export interface QualityDocument {
  readonly tool: string;
  readonly metrics: readonly RawMetric[];
  readonly notes: readonly string[];
}

/** A reader of one kind of report. */
export interface QualityReader {
  /** @throws PermanentError(`INPUT_INVALID`) naming the place and what was expected */
  push(chunk: Uint8Array): void;
  /** @throws PermanentError(`INPUT_INVALID`) when the report is cut or says nothing */
  end(): QualityDocument;
}

/** Tools whose documents are reports on quality and no runs of a load test, as they stand in `Measurement.tool`. */
const QUALITY_TOOL = /^quality:/;

/** Whether a measurement is a report on quality: held by gates, never counted as a run. */
export function isQualityTool(tool: string): boolean {
  return QUALITY_TOOL.test(tool);
}

/** A report as a measurement of the commit; it has neither begin nor length. */
export function asResultReader(reader: QualityReader, facts: RunFacts): ResultReader {
  return {
    push: (chunk) => reader.push(chunk),
    end(): RawMeasurement {
      const { tool, metrics, notes } = reader.end();
      return {
        schema: 'perf-agent.measurement.v1',
        ...facts,
        tool: `quality:${tool}`,
        startedAt: null,
        durationSeconds: null,
        complete: true,
        metrics,
        notes,
      };
    },
  };
}

/** Note of a report on coverage that counts, and counts nothing. */
export const NOTHING_TO_COVER = 'Nothing in this report could be covered.';

/** A number of things of which fewer are better, e.g. vulnerabilities. */
export function countMetric(
  name: string,
  value: number,
  direction: RawMetric['direction'] = 'lower-is-better',
): RawMetric {
  return { name, unit: '', direction, scale: 'count', labels: {}, statistics: [{ name: 'value', value }] };
}

/**
 * A covered share in 0 to 1 as `rate`. Nothing that could be covered is no share at all, not 0 %. @param total null when the report
 * tells the share alone
 */
export function coverageMetric(kind: string, covered: number, total: number | null): RawMetric[] {
  if (total === 0) return [];
  const counts =
    total === null ? { value: covered } : { value: covered / total, count: total, events: covered };
  return [
    {
      name: `coverage_${kind}`,
      unit: '1',
      direction: 'higher-is-better',
      scale: 'proportion',
      labels: {},
      statistics: [{ name: 'rate', ...counts }],
    },
  ];
}
