import * as z from 'zod';
import { invalidInput } from './invalid-input.ts';
import { builtInMetric, type K6Metric } from './k6-metric.ts';
import { type Labels, spaced } from './k6-labels.ts';
import { createPointCollector } from './point-collector.ts';
import type { ResultReader, RunFacts } from './raw-measurement.ts';
import { readText } from './shown-text.ts';
import { createLineSplitter } from './split-lines.ts';

const MetricLine = z.object({
  type: z.literal('Metric'),
  metric: z.string().min(1),
  data: z.object({
    type: z.enum(['counter', 'gauge', 'rate', 'trend']),
    contains: z.enum(['default', 'time', 'data']).catch('default'),
    thresholds: z.array(z.string()).nullish(),
    submetrics: z.array(z.object({ tags: z.record(z.string(), z.string()).nullish() })).nullish(),
  }),
});

/** A point, checked by hand: a schema would cost most of the time that millions of lines take. */
interface Point {
  readonly metric: string;
  readonly time: string;
  readonly value: number;
  readonly tags: Labels;
}

const NO_TAGS: Labels = {};
const MOST_THRESHOLD_NOTES = 20;
const MOST_SUBMETRICS = 50;

/** Reads `k6 run --out json=FILE`: one JSON object a line, `Metric` before the first `Point` of each metric. */
export function createK6JsonStreamReader(facts: RunFacts): ResultReader {
  const collector = createPointCollector();
  const notes: string[] = [];
  let complete = true;
  let points = 0;
  let lastTime = '';
  let lastAt = Number.NaN;

  function takeMetric(value: unknown, number: number): void {
    const parsed = MetricLine.safeParse(value);
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path.join('.') ?? '';
      throw invalidInput(`line ${number}`, `a k6 "Metric" whose field "${field}" is as documented`);
    }
    const { metric, data } = parsed.data;
    const submetrics = (data.submetrics ?? [])
      .flatMap(({ tags }) => (tags === null || tags === undefined ? [] : [tags]))
      .slice(0, MOST_SUBMETRICS);
    collector.declare(metric, data, withExpectedResponse(metric, submetrics));
    for (const threshold of data.thresholds ?? []) {
      if (notes.length < MOST_THRESHOLD_NOTES)
        notes.push(`k6 threshold on ${spaced(metric)}: ${readText(threshold)}`);
    }
  }

  function takePoint(point: Point, number: number): void {
    if (point.time !== lastTime) {
      lastTime = point.time;
      lastAt = Date.parse(point.time);
      if (Number.isNaN(lastAt))
        throw invalidInput(`line ${number}`, 'field "data.time" to be an RFC 3339 time');
    }
    if (!collector.knows(point.metric)) declareUnannounced(point.metric);
    collector.add(point.metric, lastAt, point.value, point.tags);
    points += 1;
  }

  /** The line that announces a metric is missing when the file was cut at its beginning. */
  function declareUnannounced(metric: string): void {
    const assumed: K6Metric = builtInMetric(metric) ?? { type: 'trend', contains: 'default' };
    collector.declare(metric, assumed, withExpectedResponse(metric, []));
  }

  const lines = createLineSplitter((line, number, ended) => {
    if (line.trim() === '') return;
    const value = jsonFrom(line);
    if (value === undefined) {
      if (ended) throw invalidInput(`line ${number}`, 'one JSON object a line, as k6 --out json writes');
      // Whoever wrote the file was stopped in the middle of a line.
      complete = false;
      notes.push('The last line is cut; the run was broken off or not sent whole.');
      return;
    }
    const point = pointFrom(value);
    if (point !== null) takePoint(point, number);
    else takeMetric(value, number);
  });

  return {
    push: (chunk) => lines.push(chunk),
    end() {
      lines.end();
      if (points === 0) throw invalidInput('the whole', 'at least one k6 "Point"');
      return collector.measurement(facts, { complete, notes });
    },
  };
}

/** k6 itself always keeps the times of expected answers apart; so does this reader. */
export function withExpectedResponse(metric: string, submetrics: readonly Labels[]): readonly Labels[] {
  if (metric !== 'http_req_duration') return submetrics;
  const others = submetrics.filter(
    (tags) => tags['expected_response'] !== 'true' || Object.keys(tags).length > 1,
  );
  return [{ expected_response: 'true' }, ...others];
}

function jsonFrom(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch {
    return undefined;
  }
}

/** @returns null when the object is no point, or one whose fields are wrong */
function pointFrom(value: unknown): Point | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('type' in value) || value.type !== 'Point' || !('metric' in value) || !('data' in value)) return null;
  const { metric, data } = value;
  if (typeof metric !== 'string' || typeof data !== 'object' || data === null) return null;
  if (!('time' in data) || !('value' in data)) return null;
  if (typeof data.time !== 'string' || typeof data.value !== 'number') return null;
  return { metric, time: data.time, value: data.value, tags: 'tags' in data ? tagsFrom(data.tags) : NO_TAGS };
}

function tagsFrom(tags: unknown): Labels {
  return isTags(tags) ? tags : NO_TAGS;
}

function isTags(tags: unknown): tags is Labels {
  if (typeof tags !== 'object' || tags === null) return false;
  for (const value of Object.values(tags)) if (typeof value !== 'string') return false;
  return true;
}
