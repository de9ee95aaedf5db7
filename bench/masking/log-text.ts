import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const SHARED = join(import.meta.dirname, '../../../shared');

/** Lines of real systems with 2 % inserted cases where the shared data are there, one made-up line repeated elsewhere. */
export function logsWithCases(megabytes: number): string {
  const logs = join(SHARED, 'data/logs');
  const cases = join(SHARED, 'data/masking');
  if (!existsSync(logs) || !existsSync(cases)) return madeUpLogs(megabytes);
  const systems = readdirSync(logs)
    .map((name) => join(logs, name, 'raw.log'))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8').split('\n'));
  const inserted = readdirSync(cases)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(cases, name), 'utf8').split('\n'))
    .flatMap((line) => /"text": "((?:[^"\\]|\\.){1,300})"/.exec(line)?.[1] ?? [])
    .filter((text) => !text.includes('\\n'));
  const lines: string[] = [];
  for (let size = 0, round = 0; size < megabytes * 1e6; round++) {
    for (const [number, system] of systems.entries()) {
      for (let each = 0; each < 50; each++) {
        const line =
          each === 49
            ? inserted[(round * systems.length + number) % inserted.length]
            : system[(round * 49 + each) % system.length];
        lines.push(line ?? '');
        size += (line ?? '').length + 1;
      }
    }
  }
  return lines.join('\n');
}

function madeUpLogs(megabytes: number): string {
  const line =
    '2026-03-02T10:11:12.123Z INFO checkout-7d4b9c6f5-x2k9p request 4bf92f3577b34da6 took 412.7 ms from 10.1.2.3\n';
  return line.repeat(Math.ceil((megabytes * 1e6) / line.length));
}
