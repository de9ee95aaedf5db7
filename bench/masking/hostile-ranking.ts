import { createMasker } from '../../shared/masking/create-masker.ts';

/** A unit whose repetition was masked, and how fast that went beside normal lines. */
interface RankedUnit {
  readonly unit: string;
  /** Megabytes a second of processor time, the best of its rounds. */
  readonly speed: number;
  /** That speed over the best of normal lines in as many rounds at about the same time. */
  readonly share: number;
}

/** One look at some units: longer texts and more rounds for fewer of them. */
interface Look {
  readonly length: number;
  readonly rounds: number;
  /** How many of the slowest it looks at. */
  readonly most: number;
}

const LOOKS: readonly Look[] = [
  { length: 4_000, rounds: 3, most: Infinity },
  { length: 64_000, rounds: 3, most: 2000 },
  { length: 200_000, rounds: 6, most: 150 },
];
/** Normal lines are measured before each so many units, as often as those: the machine is not as fast at all times. */
const UNITS_BETWEEN = 50;
const NORMAL_LENGTH = 400_000;

/**
 * Ranks units by how slowly their repetition is masked, slowest first: all of them at a short text, the slowest at longer ones.
 * Processor time, the best of several rounds on both sides, and normal lines by turns in the same process: what else a machine
 * does slows single rounds down, and all but the best are dropped.
 */
export function rankUnits(units: readonly string[], normalLines: string): readonly RankedUnit[] {
  const normal = normalLines.slice(0, NORMAL_LENGTH);
  let ranked: readonly RankedUnit[] = units.map((unit) => ({ unit, speed: 0, share: 0 }));
  for (const look of LOOKS) {
    const again = ranked.slice(0, look.most).map(({ unit }) => unit);
    ranked = [...measure(again, normal, look), ...ranked.slice(look.most)];
  }
  return [...ranked].sort((a, b) => a.share - b.share);
}

function measure(units: readonly string[], normal: string, { length, rounds }: Look): readonly RankedUnit[] {
  const best = new Float64Array(units.length);
  const bestNormal = new Float64Array(Math.ceil(units.length / UNITS_BETWEEN));
  for (let round = 0; round < rounds; round++) {
    // Pseudonyms that were made once are remembered: each round begins with none.
    const masker = createMasker({ runKey: `round ${round}` });
    const speedOf = (text: string): number => text.length / processorTime(() => masker.mask(text));
    for (const [index, unit] of units.entries()) {
      const batch = Math.floor(index / UNITS_BETWEEN);
      if (index % UNITS_BETWEEN === 0) bestNormal[batch] = Math.max(bestNormal[batch]!, speedOf(normal));
      best[index] = Math.max(best[index]!, speedOf(repeated(unit, length)));
    }
  }
  return units
    .map((unit, index) => ({
      unit,
      speed: best[index]!,
      share: best[index]! / bestNormal[Math.floor(index / UNITS_BETWEEN)]!,
    }))
    .sort((a, b) => a.share - b.share);
}

/** Microseconds of processor time of this process. */
function processorTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return Math.max(1, user + system);
}

export function repeated(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length));
}
