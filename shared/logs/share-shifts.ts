import { conditionalTest } from '../statistics/compare/conditional-test.ts';
import { STATUS_CLASSES } from './http-status.ts';
import { SEVERITIES } from './severity.ts';
import {
  compareCounts,
  type Deviation,
  dispersionAt,
  ENOUGH_RECORDS,
  type RateComparison,
  type Variation,
  variationsOf,
} from './window-rates.ts';

/** How many of a pattern's records that say so at all are of a class. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** What of a pattern's records is compared: those of a severity (errors with what is worse) or of a class of HTTP status. */
export interface Shift {
  readonly property: 'level' | 'status';
  readonly value: 'warning' | 'error' | '4xx' | '5xx';
  readonly baseline: Share;
  readonly candidate: Share;
}

interface Property {
  readonly property: Shift['property'];
  readonly value: Shift['value'];
  /** Places in a tally that count, and those of all that say something. */
  readonly places: readonly number[];
  readonly all: readonly number[];
}

const LEVELS = SEVERITIES.map((_, at) => at);
const STATUSES = STATUS_CLASSES.map((_, at) => SEVERITIES.length + at);
const PROPERTIES: readonly Property[] = [
  { property: 'level', value: 'warning', places: [SEVERITIES.indexOf('warning')], all: LEVELS },
  {
    property: 'level',
    value: 'error',
    places: [SEVERITIES.indexOf('error'), SEVERITIES.indexOf('fatal')],
    all: LEVELS,
  },
  { property: 'status', value: '4xx', places: [statusPlace('4xx')], all: STATUSES },
  { property: 'status', value: '5xx', places: [statusPlace('5xx')], all: STATUSES },
];

function statusPlace(name: (typeof STATUS_CLASSES)[number]): number {
  return SEVERITIES.length + STATUS_CLASSES.indexOf(name);
}

/**
 * What of a pattern's records can be compared in two windows, by their tallies. Shares that cannot differ (all or none in
 * both windows, or none that says so in one) are left out.
 */
export function sharesOf(before: readonly number[], after: readonly number[]): readonly Shift[] {
  return PROPERTIES.flatMap(({ property, value, places, all }): Shift[] => {
    const baseline = { count: sumAt(before, places), of: sumAt(before, all) };
    const candidate = { count: sumAt(after, places), of: sumAt(after, all) };
    const count = baseline.count + candidate.count;
    if (baseline.of === 0 || candidate.of === 0 || count === 0 || count === baseline.of + candidate.of)
      return [];
    return [{ property, value, baseline, candidate }];
  });
}

/**
 * How shares vary between windows without a cause: as rates do, since what fails fails in bursts, and as the bulk of
 * shares itself shows.
 */
export function variationsOfShares(
  shares: readonly Shift[],
  ofRates: readonly Variation[],
): readonly Variation[] {
  const frequent = shares.filter(({ baseline, candidate }) => {
    const count = baseline.count + candidate.count;
    return Math.min(count, baseline.of + candidate.of - count) >= 2 * ENOUGH_RECORDS;
  });
  return [...ofRates, ...variationsOf(frequent.map(deviationOf))];
}

/** Of the ratio of odds; half a record more in each of the four counts keeps it finite (Haldane 1956). */
function deviationOf(shift: Shift): Deviation {
  const [a, b, c, d] = countsOf(shift).map((count) => count + 0.5) as [number, number, number, number];
  return { squared: Math.log((b * c) / (a * d)) ** 2, chance: 1 / a + 1 / b + 1 / c + 1 / d };
}

/**
 * Compares a share in two windows: Fisher's exact test of two proportions on counts deflated by how shares vary. The
 * interval is that of the ratio of two rates, which is somewhat wide where most records are of the class.
 */
export function compareShares(shift: Shift, variations: readonly Variation[]): RateComparison {
  const { baseline, candidate } = shift;
  const dispersion = dispersionAt(variations, countsOf(shift));
  const { rateRatio, interval } = compareCounts(
    { baseline: baseline.count, candidate: candidate.count },
    { factor: candidate.of / baseline.of, variations },
  );
  const deflated = ({ count, of }: Share) => ({ events: count / dispersion, exposure: of / dispersion });
  return {
    rateRatio,
    interval,
    pValue: conditionalTest(deflated(baseline), deflated(candidate), 'proportion'),
  };
}

/** Records of the class and of the others, of the baseline, then of the candidate. */
function countsOf({ baseline, candidate }: Shift): readonly [number, number, number, number] {
  return [baseline.count, baseline.of - baseline.count, candidate.count, candidate.of - candidate.count];
}

function sumAt(tally: readonly number[], places: readonly number[]): number {
  return places.reduce((sum, at) => sum + (tally[at] ?? 0), 0);
}
