import { parseArgs } from 'node:util';
import { WAYS } from './failing-fetch.ts';
import { fasterAsTimersAllow } from './faster-as-timers-allow.ts';
import { DOCUMENT, naive, ours } from './half-failing.ts';
import { meetsTarget } from '../spine/measured.ts';
import { openBreaker } from './open-breaker.ts';
import { probesAtOnce } from './probes.ts';

const HELP = `Usage: npx node bench/resilience/run.ts [--seed N] [--seconds N]

The open circuit's time to refuse a call, how many calls of eight instances probe a half-open one, and what half of the calls failing costs: a naive
client (one try), the product's client with its queue's redeliveries, and the figures of requirements document 3.
  --seed N      of the failures (default 1)
  --seconds N   of load for each course; they pass ten times as fast, and less where the machine's timers are late (default 60)
  --help        this text

Exit codes: 0 every figure that document 3 gives is bettered in each way of failing in which calls fail by chance, and the circuit's two targets are met; 1 not.`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(HELP);
else await main(Number(values.seed), Number(values.seconds));

async function main(seed: number, seconds: number): Promise<void> {
  const held: boolean[] = [];
  for (const measured of [await openBreaker(), await probesAtOnce()]) {
    const { name, value, unit, target } = measured;
    held.push(meetsTarget(measured));
    console.log(`${name}: ${Number(value.toPrecision(4))} ${unit} (target ≤ ${target} ${unit})`);
  }
  const { faster, lateMs } = await fasterAsTimersAllow();
  console.log(
    `Timers are late by ${lateMs.toFixed(2)} ms in the mean, so that seconds may pass ${faster} times as fast.`,
  );
  console.log(
    `Half of the calls failing, seed ${seed}; mean time of a request, share that failed, mean time of a call:`,
  );
  console.log(told('document 3, without a breaker', DOCUMENT.without));
  console.log(told('document 3, with its breaker', DOCUMENT.with));
  for (const way of WAYS) {
    const options = { way, seed, seconds, faster };
    console.log(told(`naive client, ${way}`, await naive(options)));
    const course = await ours(options);
    console.log(told(`ours, ${way}`, course));
    // While nobody answers, nobody can be answered: the mean of a request is that of the outage.
    const mean = way === 'gone-half-of-the-time' ? course.meanCallSeconds : course.meanSeconds;
    held.push(mean < DOCUMENT.with.meanSeconds && course.failedShare < DOCUMENT.with.failedShare);
  }
  process.exitCode = held.every(Boolean) ? 0 : 1;
}

function told(
  name: string,
  course: { readonly meanSeconds: number; readonly failedShare: number; readonly meanCallSeconds?: number },
): string {
  const call = course.meanCallSeconds === undefined ? '' : `, ${course.meanCallSeconds.toFixed(2)} s a call`;
  return `  ${name}: ${course.meanSeconds.toFixed(2)} s, ${(course.failedShare * 100).toFixed(1)} % failed${call}`;
}
