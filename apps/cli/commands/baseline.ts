import { Command } from 'commander';
import type { BaselineRow, ResultRow } from '../../../shared/ports/run-index.ts';
import type { Services } from '../../../shared/wiring.ts';
import { EXIT } from '../exit-codes.ts';
import { withServices } from '../operator.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';
import { table } from '../statistics/table.ts';

interface BaselineOptions extends CommonOptions {
  readonly branch: string;
}

/** Services are known from the verdicts on their changes: the index has no list of baselines. */
const MOST_RUNS = 200;
const MOST_RESULTS = 200;

/** `perf-agent baseline list|show`: what the next change of a service is compared with. */
export function createBaselineCommand(): Command {
  const list = withTarget(new Command('list'))
    .description(`baselines of the services judged in the newest ${MOST_RUNS} runs`)
    .option('--branch <name>', 'target branch', 'main')
    .action((options: BaselineOptions) => runCommand(options, () => listBaselines(options)));
  const show = withTarget(new Command('show'))
    .description('baseline of one service and the results it rests on; exit code 3 when there is none')
    .argument('<service>', 'service, as results were handed in for it')
    .option('--branch <name>', 'target branch', 'main')
    .action((service: string, options: BaselineOptions) =>
      runCommand(options, () => showBaseline(service, options)),
    );
  return new Command('baseline')
    .description('what the next change of a service is compared with')
    .addCommand(list)
    .addCommand(show);
}

async function listBaselines(options: BaselineOptions): Promise<number> {
  const rows = await withServices(options, async (services, signal) => {
    const runs = await services.index.listRuns({ tenant: services.tenant, limit: MOST_RUNS }, signal);
    const names = [...new Set(runs.map(({ service }) => service).filter((name) => name !== null))].sort();
    const found: Found[] = [];
    for (const service of names) found.push(await find(services, service, options.branch, signal));
    return found;
  });
  if (options.json === true) console.log(JSON.stringify(rows));
  else if (rows.length === 0) console.log('No service was judged yet.');
  else {
    const lines = rows.map(({ service, branch, commit, source, movedAt }) => [
      service,
      branch,
      commit?.slice(0, 12) ?? 'none',
      source === 'merge' ? `merged ${movedAt?.toISOString().slice(0, 19).replace('T', ' ') ?? ''}` : source,
    ]);
    console.log(table(['service', 'branch', 'commit', 'since'], lines));
  }
  return EXIT.ok;
}

async function showBaseline(service: string, options: BaselineOptions): Promise<number> {
  const { found, results } = await withServices(options, async (services, signal) => {
    const { index, tenant } = services;
    const baseline = await find(services, service, options.branch, signal);
    const { commit } = baseline;
    const rows: readonly ResultRow[] =
      commit === null
        ? []
        : await index.listResults({ tenant, service, commit, limit: MOST_RESULTS }, signal);
    return { found: baseline, results: rows };
  });
  const runs = results.map(({ environment, ref, at }) => ({ environment, ref, at }));
  if (options.json === true) console.log(JSON.stringify({ ...found, results: runs }));
  else console.log(describe(found, runs));
  return found.commit === null ? EXIT.undecided : EXIT.ok;
}

/** merge: moved there when a change was merged. newest: none was, so the newest measured commit of the branch serves. */
interface Found {
  readonly service: string;
  readonly branch: string;
  readonly commit: string | null;
  readonly source: 'merge' | 'newest' | 'none';
  readonly movedAt: Date | null;
  readonly runId: string | null;
}

/** In the order of the pipeline (stages/find-baseline.ts), without the commit that one change itself branched from. */
async function find(
  { index, tenant }: Services,
  service: string,
  branch: string,
  signal: AbortSignal,
): Promise<Found> {
  const moved: BaselineRow | null = await index.getBaseline(tenant, service, branch, signal);
  if (moved !== null) {
    const { commit, movedAt, runId } = moved;
    return { service, branch, commit, source: 'merge', movedAt, runId };
  }
  const query = { tenant, service, branch, exceptCommit: '' };
  const newest = await index.newestMeasuredCommit(query, signal);
  const source = newest === null ? 'none' : 'newest';
  return { service, branch, commit: newest, source, movedAt: null, runId: null };
}

function describe(found: Found, results: readonly Pick<ResultRow, 'environment' | 'ref' | 'at'>[]): string {
  const { service, branch, commit, source, movedAt, runId } = found;
  if (commit === null)
    return `${service} has no baseline on ${branch}: nothing of it was measured there yet.`;
  const why =
    source === 'merge'
      ? `since the merge of ${movedAt?.toISOString() ?? ''}${runId === null ? '' : ` (${runId})`}`
      : 'the newest measured commit; no merge has moved a baseline yet';
  return [
    `${service} on ${branch}: ${commit}, ${why}`,
    ...results.map(
      ({ environment, ref, at }) => `  ${at.toISOString().slice(0, 19)}  ${environment}  ${ref}`,
    ),
  ].join('\n');
}
