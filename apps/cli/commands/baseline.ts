import { userInfo } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { keptName } from '../../../shared/masking/kept-name.ts';
import { pinBaseline } from '../../../shared/pipeline/pin-baseline.ts';
import type { BaselineRow, ResultRow } from '../../../shared/ports/run-index.ts';
import type { Services } from '../../../shared/wiring.ts';
import { EXIT } from '../exit-codes.ts';
import { withServices } from '../operator.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';
import { table } from '../statistics/table.ts';

interface BaselineOptions extends CommonOptions {
  readonly branch: string;
}

interface PinOptions extends BaselineOptions {
  readonly reason: string;
  readonly by?: string;
}

/** Services are known from the verdicts on their changes: the index has no list of baselines. */
const MOST_RUNS = 200;
const MOST_RESULTS = 200;

/** `perf-agent baseline list|show|pin|unpin`: what the next change of a service is compared with. */
export function createBaselineCommand(): Command {
  const list = withTarget(new Command('list'))
    .description(`baselines of the services judged in the newest ${MOST_RUNS} runs`)
    .option('--branch <name>', 'target branch', 'main')
    .action((options: BaselineOptions) => runCommand(options, () => listBaselines(options)));
  const show = withTarget(new Command('show'))
    .description('baseline of one service and the results it rests on; exit code 3 when there is none')
    .argument('<service>', 'service, as results were handed in for it', serviceName)
    .option('--branch <name>', 'target branch', 'main')
    .action((service: string, options: BaselineOptions) =>
      runCommand(options, () => showBaseline(service, options)),
    );
  const pin = withTarget(new Command('pin'))
    .description(
      'compare every change with this commit until "unpin", whatever is merged; noted in the audit log',
    )
    .argument('<service>', 'service, as results were handed in for it', serviceName)
    .argument('<commit>', 'measured commit, in full')
    .option('--branch <name>', 'target branch', 'main')
    .option('--reason <text>', 'why, for reports and the audit log', '')
    .option('--by <who>', 'who says so (default: the user of this computer)')
    .action((service: string, commit: string, options: PinOptions) =>
      runCommand(options, () => movePin(service, commit, options)),
    );
  const unpin = withTarget(new Command('unpin'))
    .description('let merges move the baseline again; noted in the audit log')
    .argument('<service>', 'service, as results were handed in for it', serviceName)
    .option('--branch <name>', 'target branch', 'main')
    .option('--reason <text>', 'why, for the audit log', '')
    .option('--by <who>', 'who says so (default: the user of this computer)')
    .action((service: string, options: PinOptions) =>
      runCommand(options, () => movePin(service, null, options)),
    );
  return new Command('baseline')
    .description('what the next change of a service is compared with')
    .addCommand(list)
    .addCommand(show)
    .addCommand(pin)
    .addCommand(unpin);
}

function serviceName(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('Give the name of a service.');
}

/** Pins, or with null lets go. The services are those of the pipeline, so that pin and audit entry are what it reads. */
async function movePin(asked: string, commit: string | null, options: PinOptions): Promise<number> {
  const { reason, by = userInfo().username } = options;
  if (commit !== null && !/^[0-9a-f]{7,64}$/.test(commit)) {
    throw new PermanentError(
      'INPUT_INVALID',
      `"${commit}" is no commit id: 7 to 64 hex digits, in lower case.`,
    );
  }
  const pinned = await withServices(options, (services, signal) =>
    pinBaseline(
      { service: asked, branch: options.branch, commit, by, reason },
      { ...services, pause: wait },
      signal,
    ),
  );
  const { service, branch, changed, pin, auditKey } = pinned;
  const said = { service, branch, commit, changed, at: pin?.at ?? null, cause: pin?.cause ?? null, auditKey };
  if (options.json === true) console.log(JSON.stringify(said));
  else if (!changed)
    console.log(
      `${service} on ${branch} ${commit === null ? 'is not pinned' : `is pinned to ${commit} already`}.`,
    );
  else if (commit === null)
    console.log(`${service} on ${branch} is no longer pinned; merges move its baseline again.`);
  else
    console.log(
      `${service} on ${branch} is pinned to ${commit}; every change is compared with it until "baseline unpin".`,
    );
  return EXIT.ok;
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
  else if (rows.length === 0)
    console.log(
      'No service was judged yet; "baseline show SERVICE" tells of one that was only measured or pinned.',
    );
  else {
    const lines = rows.map(({ service, branch, commit, source, movedAt }) => [
      service,
      branch,
      commit?.slice(0, 12) ?? 'none',
      movedAt === null
        ? source
        : `${source === 'pin' ? 'pinned' : 'merged'} ${movedAt.toISOString().slice(0, 19).replace('T', ' ')}`,
    ]);
    console.log(table(['service', 'branch', 'commit', 'since'], lines));
  }
  return EXIT.ok;
}

async function showBaseline(asked: string, options: BaselineOptions): Promise<number> {
  const { found, results } = await withServices(options, async (services, signal) => {
    const { index, tenant } = services;
    const baseline = await find(services, keptName(asked, services), options.branch, signal);
    const { service, commit } = baseline;
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

/** pin: a person said so. merge: moved there when a change was merged. newest: none was, so the newest measured commit of the branch serves. */
interface Found {
  readonly service: string;
  readonly branch: string;
  readonly commit: string | null;
  readonly source: 'pin' | 'merge' | 'newest' | 'none';
  /** Since when it is pinned or merged. */
  readonly movedAt: Date | null;
  /** Who pinned it and why. */
  readonly cause: string | null;
  readonly runId: string | null;
}

/** In the order of the pipeline (stages/find-baseline.ts), without the commit that one change itself branched from. */
async function find(
  services: Services,
  service: string,
  onBranch: string,
  signal: AbortSignal,
): Promise<Found> {
  const { index, tenant } = services;
  const branch = keptName(onBranch, services);
  const pin = await index.getPin(tenant, service, branch, signal);
  if (pin !== null && pin.commit !== null) {
    const { commit, at, cause } = pin;
    return { service, branch, commit, source: 'pin', movedAt: at, cause, runId: null };
  }
  const moved: BaselineRow | null = await index.getBaseline(tenant, service, branch, signal);
  if (moved !== null) {
    const { commit, movedAt, runId } = moved;
    return { service, branch, commit, source: 'merge', movedAt, cause: null, runId };
  }
  const query = { tenant, service, branch, exceptCommit: '' };
  const newest = await index.newestMeasuredCommit(query, signal);
  const source = newest === null ? 'none' : 'newest';
  return { service, branch, commit: newest, source, movedAt: null, cause: null, runId: null };
}

function describe(found: Found, results: readonly Pick<ResultRow, 'environment' | 'ref' | 'at'>[]): string {
  const { service, branch, commit, source, movedAt, cause, runId } = found;
  if (commit === null)
    return `${service} has no baseline on ${branch}: nothing of it was measured there yet.`;
  const since = movedAt?.toISOString() ?? '';
  const why = {
    pin: `since ${since}, ${cause ?? 'pinned'}; no merge moves it`,
    merge: `since the merge of ${since}${runId === null ? '' : ` (${runId})`}`,
    newest: 'the newest measured commit; no merge has moved a baseline yet',
    none: '',
  }[source];
  return [
    `${service} on ${branch}: ${commit}, ${why}`,
    ...results.map(
      ({ environment, ref, at }) => `  ${at.toISOString().slice(0, 19)}  ${environment}  ${ref}`,
    ),
  ].join('\n');
}
