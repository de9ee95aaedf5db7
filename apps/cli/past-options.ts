import { type Command, InvalidArgumentError } from 'commander';
import { parseInstant } from '../../shared/statistics/anomalies/parse-instant.ts';
import { withTarget } from './run-command.ts';

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const MOST_RUNS = 1_000;

/** Options that say which past runs are looked at. */
export function withPastRuns(command: Command): Command {
  return withTarget(command)
    .option('--since <when>', 'runs decided since: a day (2026-11-01), or how long ago (12h, 30d, 8w)', since)
    .option('--service <name>', 'of one service only')
    .option('--limit <n>', `how many at most, 1 to ${MOST_RUNS}, newest first`, limit, 100)
    .option(
      '--folder <folder>',
      'exported runs (runs/<run id>/<step>.json, at any depth) in place of the server',
    );
}

function since(text: string): Date {
  const [, count, unit] = /^(\d{1,4})([hdw])$/.exec(text) ?? [];
  const unitMs = UNITS[unit ?? ''];
  if (count !== undefined && unitMs !== undefined) return new Date(Date.now() - Number(count) * unitMs);
  const at = parseInstant(text);
  if (at !== null) return new Date(at);
  throw new InvalidArgumentError('Give a day as 2026-11-01, or how long ago as 12h, 30d or 8w.');
}

function limit(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_RUNS) return count;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_RUNS}.`);
}
