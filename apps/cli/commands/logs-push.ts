import { type FileHandle, open } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { callApi } from '../api.ts';
import { isPacked } from '../../../shared/platform/log-workers/open-log.ts';
import { EXIT } from '../exit-codes.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';

interface PushOptions extends CommonOptions {
  readonly service: string;
  readonly commit: string;
  readonly branch?: string;
  readonly environment: string;
  readonly duration?: number;
}

const Taken = z.object({
  ref: z.string(),
  lines: z.number(),
  records: z.number(),
  shapes: z.number(),
  masked: z.record(z.string(), z.number()),
  created: z.boolean(),
});

/** As long as the door reads, and a little more. */
const TIMEOUT_MS = 240_000;

/** `perf-agent logs push FILE…`: hands in the logs of a run, before its results, as evidence for the verdict. */
export function createLogsPushCommand(): Command {
  return withTarget(new Command('push'))
    .description(
      'hand in logs of a run (plain or gzip) as evidence; they are masked and mined on arrival. Push them before the results',
    )
    .argument('<files...>', 'log files')
    .requiredOption('--service <name>', 'what was measured')
    .requiredOption('--commit <sha>', 'commit that was measured')
    .option('--branch <name>', 'branch of the commit')
    .option('--environment <name>', 'where it was measured', 'default')
    .option('--duration <seconds>', 'time that each log covers; rates are compared by it', positiveNumber)
    .action((files: string[], _own: object, command: Command) => {
      const options = command.optsWithGlobals<PushOptions>();
      return runCommand(options, async () => {
        const taken: unknown[] = [];
        for (const file of files) {
          const answer = await pushFile(file, options);
          taken.push({ file, ...answer });
          if (options.json !== true)
            console.log(`${file}: ${answer.records} records of ${answer.lines} lines, ${answer.ref}`);
        }
        if (options.json === true) console.log(JSON.stringify(taken));
        return EXIT.ok;
      });
    });
}

async function pushFile(file: string, options: PushOptions): Promise<z.infer<typeof Taken>> {
  const { service, commit, environment, branch, duration } = options;
  const query = new URLSearchParams({
    service,
    commit,
    environment,
    ...(branch === undefined ? {} : { branch }),
    ...(duration === undefined ? {} : { durationSeconds: String(duration) }),
  });
  const log = await openLog(file);
  try {
    return await callApi(
      options,
      {
        method: 'POST',
        path: `/api/v1/logs?${query.toString()}`,
        // A stream: a blob of the file would be held in memory as fast as it can be read.
        raw: () => log.createReadStream({ start: 0, autoClose: false }),
        timeoutMs: TIMEOUT_MS,
        headers: (await isPacked(log)) ? { 'content-encoding': 'gzip' } : {},
      },
      Taken,
    );
  } finally {
    await log.close();
  }
}

async function openLog(file: string): Promise<FileHandle> {
  try {
    const log = await open(file);
    if ((await log.stat()).isFile()) return log;
    await log.close();
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', `The file cannot be read: ${file}`, { cause: error });
  }
  throw new PermanentError('INPUT_INVALID', `${file} is no file; give a log, plain or gzip.`);
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError('Give a number of seconds above 0.');
  return value;
}
