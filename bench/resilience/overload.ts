import { parseArgs } from 'node:util';
import { type Acceptance, measureOverload } from './measure-overload.ts';

const HELP = `Usage: npx node bench/resilience/overload.ts [options]

Ten times the webhook rate that can be processed, on the embedded cloud with one host that does everything; then a flood within one second over
200 open connections, and one of a connection each (redeliveries, so that they cost their acceptance alone). Webhooks come from a process of its own, each when it is due. What is accepted in a second takes ten to work off: with
the defaults that is under four minutes in all, with --seconds 60 about twelve. Needs dist/ (npm run build).
  --seconds N       how long (default 15)
  --times N         how many times what can be processed (default 10)
  --flood N         webhooks of the flood (default 1000)
  --calibration N   runs from which the rate is taken that can be processed (default 20)
  --json            the report as one JSON line at the end
  --help            this text

Held to: nothing accepted is lost or answered twice; acceptance p99 under 250 ms; every refusal is 429 with Retry-After; a person who asks for the list of runs during a flood gets it; memory of the host under 512 MiB,
the smallest instance of Flex Consumption. Exit codes: 0 held, 1 not held, 2 usage.`;

const ACCEPTED_WITHIN_MS = 250;
const MOST_MIB = 512;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    times: { type: 'string', default: '10' },
    flood: { type: 'string', default: '1000' },
    calibration: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const options = {
  seconds: Number(values.seconds),
  times: Number(values.times),
  flood: Number(values.flood),
  calibration: Number(values.calibration),
};
if (values.help) {
  console.log(HELP);
} else if (Object.values(options).some((value) => !(value > 0))) {
  console.log(`Every number has to be above 0.\n\n${HELP}`);
  process.exitCode = 2;
} else {
  await main();
}

async function main(): Promise<void> {
  const report = await measureOverload(options, (line) => console.log(line));
  const { overload, flood, newcomers, beside, lost, twice } = report;
  console.log(
    `rate processed ${report.processedPerSecond.toFixed(2)}/s, offered ${report.offeredPerSecond.toFixed(1)}/s`,
  );
  console.log(told('overload', overload));
  console.log(told('flood', flood));
  console.log(told('flood of new connections', newcomers));
  const asked = beside.reduce((sum, each) => sum + each.asked, 0);
  const unanswered = beside.flatMap((each) => each.unanswered);
  console.log(`a person's requests during the floods: ${asked}, not answered with 200: ${unanswered.length}`);
  console.log(`lost ${lost}, answered twice ${twice}, drained in ${report.drainSeconds.toFixed(0)} s`);
  console.log(
    `most memory: host ${report.hostPeakMiB.toFixed(0)} MiB; embedded cloud, look-alike of GitLab and this measurement ${report.cloudPeakMiB.toFixed(0)} MiB`,
  );
  const broken = [
    ...(lost > 0 ? [`${lost} accepted webhooks were lost`] : []),
    ...(twice > 0 ? [`${twice} changes were answered twice`] : []),
    ...faultsOf('overload', overload),
    ...faultsOf('flood', flood),
    ...faultsOf('flood of new connections', newcomers),
    ...(unanswered.length > 0 ? [`a person was answered with ${unanswered.join(', ')} in a flood`] : []),
    ...(report.hostPeakMiB > MOST_MIB ? [`the host had more than ${MOST_MIB} MiB`] : []),
  ];
  for (const line of broken) console.log(`NOT HELD: ${line}`);
  if (values.json) console.log(JSON.stringify(report));
  process.exitCode = broken.length === 0 ? 0 : 1;
}

function told(
  name: string,
  { offered, accepted, refused, failed, p50Ms, p99Ms, lateP99Ms }: Acceptance,
): string {
  return `${name}: offered ${offered}, accepted ${accepted}, refused with 429 ${refused}, failed ${failed.length}; acceptance p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms (generator late p99 ${lateP99Ms.toFixed(0)} ms)`;
}

function faultsOf(name: string, { p99Ms, refusedWithoutTime, failed }: Acceptance): readonly string[] {
  return [
    ...(p99Ms < ACCEPTED_WITHIN_MS ? [] : [`${name}: acceptance p99 is ${p99Ms.toFixed(0)} ms`]),
    ...(refusedWithoutTime > 0 ? [`${name}: ${refusedWithoutTime} refusals without Retry-After`] : []),
    ...(failed.length > 0 ? [`${name}: ${failed.length} failed, the first with ${failed[0] ?? ''}`] : []),
  ];
}
