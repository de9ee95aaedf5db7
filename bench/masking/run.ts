import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMasker } from '../../shared/masking/create-masker.ts';
import { createStreamMasker } from '../../shared/masking/create-stream-masker.ts';

/**
 * Prints the figures of the masker: found and left alone on the labelled corpus, speed on logs, on hostile lines and on a
 * stream, memory and start-up. Speed is per second of processor time, so that other work on the machine disturbs less.
 * `--stream-gb N` masks a stream of N GB (default 0.2).
 */
const SHARED = join(import.meta.dirname, '../../../shared');
const COMMAND = join(import.meta.dirname, '../../apps/cli/commands/mask.ts');
const HOSTILE = [
  'a',
  '1-1-',
  '12 34 56 ',
  'a@b.',
  ':',
  'eyJ',
  'token=',
  'aB3d',
  '<',
  '%40',
  'AKIA',
  '-----BEGIN PRIVATE KEY-----\n',
  'AB12-',
  'x1-',
  '1.',
];

function cpuSeconds(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function logsWithCases(megabytes: number): string {
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
    for (const system of systems) {
      for (let each = 0; each < 50; each++) {
        const line =
          each === 49
            ? inserted[(round * systems.length) % inserted.length]
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

function speed(label: string, text: string, masker = createMasker({ runKey: 'bench' })): number {
  const seconds = cpuSeconds(() => masker.mask(text));
  const megabytesPerSecond = text.length / 1e6 / seconds;
  console.log(`${label.padEnd(44)} ${megabytesPerSecond.toFixed(1).padStart(8)} MB/s`);
  return megabytesPerSecond;
}

function figures(): void {
  const scorer = join(SHARED, 'scorers/score_masking.mjs');
  if (!existsSync(scorer)) {
    console.log('The labelled corpus is not here: no figures of recall and precision.');
    return;
  }
  const data = join(SHARED, 'data/masking');
  const { stdout } = spawnSync(
    process.execPath,
    [scorer, '--data', data, '--', process.execPath, COMMAND, '--jsonl', '--run-key', 'bench'],
    { encoding: 'utf8' },
  );
  console.log(stdout);
}

function stream(gigabytes: number): void {
  const chunk = logsWithCases(8);
  const masker = createStreamMasker({ runKey: 'bench' });
  let peak = 0;
  const rounds = Math.max(1, Math.round((gigabytes * 1e9) / chunk.length));
  const seconds = cpuSeconds(() => {
    for (let round = 0; round < rounds; round++) {
      for (let at = 0; at < chunk.length; at += 65_536) masker.push(chunk.slice(at, at + 65_536));
      peak = Math.max(peak, process.memoryUsage().rss);
    }
    masker.end();
  });
  const size = (rounds * chunk.length) / 1e9;
  console.log(
    `stream of ${size.toFixed(2)} GB: ${((size * 1000) / seconds).toFixed(1)} MB/s, peak memory ${(peak / 1e6).toFixed(0)} MB`,
  );
}

const argument = process.argv.indexOf('--stream-gb');
const gigabytes = argument < 0 ? 0.2 : Number(process.argv[argument + 1]);
if (process.argv.includes('--only-stream')) stream(gigabytes);
else {
  console.log(`start-up (all rules compiled) ${performance.now().toFixed(0)} ms after the process began`);
  figures();
  const logs = logsWithCases(20);
  const warm = createMasker({ runKey: 'warm' });
  warm.mask(logs.slice(0, 8e6));
  const normal = speed('logs with 2 % inserted cases', logs);
  for (const unit of HOSTILE) {
    const hostile = speed(
      `hostile: ${JSON.stringify(unit)} repeated`,
      unit.repeat(Math.ceil(2e6 / unit.length)),
    );
    if (hostile < normal / 3) console.log('    slower than a third of normal speed');
  }
  const document = logs.slice(0, 1e6);
  console.log(`document of 1 MB: ${(1000 * cpuSeconds(() => warm.mask(document))).toFixed(0)} ms`);
  stream(gigabytes);
  console.log(
    'secretlint and re2 are not dependencies of the project and are not run here; figures of both stand in docs/masking.md.',
  );
}
