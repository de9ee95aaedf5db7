import {
  checkedAlpha,
  type ChangePoint,
  type ChangePointOptions,
  describeChanges,
} from './describe-changes.ts';
import { changeSinceLook, type HistoryLook, lastLook, takeLook, watchPoint } from './history-look.ts';
import { readValue } from './read-series.ts';

/** A history that grows one value at a time. */
export interface ChangePointStream {
  /** Appends a value (null or NaN for a gap) and returns the change points of the history so far. */
  readonly append: (value: number | null) => readonly ChangePoint[];
  /** Change points of the history so far: exactly what detectChangePoints finds in the same values. */
  readonly changePoints: () => readonly ChangePoint[];
}

/**
 * Change points of a growing history. The whole is looked at anew at fixed lengths (each of the first 128, then 16 to
 * 32 times while it doubles); between looks each new point is judged by the segment that was last. detectChangePoints
 * follows the same schedule, so the two always agree.
 */
export function createChangePointStream(options: ChangePointOptions = {}): ChangePointStream {
  const alpha = checkedAlpha(options.alpha);
  let values = new Float64Array(64);
  let positions = new Int32Array(64);
  let count = 0;
  let appended = 0;
  let look: HistoryLook = takeLook(values.subarray(0, 0), alpha);
  let atLook: readonly ChangePoint[] = [];

  const current = (): readonly ChangePoint[] => {
    const since = changeSinceLook(look.watch, alpha);
    if (since === null) return atLook;
    // The last segment of the look ends at the new change now, so only the change before it is described anew.
    return describeChanges(
      values.subarray(0, count),
      positions,
      [...look.changes, since],
      atLook.slice(0, -1),
    );
  };

  const append = (value: number | null): readonly ChangePoint[] => {
    const read = readValue(value, appended);
    appended++;
    if (read === null) return current();
    if (count === values.length) {
      values = grown(values, new Float64Array(2 * count));
      positions = grown(positions, new Int32Array(2 * count));
    }
    values[count] = read;
    positions[count] = appended - 1;
    count++;
    if (lastLook(count) === count) {
      look = takeLook(values.subarray(0, count), alpha);
      atLook = describeChanges(values.subarray(0, count), positions, look.changes);
    } else {
      watchPoint(look.watch, read);
    }
    return current();
  };
  return { append, changePoints: current };
}

function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
