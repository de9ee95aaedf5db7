import { isJmeterHeader } from './jmeter-csv.ts';

export type ResultFormat =
  | 'grype'
  | 'istanbul'
  | 'jmeter-csv'
  | 'k6-csv'
  | 'k6-json-stream'
  | 'k6-summary'
  | 'lcov'
  | 'sarif'
  | 'trivy'
  | 'xml-report';

/** How many of the first bytes are enough to tell. */
export const DETECTION_BYTES = 64 * 1024;

/**
 * Which output of which tool this is, from its first bytes, never from a file name. Null: none that is known.
 * More than one line starting with `{"metric"…` or `{"type"…` is k6's stream; an object that is none of the reports below its summary.
 */
export function detectFormat(firstBytes: Uint8Array): ResultFormat | null {
  const text = new TextDecoder().decode(firstBytes.subarray(0, DETECTION_BYTES)).trimStart();
  const lineEnd = text.indexOf('\n');
  const firstLine = lineEnd === -1 ? text : text.slice(0, lineEnd);
  if (text.startsWith('{'))
    return isStreamLine(firstLine) ? 'k6-json-stream' : (reportIn(text) ?? 'k6-summary');
  if (text.startsWith('<')) return 'xml-report';
  if (text.startsWith('[')) return /^\[\s*\{\s*"Target"\s*:/.test(text) ? 'trivy' : null;
  // lcov 2 may begin with comments.
  if (/^(#.*\n\s*)*(TN|SF):/.test(text)) return 'lcov';
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

/** Members by which the JSON of other tools is known; the order matters, since a report may quote another's words further down. */
const JSON_REPORTS = [
  // Some writers put the version last, far behind what is looked at here.
  {
    format: 'sarif',
    members: [/"version"\s*:\s*"2\.|"\$schema"\s*:\s*"[^"]*sarif|"tool"\s*:\s*\{/, /"runs"\s*:\s*\[/],
  },
  { format: 'trivy', members: [/"(SchemaVersion|ClusterName)"\s*:/] },
  { format: 'istanbul', members: [/"statementMap"\s*:|"total"\s*:\s*\{\s*"lines"\s*:/] },
  { format: 'grype', members: [/"(matches|ignoredMatches)"\s*:\s*\[|"descriptor"\s*:\s*\{/] },
] as const;

function reportIn(text: string): ResultFormat | null {
  const found = JSON_REPORTS.find(({ members }) => members.every((member) => member.test(text)));
  return found?.format ?? null;
}
