import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { coldStart } from './spine/cold-start.ts';
import { type Measured, meetsTarget } from './spine/measured.ts';
import { memoryAtRest } from './spine/memory-at-rest.ts';
import { verdicts } from './spine/verdicts.ts';
import { webhookLatency } from './spine/webhook-latency.ts';
import { webhookToComment } from './spine/webhook-to-comment.ts';

const HELP = `Usage: npm run bench -- [options] [name...]

Figures of the spine against their targets, each measured on this machine as it is now.

Names: cold-start memory messages webhook comment (default: all of these)
       verdicts (half an hour: only when named)
  --json   one JSON array as the last line
  --help   this text

The other figures have commands of their own: see bench/statistics, bench/masking, bench/logs.
Exit codes: 0 all targets met, 1 one was missed, 2 usage.`;

const BENCHES: Readonly<Record<string, () => Promise<Measured>>> = {
  'cold-start': coldStart,
  memory: memoryAtRest,
  messages: messagesASecond,
  webhook: webhookLatency,
  comment: webhookToComment,
  verdicts,
};
const ONLY_WHEN_NAMED = ['verdicts'];

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !Object.hasOwn(BENCHES, name));
if (values.help || unknown !== undefined) {
  console.log(unknown === undefined ? HELP : `"${unknown}" is no benchmark.\n\n${HELP}`);
  process.exitCode = unknown === undefined ? 0 : 2;
} else {
  const usual = Object.keys(BENCHES).filter((name) => !ONLY_WHEN_NAMED.includes(name));
  await main(positionals.length === 0 ? usual : positionals);
}

async function main(names: readonly string[]): Promise<void> {
  const all: Measured[] = [];
  for (const name of names) {
    const measured = await BENCHES[name]?.();
    if (measured === undefined) continue;
    all.push(measured);
    const { value, unit, target, better, details } = measured;
    const sign = better === 'lower' ? '≤' : '≥';
    const verdict = meetsTarget(measured) ? 'met' : 'MISSED';
    console.log(`${measured.name}: ${round(value)} ${unit} (target ${sign} ${target} ${unit}, ${verdict})`);
    const extra = Object.entries(details).map(
      ([key, detail]) => `${key} ${typeof detail === 'number' ? round(detail) : detail}`,
    );
    console.log(`  ${extra.join(', ')}`);
  }
  if (values.json) console.log(JSON.stringify(all));
  process.exitCode = all.every(meetsTarget) ? 0 : 1;
}

/** The broker's own benchmark, in its own processes. */
async function messagesASecond(): Promise<Measured> {
  const args = ['bench/service-bus.ts', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 180_000 });
  const figures = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, number>;
  const { sentReceivedAndCompletedPerSecond: value = Number.NaN, ...details } = figures;
  return {
    name: 'embedded Service Bus, 1 KiB messages sent, received and completed',
    value,
    unit: '1/s',
    target: 2_000,
    better: 'higher',
    details,
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
