import { type Kysely, sql } from 'kysely';
import type { RunIndex } from '../../ports/run-index.ts';
import { asking } from './create-database.ts';
import type { Database } from './database.ts';

/** What runs measured; reports on quality stand beside it (stages/quality-refs.ts). */
const MEASURED = 'results/%';

/** Which measurements there are, by commit and branch. */
export function resultQueries(
  database: Kysely<Database>,
): Pick<RunIndex, 'putResult' | 'listResults' | 'newestMeasuredCommit' | 'listBranchCommits'> {
  return {
    putResult: (row) =>
      asking('note a result', async () => {
        await database
          .insertInto('results')
          .values(row)
          .onConflict((conflict) => conflict.columns(['tenant', 'ref']).doNothing())
          .execute();
      }),
    listResults: ({ tenant, service, commit, limit }) =>
      asking('list results', () =>
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
      asking('find the newest measured commit', async () => {
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
      asking('list the commits of a branch', async () => {
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
