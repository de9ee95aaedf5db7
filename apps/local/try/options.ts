import { parseArgs } from 'node:util';
import { type Defect } from '../sample-service/service-version.ts';

export const EXIT_OK = 0;
export const EXIT_USAGE = 2;
const DEFECTS: readonly Defect[] = ['n-plus-one', 'lock', 'leak', 'none'];

export const HELP = `Usage: npm run try -- [options]

Starts the embedded cloud, measures two versions of a small web service, sends the webhook of a merge request,
and shows the verdict that lands on it. Needs nothing but Node and npm; takes about two minutes and ends by itself.

  --defect <name>    what is wrong with version B: n-plus-one (default), lock, leak, none (both versions are the same)
  --repeats <n>      load runs of each version, 3 to 20 (default 5)
  --seconds <n>      length of one load run, 2 to 60 (default 5)
  --folder <path>    where everything is kept (default .perf-agent/try); emptied first when an
                     earlier try made it, refused when it holds anything else
  --json             last line of the output: one JSON object with verdict, runId, comment, reports, auditValid
  --help             this text

Exit codes: 0 the verdict was delivered and the audit log is valid, 1 something failed, 2 usage.`;

export interface TryOptions {
  readonly do: 'try';
  readonly defect: Defect;
  readonly repeats: number;
  readonly seconds: number;
  readonly folder: string;
  readonly json: boolean;
}

/** Arguments of the command line → what to do. */
export function readTryOptions(
  args: readonly string[],
): TryOptions | { readonly do: 'help' } | { readonly do: 'refuse'; readonly why: string } {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        defect: { type: 'string', default: 'n-plus-one' },
        repeats: { type: 'string', default: '5' },
        seconds: { type: 'string', default: '5' },
        folder: { type: 'string', default: '.perf-agent/try' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    return { do: 'refuse', why: error instanceof Error ? error.message : String(error) };
  }
  if (values.help) return { do: 'help' };
  const defect = DEFECTS.find((known) => known === values.defect);
  if (defect === undefined)
    return { do: 'refuse', why: `--defect ${values.defect}: use ${DEFECTS.join(', ')}` };
  const repeats = Number(values.repeats);
  if (!Number.isInteger(repeats) || repeats < 3 || repeats > 20) {
    return { do: 'refuse', why: `--repeats ${values.repeats}: use a whole number from 3 to 20` };
  }
  const seconds = Number(values.seconds);
  if (!Number.isInteger(seconds) || seconds < 2 || seconds > 60) {
    return { do: 'refuse', why: `--seconds ${values.seconds}: use a whole number from 2 to 60` };
  }
  return { do: 'try', defect, repeats, seconds, folder: values.folder, json: values.json };
}
