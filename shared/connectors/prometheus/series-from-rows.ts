import { PermanentError } from '../../errors/pipeline-error.ts';
import type { RawSeries } from '../../ports/metric-source.ts';
import type { PrometheusQuery } from './prometheus-query.ts';
import type { QueryRows } from './query-rows.ts';

/**
 * Series of a query's reply in our words. Prometheus tells absence as a gap and failed arithmetic as NaN or infinity; neither is a
 * measurement, so those samples are left out and counted in the notes, with the warnings of the server.
 */
export function seriesFromRows(reply: QueryRows, query: PrometheusQuery): readonly RawSeries[] {
  const serverNotes = [
    ...reply.warnings.map((text) => `Prometheus warned: ${text}`),
    ...reply.infos.map((text) => `Prometheus remarked: ${text}`),
  ];
  return reply.rows.map(({ labels, values, histograms }, index) => {
    if (values.length === 0 && histograms > 0) throw histogramOnly(index);
    const samples = samplesFrom(values, index);
    const dropped = values.length - samples.length;
    const notes = [
      ...serverNotes,
      ...(dropped > 0 ? [`${dropped} of ${values.length} samples were NaN or infinite and left out.`] : []),
      ...(histograms > 0 ? ['Native histogram samples beside the numbers were left out.'] : []),
    ];
    return {
      metric: query.metric,
      unit: query.unit,
      direction: query.direction,
      scale: query.scale,
      labels: labelsFrom(labels),
      samples,
      ...(notes.length === 0 ? {} : { notes }),
    };
  });
}

function samplesFrom(
  values: readonly (readonly [number, string])[],
  series: number,
): readonly { at: number; value: number }[] {
  const samples: { at: number; value: number }[] = [];
  for (const [index, [seconds, text]] of values.entries()) {
    const value = numberFrom(text);
    if (value === null) {
      throw new PermanentError(
        'REMOTE_REPLY_INVALID',
        `Prometheus answered a query with a value that is no number at "data.result.${series}.values.${index}".`,
      );
    }
    if (Number.isFinite(value)) samples.push({ at: Math.round(seconds * 1_000), value });
  }
  return samples.sort((a, b) => a.at - b.at);
}

/** Go prints floats as JavaScript reads them, but for the infinities. */
function numberFrom(text: string): number | null {
  if (text === 'NaN') return Number.NaN;
  const infinity = /^([+-]?)Inf$/.exec(text);
  if (infinity !== null) return infinity[1] === '-' ? -Infinity : Infinity;
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? null : value;
}

/** The name of the metric is the query's; `__name__` would say it twice and differ between equal expressions. */
function labelsFrom(metric: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const labels = Object.entries(metric).filter(([name]) => name !== '__name__');
  return Object.fromEntries(labels.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function histogramOnly(series: number): PermanentError {
  return new PermanentError(
    'REMOTE_REPLY_INVALID',
    `Prometheus answered with a native histogram at "data.result.${series}", which is no number; ask for histogram_quantile(…) or histogram_count(…) of it.`,
  );
}
