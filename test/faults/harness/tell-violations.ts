const MOST_LINES = 40;

/** Tells violations and, of the hosts' log, what was rejected and the lines of the runs that are concerned. */
export function tellViolations(
  violations: readonly string[],
  log: readonly string[],
  tell: (line: string) => void,
): void {
  if (violations.length === 0) return;
  const runs = new Set(violations.flatMap((violation) => violation.match(/run-[0-9a-f]{24}/g) ?? []));
  const lines = log.filter(
    (line) => line.includes('"rejectedTo"') || [...runs].some((run) => line.includes(run)),
  );
  for (const line of [...violations, ...lines.slice(-MOST_LINES)]) tell(line);
}

/** An error with its causes, as `fetch` hides them. */
export function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const where = error.stack?.split('\n').find((line) => line.includes('test/faults/')) ?? '';
  const because = error.cause === undefined ? '' : `, because of ${inWords(error.cause)}`;
  return `${error.name}: ${error.message}${because} ${where.trim()}`.trim();
}
