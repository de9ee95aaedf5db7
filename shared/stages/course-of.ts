import type { Metric } from '../contracts/measurement.ts';
import type { RawSeries } from '../ports/metric-source.ts';

const MOST_STEPS = 120;

/**
 * Samples of a window on an even grid that follows from the window and the number of samples alone, so that series of one source can
 * be laid side by side: the mean of each step, null where there was no sample.
 * @param window ISO 8601
 */
export function courseOf(
  samples: RawSeries['samples'],
  window: { readonly from: string; readonly to: string },
): NonNullable<Metric['course']> {
  const from = Date.parse(window.from);
  const lengthMs = Math.max(1, Date.parse(window.to) - from);
  const steps = Math.min(MOST_STEPS, Math.max(1, samples.length));
  const sums = new Float64Array(steps);
  const counts = new Float64Array(steps);
  for (const { at, value } of samples) {
    if (!Number.isFinite(value)) continue;
    const step = Math.min(steps - 1, Math.max(0, Math.floor(((at - from) / lengthMs) * steps)));
    sums[step] = (sums[step] ?? 0) + value;
    counts[step] = (counts[step] ?? 0) + 1;
  }
  const values = Array.from(sums, (sum, step) => {
    const count = counts[step] ?? 0;
    const mean = sum / count;
    return count > 0 && Number.isFinite(mean) ? mean : null;
  });
  return { everySeconds: lengthMs / steps / 1_000, values };
}
