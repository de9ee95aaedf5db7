import { labelKey, type Labels, labelsFrom } from './k6-labels.ts';
import type { K6Type } from './k6-metric.ts';
import { createSeriesStatistics, type SeriesStatistics } from './series-statistics.ts';

export const MOST_LABEL_SETS = 200;
const MOST_CACHED_TAGS = 20_000;

export interface LabelledSeries {
  readonly labels: Labels;
  readonly series: SeriesStatistics;
}

/** The split series of one metric. */
export interface Split {
  readonly tags: readonly string[];
  readonly type: K6Type;
  readonly byKey: Map<string, LabelledSeries>;
  /** Addresses vary without end, their labels do not: raw tags → series, emptied when it grows. */
  readonly cache: Map<string, SeriesStatistics | 'whole only' | 'left out'>;
}

export function createSplit(tags: readonly string[], type: K6Type): Split {
  return { tags, type, byKey: new Map(), cache: new Map() };
}

/** Finds or makes the series of a point; all metrics together may have MOST_LABEL_SETS sets of labels. */
export function createLabelSets(): {
  seriesOf(split: Split, tags: Labels): SeriesStatistics | 'whole only' | 'left out';
} {
  const labelSets = new Set<string>();

  function make(split: Split, labels: Labels): SeriesStatistics | 'left out' {
    const key = labelKey(labels);
    const known = split.byKey.get(key);
    if (known !== undefined) return known.series;
    if (!labelSets.has(key) && labelSets.size >= MOST_LABEL_SETS) return 'left out';
    labelSets.add(key);
    const series = createSeriesStatistics(split.type);
    split.byKey.set(key, { labels, series });
    return series;
  }

  return {
    seriesOf(split, tags) {
      const cacheKey = split.tags.map((tag) => tags[tag] ?? '').join('\u0000');
      const cached = split.cache.get(cacheKey);
      if (cached !== undefined) return cached;
      if (split.cache.size >= MOST_CACHED_TAGS) split.cache.clear();
      const labels = labelsFrom(split.tags, tags);
      const series = labels === null ? 'whole only' : make(split, labels);
      split.cache.set(cacheKey, series);
      return series;
    },
  };
}
