import { invalidInput } from './invalid-input.ts';
import { labelKey, type Labels, sortedLabels } from './k6-labels.ts';
import { builtInMetric, directionOf, type K6Contains, type K6Metric, scaleOf, unitOf } from './k6-metric.ts';
import { checksOf } from './k6-summary-checks.ts';
import { type NewSummary, NewSummary as NewSummarySchema, OldSummary } from './k6-summary-shape.ts';
import { summaryStatistics, thresholdNotes, typeFromFigures } from './k6-summary-figures.ts';
import type { RawMeasurement, RawMetric, ResultReader, RunFacts } from './raw-measurement.ts';

const LARGEST_SUMMARY_BYTES = 32 * 1024 * 1024;

interface SummaryMetric {
  readonly name: string;
  readonly metric: K6Metric;
  readonly figures: Readonly<Record<string, unknown>>;
}

/**
 * Reads k6's end-of-test summary: `--summary-export` and handleSummary's data, old and new form. A summary has no samples, so its
 * figures carry no variance within the run.
 */
export function createK6SummaryReader(facts: RunFacts): ResultReader {
  const chunks: Uint8Array[] = [];
  let total = 0;
  return {
    push(chunk) {
      total += chunk.byteLength;
      if (total > LARGEST_SUMMARY_BYTES) {
        throw invalidInput('the whole', `a k6 summary of at most ${LARGEST_SUMMARY_BYTES} bytes`);
      }
      chunks.push(chunk);
    },
    end: () => measurementFrom(jsonFrom(chunks), facts),
  };
}

function measurementFrom(value: object, facts: RunFacts): RawMeasurement {
  return 'results' in value ? fromNew(value, facts) : fromOld(value, facts);
}

function fromNew(value: object, facts: RunFacts): RawMeasurement {
  const parsed = NewSummarySchema.safeParse(value);
  if (!parsed.success) throw invalidInput('k6 summary', `field "${pathOf(parsed.error)}" as documented`);
  const { config, metadata, results } = parsed.data;
  const metrics = results.metrics.flatMap((one): SummaryMetric[] => {
    const type = isType(one.type) ? one.type : typeFromFigures(one.values);
    return type === null
      ? []
      : [
          {
            name: one.name,
            metric: { type, contains: containsOf(one.contains, one.name) },
            figures: one.values,
          },
        ];
  });
  const ended = Date.parse(metadata?.generated_at ?? metadata?.generatedAt ?? '');
  const startedAt = Number.isNaN(ended) ? null : new Date(ended - config.duration * 1_000).toISOString();
  return assemble([...checksAsRate(parsed.data), ...metrics], checksOf(results.checks?.results), {
    facts,
    seconds: config.duration,
    startedAt,
    leftOut: results.metrics.length - metrics.length,
  });
}

/** The new form tells checks apart from metrics; here they are the metric `checks` in every form. */
function checksAsRate({ results }: NewSummary): SummaryMetric[] {
  const succeeded = results.checks?.metrics?.find(({ name }) => name === 'checks_succeeded');
  if (succeeded === undefined) return [];
  return [{ name: 'checks', metric: { type: 'rate', contains: 'default' }, figures: succeeded.values }];
}

function fromOld(value: object, facts: RunFacts): RawMeasurement {
  const parsed = OldSummary.safeParse(value);
  if (!parsed.success) throw invalidInput('k6 summary', `field "${pathOf(parsed.error)}" as documented`);
  const { metrics: told, root_group: rootGroup, state } = parsed.data;
  const metrics = Object.entries(told).flatMap(([name, one]): SummaryMetric[] => {
    const { values } = one;
    const figures = typeof values === 'object' && values !== null ? { ...one, ...values } : one;
    const type = isType(one['type']) ? one['type'] : typeFromFigures(figures);
    return type === null
      ? []
      : [{ name, metric: { type, contains: containsOf(one['contains'], name) }, figures }];
  });
  const seconds =
    state?.testRunDurationMs === undefined ? durationFromCounters(metrics) : state.testRunDurationMs / 1_000;
  return assemble(metrics, checksOf(rootGroup), {
    facts,
    seconds,
    startedAt: null,
    leftOut: Object.keys(told).length - metrics.length,
  });
}

/** `--summary-export` does not tell the duration, but each counter tells its sum and its rate. */
function durationFromCounters(metrics: readonly SummaryMetric[]): number | null {
  for (const { metric, figures } of metrics) {
    const { count, rate } = figures;
    if (metric.type === 'counter' && typeof count === 'number' && typeof rate === 'number' && rate > 0) {
      return count / rate;
    }
  }
  return null;
}

function assemble(
  metrics: readonly SummaryMetric[],
  checks: readonly RawMetric[],
  about: { facts: RunFacts; seconds: number | null; startedAt: string | null; leftOut: number },
): RawMeasurement {
  const requests = countOf(metrics, 'http_reqs');
  const iterations = countOf(metrics, 'iterations');
  const read = metrics.flatMap((one): RawMetric[] => {
    const samples = one.name.startsWith('http_req_')
      ? requests
      : one.name === 'iteration_duration'
        ? iterations
        : null;
    return metricFrom(one, one.name.includes('{') ? null : samples, about.seconds);
  });
  if (read.length === 0) throw invalidInput('k6 summary', 'at least one metric with figures');
  const assumed = [...new Set(read.map(({ name }) => name).filter((name) => directionOf(name).assumed))];
  return {
    schema: 'perf-agent.measurement.v1',
    ...about.facts,
    tool: 'k6',
    startedAt: about.startedAt,
    durationSeconds: about.seconds,
    complete: true,
    metrics: [...read, ...checks].sort(byNameAndLabels).slice(0, 5_000),
    notes: [
      'A summary holds no samples: noise within the run is not known.',
      ...metrics.flatMap(({ name, figures }) => thresholdNotes(name, figures['thresholds'])).slice(0, 40),
      ...(assumed.length > 0 ? [`Taken as lower is better: ${assumed.slice(0, 20).join(', ')}.`] : []),
      ...(about.leftOut > 0 ? [`${about.leftOut} metrics of unknown type were left out.`] : []),
    ],
  };
}

function metricFrom(one: SummaryMetric, samples: number | null, seconds: number | null): RawMetric[] {
  const statistics = summaryStatistics(one.metric.type, one.figures, { samples, seconds });
  if (statistics.length === 0) return [];
  const { name, labels } = nameAndLabels(one.name);
  const smallest = one.figures['min'];
  return [
    {
      name,
      unit: unitOf(one.metric),
      direction: directionOf(name).direction,
      scale: scaleOf(one.metric, typeof smallest === 'number' ? smallest : 0),
      labels,
      statistics,
    },
  ];
}

function byNameAndLabels(a: RawMetric, b: RawMetric): number {
  const [left, right] = [a, b].map(({ name, labels }) => `${name}\u0000${labelKey(labels)}`);
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

/** `http_req_duration{expected_response:true}` is a metric with a label. */
function nameAndLabels(text: string): { readonly name: string; readonly labels: Labels } {
  const match = /^([^{]+)\{(.*)\}$/.exec(text);
  if (match === null) return { name: text, labels: {} };
  const pairs = (match[2] ?? '').split(',').map((pair) => {
    const colon = pair.indexOf(':');
    const [name, value] = colon === -1 ? [pair, ''] : [pair.slice(0, colon), pair.slice(colon + 1)];
    return [name.trim(), value.trim().replace(/^(["'])(.*)\1$/, '$2')] as const;
  });
  return {
    name: match[1] ?? text,
    labels: sortedLabels(Object.fromEntries(pairs.filter(([name]) => name !== ''))),
  };
}

function countOf(metrics: readonly SummaryMetric[], name: string): number | null {
  const count = metrics.find((one) => one.name === name)?.figures['count'];
  return typeof count === 'number' ? count : null;
}

function containsOf(contains: unknown, name: string): K6Contains {
  if (contains === 'time' || contains === 'data' || contains === 'default') return contains;
  return builtInMetric(name.replace(/\{.*/, ''))?.contains ?? 'default';
}

function isType(type: unknown): type is K6Metric['type'] {
  return type === 'counter' || type === 'gauge' || type === 'rate' || type === 'trend';
}

function pathOf(error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] }): string {
  return error.issues[0]?.path.map(String).join('.') ?? '';
}

function jsonFrom(chunks: readonly Uint8Array[]): object {
  const decoder = new TextDecoder();
  const text = chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidInput('k6 summary', 'one whole JSON object; it may have been cut');
  }
  if (typeof value !== 'object' || value === null || !('metrics' in value || 'results' in value)) {
    throw invalidInput(
      'JSON object',
      'a summary of k6 (with "metrics" or "results"), or a report of Istanbul, Trivy, Grype or SARIF 2',
    );
  }
  return value;
}
