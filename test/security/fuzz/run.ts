import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { allTargets } from './all-targets.ts';
import { type Coverage, startCoverage } from './coverage.ts';
import { type Fault, fuzz, read } from './fuzz.ts';
import type { Target } from './target.ts';

const USAGE = `npm run fuzz -- [options]: every parser, webhook and door for its share of the time; ends with 1 when one fell
  --minutes <n>     default 1; 60 for the long run
  --seed <n>        default: the time
  --only <text>     targets whose name contains it
  --blind           without coverage: the same seed makes the same documents
  --replay <file>   reads one document again, with --only
  --list            names of the targets
`;
const FOLDER = path.join(tmpdir(), 'perf-agent-fuzz');

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
    blind: { type: 'boolean', default: false },
    replay: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(USAGE);
else process.exitCode = await run();

async function run(): Promise<number> {
  const coverage =
    values.blind || values.list || values.replay !== undefined ? undefined : await startCoverage();
  const targets = (await allTargets()).filter(({ name }) => name.includes(values.only));
  if (values.list) process.stdout.write(`${targets.map(({ name }) => name).join('\n')}\n`);
  if (targets.length === 0) process.stderr.write(`No target has "${values.only}" in its name.\n`);
  if (values.list || targets.length === 0) return targets.length === 0 ? 2 : 0;
  return values.replay === undefined ? fuzzAll(targets, coverage) : readAgain(targets, values.replay);
}

async function fuzzAll(targets: readonly Target[], coverage: Coverage | undefined): Promise<number> {
  const minutes = Number(values.minutes);
  const seed = Number(values.seed ?? Math.floor(Date.now() / 1_000));
  if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
    process.stderr.write('--minutes is a number above 0, --seed a whole one.\n');
    return 2;
  }
  const forMs = (minutes * 60_000) / targets.length;
  process.stdout.write(`seed ${seed}, ${targets.length} targets, ${(forMs / 1_000).toFixed(1)} s each\n`);
  let documents = 0;
  let fallen = 0;
  for (const target of targets) {
    const result = await fuzz(target, { forMs, seed, ...(coverage === undefined ? {} : { coverage }) });
    documents += result.documents;
    fallen += result.faults.length;
    const figures = `${result.documents} documents, ${result.kept} kept, slowest ${result.slowestMs.toFixed(1)} ms`;
    process.stdout.write(`${target.name}: ${figures}, ${result.faults.length} faults\n`);
    for (const fault of result.faults) process.stderr.write(`  ${fault.what}\n  ${kept(target, fault)}\n`);
  }
  const reached = coverage === undefined ? '' : `, ${coverage.functions()} functions reached`;
  process.stdout.write(`${documents} documents in all${reached}, ${fallen} faults\n`);
  await coverage?.stop();
  return fallen === 0 ? 0 : 1;
}

/** Where the document of a fault lies, to be read again. */
function kept({ name }: Target, { document }: Fault): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `${name.replace(/[^a-z0-9]+/gi, '-')}-${Date.now()}.bin`);
  writeFileSync(file, document);
  return `--only '${name}' --replay ${file}`;
}

async function readAgain(targets: readonly Target[], file: string): Promise<number> {
  const document = readFileSync(file);
  let fallen = 0;
  for (const target of targets) {
    const { what, tookMs } = await read(target, document);
    process.stdout.write(`${target.name}: ${what ?? 'read or refused'} (${tookMs.toFixed(1)} ms)\n`);
    if (what !== null) fallen += 1;
  }
  return fallen === 0 ? 0 : 1;
}
