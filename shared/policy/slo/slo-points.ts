import type { Indicator } from './slo-rule.ts';
import type { SloPoint } from './slo-compliance.ts';

/** The fields of a noted figure that an objective looks at. */
interface NotedFigure {
  readonly at: Date;
  readonly value: number;
  readonly count: number | null;
  readonly events: number | null;
}

/**
 * Figures → what they add to an objective. Of events those figures count that tell their number; of a bound each measurement is one, good
 * when it keeps it. @returns also how many figures told no number of events
 */
export function sloPoints(
  figures: readonly NotedFigure[],
  indicator: Indicator,
): { readonly points: readonly SloPoint[]; readonly leftOut: number } {
  if (!('events' in indicator)) {
    const keeps = (value: number): boolean =>
      (indicator.max === undefined || value <= indicator.max) &&
      (indicator.min === undefined || value >= indicator.min);
    return {
      points: figures.map(({ at, value }) => ({ at: at.getTime(), good: keeps(value) ? 1 : 0, total: 1 })),
      leftOut: 0,
    };
  }
  const points = figures.flatMap(({ at, count, events }): SloPoint[] => {
    if (count === null || events === null) return [];
    const good = indicator.events === 'good' ? events : count - events;
    return [{ at: at.getTime(), good, total: count }];
  });
  return { points, leftOut: figures.length - points.length };
}
