import type { RunIndex } from '../../ports/run-index.ts';
import type { InTenant } from './in-tenant.ts';

/**
 * Baseline commit of each branch of each service, and pins. The later move wins, in whichever order two merges are learnt; so does
 * the later word on a pin. Moves go on under a pin, so that without it the newest merge counts again.
 */
export function baselineQueries(
  inTenant: InTenant,
): Pick<RunIndex, 'putBaseline' | 'getBaseline' | 'putPin' | 'getPin'> {
  return {
    putBaseline: ({ tenant, service, branch, commit, movedAt, runId }) =>
      inTenant('move a baseline', tenant, async (database) => {
        await database
          .insertInto('merged_commits')
          .values({ tenant, service, branch, commit, merged_at: movedAt })
          .onConflict((conflict) => conflict.columns(['tenant', 'service', 'branch', 'commit']).doNothing())
          .execute();
        await database
          .insertInto('baselines')
          .values({ tenant, service, branch, commit, moved_at: movedAt, run_id: runId })
          .onConflict((conflict) =>
            conflict
              .columns(['tenant', 'service', 'branch'])
              .doUpdateSet({ commit, moved_at: movedAt, run_id: runId })
              .where('baselines.moved_at', '<=', movedAt),
          )
          .execute();
      }),
    getBaseline: (tenant, service, branch) =>
      inTenant('read a baseline', tenant, async (database) => {
        const row = await database
          .selectFrom('baselines')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('service', '=', service)
          .where('branch', '=', branch)
          .executeTakeFirst();
        if (row === undefined) return null;
        return { tenant, service, branch, commit: row.commit, movedAt: row.moved_at, runId: row.run_id };
      }),
    putPin: ({ tenant, service, branch, commit, at, cause }) =>
      inTenant('pin a baseline', tenant, async (database) => {
        await database
          .insertInto('baseline_pins')
          .values({ tenant, service, branch, commit, at, cause })
          .onConflict((conflict) =>
            conflict
              .columns(['tenant', 'service', 'branch'])
              .doUpdateSet({ commit, at, cause })
              .where('baseline_pins.at', '<=', at),
          )
          .execute();
      }),
    getPin: (tenant, service, branch) =>
      inTenant('read a pin', tenant, async (database) => {
        const row = await database
          .selectFrom('baseline_pins')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('service', '=', service)
          .where('branch', '=', branch)
          .executeTakeFirst();
        return row ?? null;
      }),
  };
}
