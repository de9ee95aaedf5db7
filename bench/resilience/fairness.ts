import { parseArgs } from 'node:util';
import { measureFairness, told } from './measure-fairness.ts';

const HELP = `Usage: npx node bench/resilience/fairness.ts [options]

Nine quiet projects by themselves, then beside one that sends twenty times what each of them does: their times from webhook to comment, on the embedded cloud with one
host. Needs dist/ (npm run build).
  --seconds N         how long, each (default 30); the noisy project's runs take about three times as long to work off
  --every-seconds N   between two webhooks of one quiet project (default 6)
  --times N           the noisy project sends so many times as much as a quiet one (default 20)
  --json              the report as one JSON line at the end
  --help              this text

Held to: every quiet change is answered, half of them and 95 % of them within three times the time that they take without the noisy project, since with ten
projects the noisy one has two of the twenty places, beside which a quiet change works.
Exit codes: 0 held, 1 not held, 2 usage.`;

const MOST_TIMES = 3;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    'every-seconds': { type: 'string', default: '6' },
    times: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const options = {
  seconds: Number(values.seconds),
  everySeconds: Number(values['every-seconds']),
  times: Number(values.times),
};
if (values.help) {
  console.log(HELP);
} else if (Object.values(options).some((value) => !(value > 0)) || options.seconds < options.everySeconds) {
  console.log(`Every number has to be above 0, and --seconds at least --every-seconds.\n\n${HELP}`);
  process.exitCode = 2;
} else {
  await main();
}

async function main(): Promise<void> {
  const report = await measureFairness(options, (line) => console.log(line));
  const { alone, besideNoise, noise } = report;
  console.log(
    `${told('the noisy project', noise)}; done ${noise.drainSeconds.toFixed(0)} s after the last webhook`,
  );
  const broken = [
    ...(besideNoise.answered < besideNoise.asked ? ['a quiet change was not answered'] : []),
    ...(besideNoise.p50 > MOST_TIMES * alone.p50 ? ['half of the quiet changes take too long'] : []),
    ...(besideNoise.p95 > MOST_TIMES * alone.p95 ? ['5 % of the quiet changes take too long'] : []),
  ];
  for (const line of broken) console.log(`NOT HELD: ${line}`);
  if (values.json) console.log(JSON.stringify(report));
  process.exitCode = broken.length === 0 ? 0 : 1;
}
