import { parseArgs } from 'node:util';
import { bundleUnlessCurrent } from '../../../tools/build-unless-current.ts';
import { ROOT } from '../../support/start-installation.ts';
import { type HarnessReport, runHarness } from './run-harness.ts';
import { toldOfTwo } from './run-two-hosts.ts';

const USAGE = `npm run faults -- [--seed 7] [--kills 1000] [--outages 42] [--runs 12] [--minutes 15] [--json]

Kills hosts of the built app at every boundary of a step and at random moments, lets every server fail, and checks what stands afterwards.
  --seed N      fixes what is chosen; what a choice meets depends on the machine's timing
  --kills N     SIGKILLs: 1000 is the form of the gate, 10000 the long one
  --outages N   of the 42 kinds of outage, in a seeded order; 0 leaves them out
  --runs N      in each measurement of two hosts, and while the database is lost; 0 leaves both out
  --minutes N   nobody is killed any more after so long (default: 15 for each 1,000 kills)
  --json        one JSON object instead of words
Exit code 0: all that was asked for was done, and no violation; 1: a violation, or fewer kills than asked for; 2: usage.`;

const KILLS_IN_QUARTER_HOUR = 1_000;
const NUMBERS = { seed: '7', kills: '1000', outages: '42', runs: '12', minutes: '' };

const asked = readArguments();
if (typeof asked === 'string') {
  process.stderr.write(`${asked}\n\n${USAGE}\n`);
  process.exitCode = 2;
} else if (asked.help) {
  process.stdout.write(`${USAGE}\n`);
} else {
  await bundleUnlessCurrent(ROOT);
  const startedAt = performance.now();
  const report = await runHarness(asked.options, (line) => {
    process.stderr.write(`${Math.round((performance.now() - startedAt) / 1_000)} s: ${line}\n`);
  });
  const { kills } = asked.options;
  process.stdout.write(asked.json ? `${JSON.stringify(report)}\n` : inWords(report, kills));
  process.exitCode = report.violations.length === 0 && report.kills >= kills ? 0 : 1;
}

/** @returns what was asked for, or in words what is wrong with it. */
function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string', default: NUMBERS.seed },
        kills: { type: 'string', default: NUMBERS.kills },
        outages: { type: 'string', default: NUMBERS.outages },
        runs: { type: 'string', default: NUMBERS.runs },
        minutes: { type: 'string', default: NUMBERS.minutes },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const { seed, kills, outages, runs, json, help } = values;
    const minutes =
      values.minutes === '' ? String(15 * Math.ceil(Number(kills) / KILLS_IN_QUARTER_HOUR)) : values.minutes;
    const texts = { seed, kills, outages, runs, minutes };
    for (const [name, text] of Object.entries(texts)) {
      if (!/^\d{1,7}$/.test(text)) return `--${name} takes a whole number, not "${text}".`;
    }
    const options = {
      seed: Number(seed),
      kills: Number(kills),
      outages: Number(outages),
      runs: Number(runs),
      minutes: Number(minutes),
    };
    return { json, help, options };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function inWords(report: HarnessReport, wanted: number): string {
  const { twoHosts, cpuSeconds } = report;
  const cpu = cpuSeconds === null ? '' : `, ${cpuSeconds} s of processor time`;
  return [
    `${report.runs} runs, ${report.kills} kills, ${report.killsInFlight} of them while a step was at work, in ${report.seconds} s${cpu} (seed ${report.seed})`,
    ...(report.kills < wanted ? [`FEWER KILLS than the ${wanted} asked for: the time was over`] : []),
    ...Object.entries({ ...report.killsByPlace, ...report.done }).map(
      ([what, count]) => `  ${count} ${what}`,
    ),
    ...(twoHosts === null ? [] : [toldOfTwo(twoHosts.by), `  database: ${twoHosts.database}`]),
    ...(report.neverHit.length === 0 || wanted === 0
      ? []
      : [`no host died at ${report.neverHit.length} places: ${report.neverHit.join('; ')}`]),
    report.violations.length === 0 ? 'no violation' : `${report.violations.length} VIOLATIONS`,
    ...report.violations.map((violation) => `  ${violation}`),
    '',
  ].join('\n');
}
