import type { RunIndex } from '../../ports/run-index.ts';
import type { InTenant } from './in-tenant.ts';
import { putRun } from './put-run.ts';
import { changeRunOf, runRowOf } from './run-row.ts';

/** Runs: merged by patches, read by id or newest first. */
export function runQueries(
  inTenant: InTenant,
): Pick<RunIndex, 'putRun' | 'getRun' | 'listRuns' | 'listChangeRuns'> {
  return {
    putRun: (patch) => inTenant('note a run', patch.tenant, (database) => putRun(database, patch)),
    getRun: (tenant, runId) =>
      inTenant('read a run', tenant, async (database) => {
        const row = await database
          .selectFrom('runs')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('run_id', '=', runId)
          .executeTakeFirst();
        return row === undefined ? null : runRowOf(row);
      }),
    listRuns: ({ tenant, service, limit, before }) =>
      inTenant('list runs', tenant, async (database) => {
        let query = database.selectFrom('runs').selectAll().where('tenant', '=', tenant);
        if (service !== undefined) query = query.where('service', '=', service);
        if (before !== undefined) query = query.where('started_at', '<', before);
        const rows = await query.orderBy('started_at', 'desc').limit(limit).execute();
        return rows.map(runRowOf);
      }),
    listChangeRuns: ({ tenant, connection, project, change, service, since, limit }) =>
      inTenant('list the runs of a change', tenant, async (database) => {
        let query = database
          .selectFrom('runs')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('project', '=', project)
          .where('change', '=', change)
          .where('connection', '=', connection)
          .where('planned', '=', true)
          .where('started_at', '>=', since);
        if (service !== undefined) query = query.where('service', '=', service);
        const rows = await query.orderBy('started_at', 'desc').limit(limit).execute();
        return rows.map(changeRunOf);
      }),
  };
}
