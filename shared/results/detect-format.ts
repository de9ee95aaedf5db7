import { isJmeterHeader } from './jmeter-csv.ts';

export type ResultFormat = 'jmeter-csv' | 'k6-json-stream' | 'k6-csv' | 'k6-summary';

/** How many of the first bytes are enough to tell. */
export const DETECTION_BYTES = 64 * 1024;

/**
 * Which output of which tool this is, from its first bytes, never from a file name. Null: none that is known.
 * More than one line starting with `{"metric"…` or `{"type"…` is k6's stream; an object over several lines its summary.
 */
export function detectFormat(firstBytes: Uint8Array): ResultFormat | null {
  const text = new TextDecoder().decode(firstBytes.subarray(0, DETECTION_BYTES)).trimStart();
  const lineEnd = text.indexOf('\n');
  const firstLine = lineEnd === -1 ? text : text.slice(0, lineEnd);
  if (text.startsWith('{')) return isStreamLine(firstLine) ? 'k6-json-stream' : 'k6-summary';
  const columns = firstLine.trim().replaceAll('"', '').split(',');
  if (['metric_name', 'timestamp', 'metric_value'].every((column) => columns.includes(column)))
    return 'k6-csv';
  return isJmeterHeader(columns) ? 'jmeter-csv' : null;
}

/** The first line may be cut by the limit, so the members are looked for as text. */
function isStreamLine(line: string): boolean {
  return (
    /"type"\s*:\s*"(Metric|Point)"/.test(line) &&
    (/"metric"\s*:\s*"/.test(line) || /"data"\s*:\s*\{/.test(line))
  );
}
