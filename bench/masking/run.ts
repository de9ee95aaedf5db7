import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createMasker } from '../../shared/masking/create-masker.ts';
import { shippedMasker } from './command-line.ts';
import { hostile, worst } from './hostile.ts';
import { logsWithCases, SHARED } from './log-text.ts';
import { bestSpeed, printSpeed } from './measure.ts';
import { comparePeers } from './peers.ts';
import { startUp } from './start-up.ts';
import { maskFileOf, maskStreamOf, type StreamMemory } from './stream.ts';
import { twins } from './twins.ts';
import { type Taken, twoWorkers } from './workers.ts';

const HELP = `Usage: npx node bench/masking/run.ts [--only PART] [--peers DIR] [--size N]

Figures of the masker: found and left alone on the labelled corpus, speed on logs beside its peers, on hostile lines, with two
threads and on a stream; memory and start-up. "twins" shows which harmless texts
of the corpus are masked and what in it looks the same; "worst" looks for slow lines among some thousand that are made of what the rules look for.

  --only PART    figures, twins, start, speed, hostile, worst, document, workers or stream; default: all
  --peers DIR    a folder with re2 (or re2-wasm), @secretlint/core and @secretlint/secretlint-rule-preset-recommend installed;
                 what is not there is named and left out
  --size N       gigabytes of the stream and of the files, default 0.2 (two threads: 0.36 at least); the bars are 10 and 2`;

/** Two threads are measured with a file that takes longer than they take to start. */
const SMALLEST_FILE_GB = 0.36;
const COMMAND = join(import.meta.dirname, '../../apps/cli/commands/mask.ts');
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    peers: { type: 'string' },
    size: { type: 'string', default: '0.2' },
    help: { type: 'boolean', default: false },
  },
});

const PARTS: Readonly<Record<string, () => Promise<void> | void>> = {
  figures,
  twins,
  start,
  speed: logSpeed,
  hostile: () => againstNormal(hostile),
  worst: () => worst(logsWithCases(1)),
  document,
  workers: () => workers(Math.max(SMALLEST_FILE_GB, Number(values.size))),
  stream: () => stream(Number(values.size)),
};

const chosen = values.only;
if (values.help || (chosen !== undefined && !Object.hasOwn(PARTS, chosen))) {
  console.log(values.help ? HELP : `There is no part "${chosen}".\n\n${HELP}`);
  process.exitCode = values.help ? 0 : 2;
} else {
  for (const [name, part] of Object.entries(PARTS)) {
    if (chosen !== undefined && chosen !== name) continue;
    console.log(`\n${name} (load ${loadavg()[0]?.toFixed(1) ?? '?'} on ${cpus().length} cores)`);
    await part();
  }
}

function figures(): void {
  const scorer = join(SHARED, 'scorers/score_masking.mjs');
  if (!existsSync(scorer)) {
    console.log('The labelled corpus is not here: no figures of recall and precision.');
    return;
  }
  const { stdout } = spawnSync(
    process.execPath,
    [
      scorer,
      '--data',
      join(SHARED, 'data/masking'),
      '--',
      process.execPath,
      COMMAND,
      '--jsonl',
      '--run-key',
      'bench',
    ],
    { encoding: 'utf8' },
  );
  console.log(stdout);
}

async function start(): Promise<void> {
  const { mask, launched, nodeAlone, library } = await startUp();
  const words = ({ best, median }: { best: number; median: number }): string =>
    `${best.toFixed(0)} ms at best, ${median.toFixed(0)} in the median`;
  console.log(`perf-agent mask, start to first byte: ${words(mask)} (bar 100)`);
  console.log(`the same by way of apps/cli/perf-agent.mjs: ${words(launched)}`);
  console.log(`node that prints a letter: ${words(nodeAlone)}`);
  const [load, make, first] = library;
  console.log(
    `as a library, from its sources: read in ${load.toFixed(0)} ms, masker made in ${make.toFixed(1)} ms, first text in ${first.toFixed(1)} ms`,
  );
}

async function logSpeed(): Promise<void> {
  const logs = logsWithCases(20);
  const masker = await shippedMasker({ runKey: 'bench' });
  const speed = await bestSpeed(logs.length, () => masker.mask(logs), 12);
  printSpeed('every rule, logs with 2 % inserted cases', speed);
  if (values.peers === undefined) console.log('    no --peers DIR: secretlint and re2 are not run beside it');
  else
    console.log(
      `peers that ran: ${(await comparePeers(values.peers, logs.slice(0, 4e6))).join(', ') || 'none'}`,
    );
}

async function againstNormal(part: typeof hostile): Promise<void> {
  const logs = logsWithCases(4);
  const masker = createMasker({ runKey: 'bench' });
  const normal = await bestSpeed(logs.length, () => masker.mask(logs), 10);
  printSpeed('normal lines', normal);
  await part(masker, normal);
}

async function document(): Promise<void> {
  const masker = createMasker({ runKey: 'bench' });
  masker.mask(logsWithCases(8));
  const text = logsWithCases(1).slice(0, 1e6);
  const { wallMegabytesPerSecond } = await bestSpeed(text.length, () => masker.mask(text), 10);
  console.log(`document of 1 MB: ${(1000 / wallMegabytesPerSecond).toFixed(0)} ms`);
}

async function workers(gigabytes: number): Promise<void> {
  const { one, two, processes, ...file } = await twoWorkers(gigabytes);
  const words = ({ best, median, processor }: Taken): string =>
    `${best.toFixed(2)} s (median ${median.toFixed(2)}), processor time ${processor.toFixed(2)} s`;
  const times = ({ best, processor }: Taken): string =>
    `${(one.best / best).toFixed(2)} times as fast for ${(processor / one.processor).toFixed(2)} times the processor time`;
  console.log(`file of ${file.gigabytes.toFixed(2)} GB, from start to end: one thread ${words(one)}`);
  console.log(`two threads ${words(two)}: ${times(two)} (bar 1.8)`);
  console.log(
    `two processes with half of it each ${words(processes)}: ${times(processes)}, which is what the machine gives; ` +
      `two threads reach ${((100 * processes.best) / two.best).toFixed(0)} % of that`,
  );
}

async function stream(gigabytes: number): Promise<void> {
  printMemory('stream', await maskStreamOf(gigabytes));
  printMemory('file, one thread', await maskFileOf(gigabytes, 1));
  printMemory('file, two threads', await maskFileOf(gigabytes, 2));
}

function printMemory(what: string, memory: StreamMemory): void {
  const early =
    memory.earlyMegabytes === 0 ? '' : `, ${memory.earlyMegabytes.toFixed(0)} MB when 0.1 GB were in`;
  console.log(
    `${what} of ${memory.gigabytes.toFixed(2)} GB in ${memory.seconds.toFixed(0)} s, ${memory.findings} findings: ` +
      `peak memory of the process ${memory.peakMegabytes.toFixed(0)} MB (bar 200)${early}`,
  );
}
