import type { Finding, MovedMetric } from '../contracts/finding.ts';
import type { Masked } from '../contracts/masked.ts';
import { joinMasked, maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Measured } from '../contracts/measured.ts';
import type { Measurement, Metric } from '../contracts/measurement.ts';
import { laggedCorrelation } from '../statistics/causes/lagged-correlation.ts';
import { onsetOfChange } from '../statistics/causes/onset-of-change.ts';
import { rankCauses } from '../statistics/causes/rank-causes.ts';
import { shiftOf } from '../statistics/causes/rank-by-shift.ts';

const MOST_NAMED = 10;
/** Labels that say what a metric was measured on, the closest first. */
const NODE_LABELS = ['pod', 'container', 'instance', 'host', 'node', 'service', 'job'] as const;
/** Steps that every course is brought to before they are compared. */
const STEPS = 60;
/** Correlations below this say nothing that is worth a sentence. */
const TELLING = 0.6;

type Course = readonly (number | null)[];

/** One monitored metric on one node, over the load of both sides. */
interface Monitored {
  readonly node: Masked;
  readonly metric: Masked;
  readonly seconds: number;
  /** Mean over the side's runs at each step of the load. */
  readonly before: Course;
  readonly after: Course;
}

/**
 * Monitored metrics that left their normal behaviour with the change, the likeliest to be behind the others first: by the time within
 * the load at which they left it, else by how far (statistics/causes). Empty without a regression of this change: then there is
 * nothing to explain, and whatever moved is chance.
 */
export function movedMetrics(parts: readonly Measured[], findings: readonly Finding[]): MovedMetric[] {
  const worse = findings.filter(({ answer, before }) => answer === 'regression' && before === null);
  if (worse.length === 0) return [];
  const monitored = monitoredOf(parts);
  if (monitored.length === 0) return [];
  const named = monitored.map((one, index) => ({ ...one, id: String(index) }));
  const ranked = rankCauses({
    timed: {
      // The identity stands for node and metric, so that each series is ranked by itself.
      series: named.map(({ id, metric, before, after }) => ({
        node: id,
        metric,
        values: [...before, ...after],
      })),
      searchFrom: STEPS,
    },
    shifts: named.map(({ id, metric, before, after }) => ({
      node: id,
      metric,
      normal: before,
      abnormal: after,
    })),
  });
  const symptom = symptomAmong(named, worse);
  return ranked.causes.slice(0, MOST_NAMED).flatMap(({ node, score, strength }, index) => {
    const one = named[Number(node)];
    if (one === undefined) return [];
    return [
      {
        id: `M${index + 1}`,
        node: one.node,
        metric: one.metric,
        score,
        strength,
        reason: reasonOf(one),
        leads: symptom === null || symptom.id === one.id ? null : leadOf(one, symptom),
      },
    ];
  });
}

function monitoredOf(parts: readonly Measured[]): readonly Monitored[] {
  const found = new Map<
    string,
    { metric: Metric; seconds: number; baseline: Course[]; candidate: Course[] }
  >();
  for (const part of parts.filter(({ source }) => source.kind === 'metrics')) {
    for (const side of ['baseline', 'candidate'] as const) {
      for (const [metric, measurement] of part[side].flatMap(metricsOf)) {
        const { course, name, labels } = metric;
        if (course === undefined || course.values.length < 2) continue;
        const key = JSON.stringify([part.source.part, name, Object.entries(labels).sort()]);
        const seconds = (measurement.durationSeconds ?? course.everySeconds * course.values.length) / STEPS;
        const entry = found.get(key) ?? { metric, seconds, baseline: [], candidate: [] };
        found.set(key, entry);
        entry[side].push(stretched(course.values));
      }
    }
  }
  return [...found.values()]
    .filter(({ baseline, candidate }) => baseline.length > 0 && candidate.length > 0)
    .map(({ metric, seconds, baseline, candidate }) => ({
      node: nodeOf(metric),
      metric: metric.name,
      seconds,
      before: meanCourse(baseline),
      after: meanCourse(candidate),
    }));
}

function metricsOf(measurement: Measurement): (readonly [Metric, Measurement])[] {
  return measurement.metrics.map((metric) => [metric, measurement] as const);
}

function nodeOf({ labels }: Metric): Masked {
  const label = NODE_LABELS.find((name) => labels[name] !== undefined);
  const named = label === undefined ? undefined : labels[label];
  if (named !== undefined) return named;
  const all = Object.entries(labels).map(([name, value]) => maskedText`${maskedName(name)}=${value}`);
  return all.length === 0 ? maskedText`the service` : joinMasked(all, maskedText`, `);
}

/** The course on a grid of its own length brought to the common one, each step repeated or left out as it comes. */
function stretched(values: Course): Course {
  return Array.from(
    { length: STEPS },
    (_, step) => values[Math.min(values.length - 1, Math.floor((step * values.length) / STEPS))] ?? null,
  );
}

function meanCourse(courses: readonly Course[]): Course {
  return Array.from({ length: STEPS }, (_, step) => {
    const seen = courses.map((course) => course[step] ?? null).filter((value) => value !== null);
    return seen.length === 0 ? null : seen.reduce((sum, value) => sum + value / seen.length, 0);
  });
}

/** The monitored figure that regressed hardest, to which the others are held. */
function symptomAmong<T extends Monitored>(monitored: readonly T[], worse: readonly Finding[]): T | null {
  const hardest = worse.toSorted((a, b) => (b.impact?.score ?? 0) - (a.impact?.score ?? 0));
  for (const finding of hardest) {
    const found = monitored.find(({ metric }) => metric === finding.metric);
    if (found !== undefined) return found;
  }
  return null;
}

function reasonOf({ metric, before, after, seconds }: Monitored): Masked {
  const shift = shiftOf({ node: '', metric, normal: before, abnormal: after });
  const onset = onsetOfChange([...before, ...after], STEPS);
  const size = shift === null ? maskedText`${metric} moved.` : maskedName(shift.reason);
  if (onset === null || onset.at <= STEPS) return size;
  return maskedText`${size} It left its normal level ${Number(((onset.at - STEPS) * seconds).toPrecision(2))} s into the load.`;
}

function leadOf(one: Monitored, symptom: Monitored): MovedMetric['leads'] {
  const found = laggedCorrelation(one.after, symptom.after, STEPS / 4);
  if (found === null || Math.abs(found.correlation) < TELLING) return null;
  const seconds = Number((found.lag * one.seconds).toPrecision(2));
  return { symptom: symptom.metric, seconds, correlation: found.correlation };
}
