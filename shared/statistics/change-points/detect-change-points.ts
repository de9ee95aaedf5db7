import {
  checkedAlpha,
  type ChangePoint,
  type ChangePointOptions,
  describeChanges,
} from './describe-changes.ts';
import { changeSinceLook, lastLook, takeLook, watchPoint } from './history-look.ts';
import { readSeries, type SeriesInput } from './read-series.ts';

/**
 * Change points of a history: where its level (or its trend) changed for at least five values. Gaps (null, NaN) are
 * skipped. Deterministic; the same for values times a positive constant or plus a constant. The chance of any change
 * point in an unchanged stationary series is at most `alpha`, whatever its distribution and for lag-one
 * autocorrelations up to 0.6; but at 0.1 to 0.2, which 100 points cannot tell from none, it was measured there at
 * .055 ± .002 for an alpha of .05. Fewer than ten values, or constant ones, have none.
 *
 * The levels of changes found by the last whole look (createChangePointStream) are those at that look.
 * Method and figures: docs/statistics-history.md. Throws PermanentError SAMPLE_INVALID for anything but numbers.
 */
export function detectChangePoints(
  input: SeriesInput,
  options: ChangePointOptions = {},
): readonly ChangePoint[] {
  const alpha = checkedAlpha(options.alpha);
  const { values, positions } = readSeries(input);
  const lookedAt = lastLook(values.length);
  const { changes, watch } = takeLook(values.subarray(0, lookedAt), alpha);
  for (let index = lookedAt; index < values.length; index++) watchPoint(watch, values[index]!);
  const since = changeSinceLook(watch, alpha);
  if (since !== null) return describeChanges(values, positions, [...changes, since]);
  return describeChanges(values.subarray(0, lookedAt), positions, changes);
}
