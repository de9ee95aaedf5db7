import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import { TARGETS } from './targets.ts';

/** `npm run fuzz -- --minutes 60 --seed 7 --only policy`: every parser for its share of the time; ends with 1 when one fell. */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const seed = Number(values.seed ?? Math.floor(Date.now() / 1_000));
const targets = TARGETS.filter(({ name }) => name.includes(values.only));
const forMs = (Number(values.minutes) * 60_000) / Math.max(1, targets.length);
process.stdout.write(`seed ${seed}, ${targets.length} parsers, ${Math.round(forMs / 1_000)} s each\n`);
let fallen = 0;
for (const target of targets) {
  const { documents, faults, slowestMs } = fuzz(target, forMs, seed);
  process.stdout.write(
    `${target.name}: ${documents} documents, slowest ${slowestMs.toFixed(1)} ms, ${faults.length} faults\n`,
  );
  for (const { what, document } of faults) process.stdout.write(`  ${what}\n  ${document.slice(0, 2_000)}\n`);
  fallen += faults.length;
}
process.exitCode = fallen === 0 && targets.length > 0 ? 0 : 1;
