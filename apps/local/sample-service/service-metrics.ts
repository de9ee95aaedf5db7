const BUCKETS_SECONDS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

interface Series {
  count: number;
  sumSeconds: number;
  readonly buckets: number[];
}

/** Counts requests and renders them in the text format of Prometheus. */
interface ServiceMetrics {
  record(route: string, status: number, seconds: number): void;
  /** Requests of the routes so far. */
  requests(): number;
  render(): string;
}

/** Metrics of one process, empty at first. */
export function createServiceMetrics(): ServiceMetrics {
  const seriesByLabels = new Map<string, Series>();
  let requests = 0;
  return {
    record(route, status, seconds) {
      requests += 1;
      const labels = `route="${route}",status="${String(status)}"`;
      const series = seriesByLabels.get(labels) ?? {
        count: 0,
        sumSeconds: 0,
        buckets: BUCKETS_SECONDS.map(() => 0),
      };
      series.count += 1;
      series.sumSeconds += seconds;
      BUCKETS_SECONDS.forEach((bound, index) => {
        if (seconds <= bound) series.buckets[index] = (series.buckets[index] ?? 0) + 1;
      });
      seriesByLabels.set(labels, series);
    },
    requests: () => requests,
    render: () => [...requestLines(seriesByLabels), ...processLines()].join('\n') + '\n',
  };
}

function requestLines(seriesByLabels: ReadonlyMap<string, Series>): readonly string[] {
  const series = [...seriesByLabels];
  return [
    '# HELP http_requests_total Requests answered.',
    '# TYPE http_requests_total counter',
    ...series.map(([labels, { count }]) => `http_requests_total{${labels}} ${String(count)}`),
    '# HELP http_request_duration_seconds Time from request to answer.',
    '# TYPE http_request_duration_seconds histogram',
    ...series.flatMap(([labels, { buckets, count, sumSeconds }]) => [
      ...BUCKETS_SECONDS.map(
        (bound, index) =>
          `http_request_duration_seconds_bucket{${labels},le="${String(bound)}"} ${String(buckets[index] ?? 0)}`,
      ),
      `http_request_duration_seconds_bucket{${labels},le="+Inf"} ${String(count)}`,
      `http_request_duration_seconds_sum{${labels}} ${String(sumSeconds)}`,
      `http_request_duration_seconds_count{${labels}} ${String(count)}`,
    ]),
  ];
}

function processLines(): readonly string[] {
  const { heapUsed, rss } = process.memoryUsage();
  return [
    '# HELP nodejs_heap_size_used_bytes Heap in use, garbage included.',
    '# TYPE nodejs_heap_size_used_bytes gauge',
    `nodejs_heap_size_used_bytes ${String(heapUsed)}`,
    '# HELP process_resident_memory_bytes Resident memory.',
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${String(rss)}`,
  ];
}
