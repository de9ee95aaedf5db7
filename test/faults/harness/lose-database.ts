import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { ROOT } from '../../support/start-installation.ts';
import { hostEnvironment, portOf } from './host-environment.ts';
import type { FaultWorld } from './start-fault-world.ts';

const WITHIN_MS = 120_000;
/** What runs leave in the database, in an order of its own, without the numbers that only say in which order rows came. */
const ANSWERS = [
  'select run_id, tenant, service, project, change, head_sha, status, step, verdict, headline from runs order by 1',
  'select tenant, ref, service, commit, branch, environment, at from results order by 1, 2',
  'select tenant, service, environment, series, commit, result_ref, at, value from history order by 1, 6, 4',
  'select tenant, service, branch, commit, run_id from baselines order by 1, 2, 3',
];

/** Deletes everything in the database, the schema included. */
export async function deleteDatabase({ urls }: FaultWorld): Promise<void> {
  await asking(urls.database, (client) => client.query('drop schema public cascade; create schema public'));
}

/** `perf-agent rebuild`, as an operator runs it. */
export async function rebuildDatabase(world: FaultWorld): Promise<void> {
  const { urls } = world;
  const ports = { serviceBusPort: portOf(urls.serviceBus), databasePort: portOf(urls.database) };
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'apps/cli/main.ts'), 'rebuild', '--json'], {
    env: { ...process.env, ...hostEnvironment(world, { http: urls, ...ports }) },
    timeout: WITHIN_MS,
  });
}

/** What the list of runs, the history and the baselines say, as one text. */
export async function answersOf({ urls }: FaultWorld): Promise<string> {
  return asking(urls.database, async (client) => {
    const answers: unknown[] = [];
    for (const query of ANSWERS) answers.push((await client.query(query)).rows);
    return JSON.stringify(answers);
  });
}

async function asking<T>(connectionString: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
