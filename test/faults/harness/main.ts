import { parseArgs } from 'node:util';
import { bundle } from '../../../tools/bundle.ts';
import { ROOT } from '../../support/start-installation.ts';
import { type HarnessReport, runHarness } from './run-harness.ts';

const USAGE = `npm run faults -- [--seed 7] [--kills 1000] [--outages 32] [--runs 8] [--minutes 30] [--json]

Kills hosts of the built app at every boundary of a step and at random moments, lets every server fail, and checks what stands afterwards.
--kills 10000 --minutes 600 is the long form. --minutes bounds the time of killing: when fewer kills were done than asked for, that is said.
Exit code 0: no violation in what was done; 1: a violation, or no kill at all; 2: usage.`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    kills: { type: 'string', default: '1000' },
    outages: { type: 'string', default: '32' },
    runs: { type: 'string', default: '8' },
    minutes: { type: 'string', default: '30' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const { seed, kills, outages, runs, minutes } = values;
const numbers = { seed, kills, outages, runs, minutes };
const wrong = Object.entries(numbers).filter(([, text]) => !/^\d{1,7}$/.test(text));

if (values.help || wrong.length > 0) {
  const faults = wrong.map(([name, text]) => `--${name} takes a whole number, not "${text}".\n`);
  process.stderr.write(`${faults.join('')}${USAGE}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  const options = {
    seed: Number(seed),
    kills: Number(kills),
    outages: Number(outages),
    runs: Number(runs),
    minutes: Number(minutes),
  };
  await bundle(ROOT);
  const startedAt = performance.now();
  const report = await runHarness(options, (line) => {
    process.stderr.write(`${Math.round((performance.now() - startedAt) / 1_000)} s: ${line}\n`);
  });
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : inWords(report, options.kills));
  process.exitCode = report.violations.length === 0 && (report.kills > 0 || options.kills === 0) ? 0 : 1;
}

function inWords(report: HarnessReport, wanted: number): string {
  const { twoHosts } = report;
  return [
    `${report.runs} runs, ${report.kills} kills, ${report.killsInFlight} of them while a step was at work, in ${report.seconds} s (seed ${report.seed})`,
    ...(report.kills < wanted ? [`FEWER KILLS than the ${wanted} asked for: the time was over`] : []),
    ...Object.entries({ ...report.killsByPlace, ...report.done }).map(
      ([what, count]) => `  ${count} ${what}`,
    ),
    ...(twoHosts === null
      ? []
      : [
          `${twoHosts.runsPerMinute.oneHost} runs a minute by one host, ${twoHosts.runsPerMinute.twoHosts} by two (database: ${twoHosts.database})`,
        ]),
    report.violations.length === 0 ? 'no violation' : `${report.violations.length} VIOLATIONS`,
    ...report.violations.map((violation) => `  ${violation}`),
    '',
  ].join('\n');
}
