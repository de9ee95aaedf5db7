/** One answered (or failed) request of a load run. */
export interface ResponseSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly name: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly durationMs: number;
}

/** k6 calls answers of 200 to 399 expected (http.expectedStatuses). */
function isExpected(status: number): boolean {
  return status >= 200 && status < 400;
}

/** Declarations that k6 writes before the first point of each metric. */
export function k6StreamHeader(): string {
  return [
    declaration('http_reqs', 'counter', 'default'),
    declaration('http_req_duration', 'trend', 'time'),
    declaration('http_req_failed', 'rate', 'default'),
  ].join('');
}

/** A request as k6's JSON output writes it: its count, its duration in ms, and whether it failed. */
export function k6StreamPoints({ at, name, status, durationMs }: ResponseSample): string {
  const tags = {
    expected_response: String(isExpected(status)),
    name,
    status: String(status),
  };
  return (
    point('http_reqs', at, 1, tags) +
    point('http_req_duration', at, durationMs, tags) +
    point('http_req_failed', at, isExpected(status) ? 0 : 1, tags)
  );
}

/** A gauge of ours in bytes, declared and set once. */
export function k6StreamGauge(name: string, at: number, value: number): string {
  return declaration(name, 'gauge', 'data') + point(name, at, value, {});
}

function declaration(name: string, type: string, contains: string): string {
  const data = { name, type, contains, thresholds: [], submetrics: null };
  return `${JSON.stringify({ type: 'Metric', data, metric: name })}\n`;
}

function point(name: string, at: number, value: number, tags: Readonly<Record<string, string>>): string {
  const data = { time: new Date(at).toISOString(), value, tags };
  return `${JSON.stringify({ metric: name, type: 'Point', data })}\n`;
}
