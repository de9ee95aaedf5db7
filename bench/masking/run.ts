import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createMasker } from '../../shared/masking/create-masker.ts';
import { createStreamMasker } from '../../shared/masking/create-stream-masker.ts';
import { logsWithCases, SHARED } from './log-text.ts';
import { bestSpeed, printSpeed } from './measure.ts';
import { comparePeers } from './peers.ts';
import { startUp } from './start-up.ts';
import { twoWorkers } from './workers.ts';

const HELP = `Usage: node bench/masking/run.ts [--only PART] [--peers DIR] [--stream-gb N]

Figures of the masker: found and left alone on the labelled corpus, speed on logs beside its peers, on hostile lines, with two
threads and on a stream; memory and start-up.

  --only PART    figures, start, speed, hostile, document, workers or stream; default: all
  --peers DIR    a folder with re2, @secretlint/core and @secretlint/secretlint-rule-preset-recommend installed
  --stream-gb N  size of the stream, default 0.2; it is made as it goes`;

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
  'ó',
  'Mary ',
  ' at gmail.',
];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    peers: { type: 'string' },
    'stream-gb': { type: 'string', default: '0.2' },
    help: { type: 'boolean', default: false },
  },
});

const PARTS: Readonly<Record<string, () => Promise<void> | void>> = {
  figures,
  start,
  speed: logSpeed,
  hostile,
  document,
  workers,
  stream: () => stream(Number(values['stream-gb'])),
};

const chosen = values.only;
if (values.help || (chosen !== undefined && !Object.hasOwn(PARTS, chosen))) {
  console.log(values.help ? HELP : `There is no part "${chosen}".\n\n${HELP}`);
  process.exitCode = values.help ? 0 : 2;
} else {
  for (const [name, part] of Object.entries(PARTS)) {
    if (chosen === undefined || chosen === name) await part();
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
  const { masked, nodeAlone } = await startUp();
  console.log(
    `start-up to the first masked text: ${masked.toFixed(0)} ms, of which Node alone ${nodeAlone.toFixed(0)} ms`,
  );
}

async function logSpeed(): Promise<void> {
  const logs = logsWithCases(20);
  const masker = createMasker({ runKey: 'bench' });
  const speed = await bestSpeed(logs.length, () => masker.mask(logs), 5);
  printSpeed('every rule, logs with 2 % inserted cases', speed);
  if (values.peers === undefined) console.log('    no --peers DIR: secretlint and re2 are not run beside it');
  else await comparePeers(values.peers, logs.slice(0, 4e6));
}

async function hostile(): Promise<void> {
  const logs = logsWithCases(4);
  const masker = createMasker({ runKey: 'bench' });
  const normal = await bestSpeed(logs.length, () => masker.mask(logs), 10);
  printSpeed('normal lines', normal);
  for (const unit of HOSTILE) {
    const text = unit.repeat(Math.ceil(2e6 / unit.length));
    const speed = await bestSpeed(text.length, () => masker.mask(text), 4);
    const share = speed.processorMegabytesPerSecond / normal.processorMegabytesPerSecond;
    printSpeed(
      `hostile: ${JSON.stringify(unit)} repeated`,
      speed,
      `${share.toFixed(2)} of normal${share < 1 / 3 ? ', BELOW A THIRD' : ''}`,
    );
  }
}

async function document(): Promise<void> {
  const masker = createMasker({ runKey: 'bench' });
  masker.mask(logsWithCases(8));
  const text = logsWithCases(1).slice(0, 1e6);
  const { wallMegabytesPerSecond } = await bestSpeed(text.length, () => masker.mask(text), 10);
  console.log(`document of 1 MB: ${(1000 / wallMegabytesPerSecond).toFixed(0)} ms`);
}

async function workers(): Promise<void> {
  const { one, two } = await twoWorkers(logsWithCases(150));
  console.log(
    `file of 150 MB: one thread ${one.toFixed(2)} s, two ${two.toFixed(2)} s, ${(one / two).toFixed(2)} times`,
  );
}

/** The stream is made as it goes: a few MB of lines again and again, cut at other places every time. */
function stream(gigabytes: number): void {
  const lines = `${logsWithCases(8)}\n`;
  const masker = createStreamMasker({ runKey: 'bench' });
  const wanted = gigabytes * 1e9;
  const started = process.cpuUsage();
  let pushed = 0;
  let peak = 0;
  let early = 0;
  while (pushed < wanted) {
    const at = pushed % lines.length;
    const chunk = lines.slice(at, at + 65_521);
    masker.push(chunk);
    pushed += chunk.length;
    peak = Math.max(peak, process.memoryUsage.rss());
    if (pushed < 1e8) early = peak;
  }
  masker.end();
  const { user, system } = process.cpuUsage(started);
  console.log(
    `stream of ${(pushed / 1e9).toFixed(2)} GB: ${(pushed / (user + system)).toFixed(1)} MB a CPU second, ` +
      `peak memory ${(peak / 1e6).toFixed(0)} MB (after 0.1 GB: ${(early / 1e6).toFixed(0)} MB)`,
  );
}
