import type { PlantedValue } from './planted-values.ts';
import { k6Lines } from './k6-lines.ts';

/** A k6 JSON stream whose tags, group names, metric names and thresholds hold the values. */
export function plantedLines(options: {
  readonly medianMs: number;
  readonly seed: number;
  readonly tags: readonly PlantedValue[];
  readonly metrics: readonly PlantedValue[];
  readonly thresholds: readonly PlantedValue[];
}): string {
  const time = new Date(Date.UTC(2026, 0, 1) + options.seed * 60_000).toISOString();
  const declared = options.metrics.map(({ text }, at) => {
    const data = {
      name: text,
      type: 'trend',
      contains: 'time',
      thresholds: at === 0 ? options.thresholds.map((threshold) => `p(95)<500 // ${threshold.text}`) : [],
      submetrics: [{ name: `${text}{a:b}`, suffix: 'a:b', tags: { [text]: text } }],
    };
    return JSON.stringify({ type: 'Metric', data, metric: text });
  });
  const points = [
    ...options.metrics.map(({ text }) => point(text, time, { [text]: text })),
    ...options.tags.flatMap(({ text }, at) => [
      point('http_req_duration', time, { group: `::${text}`, name: text, scenario: text, method: text }),
      point('http_req_duration', time, {
        name: `https://shop.test/orders/${encodeURIComponent(text)}?q=${at}`,
      }),
      point('checks', time, { check: text, group: `::${text}` }),
      point('group_duration', time, { group: `::${text}` }),
    ]),
  ];
  return `${k6Lines(options)}${[...declared, ...points].join('\n')}\n`;
}

/** An old k6 summary with the value in the name of a metric, of a tag, a group and a check; null: without one. */
export function plantedSummary(planted: PlantedValue | null): string {
  const name = planted?.text ?? 'plain';
  const trend = { avg: 20, min: 10, med: 20, max: 40, 'p(90)': 30, 'p(95)': 35 };
  return JSON.stringify({
    root_group: {
      name: '',
      path: '',
      groups: { [name]: { name, path: `::${name}`, groups: {}, checks: {} } },
      checks: { [name]: { name, path: `::${name}`, passes: 3, fails: 1 } },
    },
    metrics: {
      http_req_duration: trend,
      [`http_req_duration{name:${name}}`]: { ...trend, thresholds: { [`p(95)<500 ${name}`]: false } },
      [name]: trend,
    },
  });
}

function point(metric: string, time: string, tags: Record<string, string>): string {
  return JSON.stringify({ metric, type: 'Point', data: { time, value: 12, tags } });
}
