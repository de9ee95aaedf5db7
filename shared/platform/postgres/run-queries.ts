import type { Kysely } from 'kysely';
import type { RunIndex } from '../../ports/run-index.ts';
import { asking } from './create-database.ts';
import type { Database } from './database.ts';
import { putRun } from './put-run.ts';
import { changeRunOf, runRowOf } from './run-row.ts';

/** Runs: merged by patches, read by id or newest first. */
export function runQueries(
  database: Kysely<Database>,
): Pick<RunIndex, 'putRun' | 'getRun' | 'listRuns' | 'listChangeRuns'> {
  return {
    putRun: (patch) => asking('note a run', () => putRun(database, patch)),
    getRun: (runId) =>
      asking('read a run', async () => {
        const row = await database
          .selectFrom('runs')
          .selectAll()
          .where('run_id', '=', runId)
          .executeTakeFirst();
        return row === undefined ? null : runRowOf(row);
      }),
    listRuns: ({ tenant, service, limit, before }) =>
      asking('list runs', async () => {
        let query = database.selectFrom('runs').selectAll().where('tenant', '=', tenant);
        if (service !== undefined) query = query.where('service', '=', service);
        if (before !== undefined) query = query.where('started_at', '<', before);
        const rows = await query.orderBy('started_at', 'desc').limit(limit).execute();
        return rows.map(runRowOf);
      }),
    listChangeRuns: ({ tenant, connection, project, change, service, since, limit }) =>
      asking('list the runs of a change', async () => {
        const rows = await database
          .selectFrom('runs')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('project', '=', project)
          .where('change', '=', change)
          .where('connection', '=', connection)
          .where('service', '=', service)
          .where('planned', '=', true)
          .where('started_at', '>=', since)
          .orderBy('started_at', 'desc')
          .limit(limit)
          .execute();
        return rows.map(changeRunOf);
      }),
  };
}
