import { segmentCost, type SegmentSums } from './segment-costs.ts';
import { MIN_SEGMENT } from './shift-scan.ts';

/**
 * The segmentation of least total cost, each segment a level or a line (segmentCost) and each change paying `penalty`.
 * Only `candidates` (increasing, first 0, last n) may be ends of segments. Optimal partitioning with the pruning of
 * PELT (Killick et al. 2012): quadratic at worst in the number of candidates, near linear when there are many changes.
 * Returns the first index of each segment but the first, in order.
 */
export function optimalPartition(
  sums: SegmentSums,
  candidates: Int32Array,
  penalty: number,
  slopePenalty: number,
): number[] {
  const count = candidates.length;
  const best = new Float64Array(count).fill(Infinity);
  const previous = new Int32Array(count);
  // A pruned start may still be needed until the change that beats it can itself start a segment.
  const lastUse = new Int32Array(count).fill(candidates[count - 1]!);
  const live = new Int32Array(count);
  const costs = new Float64Array(count);
  let liveCount = 1;
  best[0] = -penalty;
  for (let index = 1; index < count; index++) {
    const end = candidates[index]!;
    for (let slot = 0; slot < liveCount; slot++) {
      const from = live[slot]!;
      const start = candidates[from]!;
      costs[slot] = Infinity;
      if (end - start < MIN_SEGMENT || best[from] === Infinity) continue;
      const cost = best[from]! + segmentCost(sums, start, end, slopePenalty);
      costs[slot] = cost;
      if (cost + penalty < best[index]!) {
        best[index] = cost + penalty;
        previous[index] = from;
      }
    }
    const limit = best[index]! + slopePenalty;
    let kept = 0;
    for (let slot = 0; slot < liveCount; slot++) {
      const from = live[slot]!;
      if (costs[slot]! > limit && costs[slot] !== Infinity && lastUse[from]! > end + MIN_SEGMENT) {
        lastUse[from] = end + MIN_SEGMENT;
      }
      if (lastUse[from]! > end) live[kept++] = from;
    }
    live[kept++] = index;
    liveCount = kept;
  }
  const changes: number[] = [];
  for (let index = previous[count - 1]!; index > 0; index = previous[index]!)
    changes.push(candidates[index]!);
  return changes.reverse();
}
