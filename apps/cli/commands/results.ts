import { openAsBlob } from 'node:fs';
import { Command } from 'commander';
import * as z from 'zod';
import { ResultQuery } from '../../../shared/doors/receive-results.ts';
import { describeIssues } from '../../../shared/errors/describe-issues.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { callApi } from '../api.ts';
import { EXIT } from '../exit-codes.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';

interface PushOptions extends CommonOptions {
  readonly service: string;
  readonly commit: string;
  readonly branch?: string;
  readonly environment: string;
  readonly build: string;
}

const Taken = z.object({
  ref: z.string(),
  tool: z.string(),
  metrics: z.number(),
  notes: z.array(z.string()),
  created: z.boolean(),
});

/** `perf-agent results push FILE…`: hands in what a load test wrote, one run a file. */
export function createResultsCommand(): Command {
  const push = withTarget(new Command('push'))
    .description(
      'hand in output of load tests, one run a file (k6 summary, JSON or CSV stream, JMeter CSV), or reports on quality (Cobertura, Clover, JaCoCo, lcov, Istanbul, JUnit, Trivy, Grype, SARIF)',
    )
    .argument('<files...>', 'files, one for each run or report')
    .requiredOption('--service <name>', 'what was measured')
    .requiredOption('--commit <sha>', 'commit that was measured')
    .option('--branch <name>', 'branch of the commit')
    .option('--environment <name>', 'where it was measured', 'default')
    .option(
      '--build <success|failed>',
      'how the build ended; reports of a failed one move no gate',
      'success',
    )
    .action((files: string[], options: PushOptions) =>
      runCommand(options, async () => {
        checkOptions(options);
        const taken: unknown[] = [];
        for (const file of files) {
          const answer = await pushFile(file, options);
          taken.push({ file, ...answer });
          if (options.json !== true)
            console.log(`${file}: ${answer.metrics} metrics by ${answer.tool}, ${answer.ref}`);
        }
        if (options.json === true) console.log(JSON.stringify(taken));
        return EXIT.ok;
      }),
    );
  return new Command('results').description('results of load tests, and reports on quality').addCommand(push);
}

/** What the door would refuse is said before a large file goes on its way. */
function checkOptions({ service, commit, branch, environment, build }: PushOptions): void {
  const query = ResultQuery.safeParse({ service, commit, branch, environment, build });
  if (!query.success) throw new PermanentError('INPUT_INVALID', `--${describeIssues(query.error)}`);
}

async function pushFile(file: string, options: PushOptions): Promise<z.infer<typeof Taken>> {
  const query = new URLSearchParams({
    service: options.service,
    commit: options.commit,
    environment: options.environment,
    build: options.build,
    ...(options.branch === undefined ? {} : { branch: options.branch }),
  });
  let raw;
  try {
    raw = await openAsBlob(file);
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', `The file cannot be read: ${file}`, { cause: error });
  }
  return callApi(options, { method: 'POST', path: `/api/v1/results?${query.toString()}`, raw }, Taken);
}
