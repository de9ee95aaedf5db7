import { sql } from 'kysely';
import type { RunIndex } from '../../ports/run-index.ts';
import type { InTenant } from './in-tenant.ts';

/** What runs measured; reports on quality stand beside it (stages/quality-refs.ts). */
const MEASURED = 'results/%';

/** Which measurements there are, by commit and branch. */
export function resultQueries(
  inTenant: InTenant,
): Pick<RunIndex, 'putResult' | 'listResults' | 'newestMeasuredCommit' | 'listBranchCommits'> {
  return {
    putResult: (row) =>
      inTenant('note a result', row.tenant, async (database) => {
        await database
          .insertInto('results')
          .values(row)
          .onConflict((conflict) => conflict.columns(['tenant', 'ref']).doNothing())
          .execute();
      }),
    listResults: ({ tenant, service, commit, limit }) =>
      inTenant('list results', tenant, (database) =>
        database
          .selectFrom('results')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('service', '=', service)
          .where('commit', '=', commit)
          .where('ref', 'like', MEASURED)
          .orderBy('at')
          .limit(limit)
          .execute(),
      ),
    newestMeasuredCommit: ({ tenant, service, branch, exceptCommit }) =>
      inTenant('find the newest measured commit', tenant, async (database) => {
        const row = await database
          .selectFrom('results')
          .select('commit')
          .where('tenant', '=', tenant)
          .where('service', '=', service)
          .where('branch', '=', branch)
          .where('commit', '!=', exceptCommit)
          .where('ref', 'like', MEASURED)
          .orderBy('at', 'desc')
          .limit(1)
          .executeTakeFirst();
        return row?.commit ?? null;
      }),
    listBranchCommits: ({ tenant, service, branch, limit }) =>
      inTenant('list the commits of a branch', tenant, async (database) => {
        const { rows } = await sql<{ commit: string }>`
          select commit from (
            select commit, at from results where tenant = ${tenant} and service = ${service} and branch = ${branch}
            union all
            select commit, merged_at from merged_commits
            where tenant = ${tenant} and service = ${service} and branch = ${branch}
          ) as measured
          group by commit order by max(at) desc, commit limit ${limit}`.execute(database);
        return rows.map(({ commit }) => commit);
      }),
  };
}
