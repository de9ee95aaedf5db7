import { type Kysely, sql } from 'kysely';
import type { HistoryPoint, RunIndex } from '../../ports/run-index.ts';
import type { Database } from './database.ts';
import type { InTenant } from './in-tenant.ts';

const MOST_ROWS_A_STATEMENT = 500;

/** Figures of earlier runs, newest first. */
export function historyQueries(inTenant: InTenant): Pick<RunIndex, 'putHistory' | 'listHistory'> {
  return {
    async putHistory(points) {
      for (const [tenant, own] of Map.groupBy(points, (point) => point.tenant)) {
        await inTenant('note history', tenant, async (database) => {
          for (let from = 0; from < own.length; from += MOST_ROWS_A_STATEMENT) {
            await insertHistory(database, own.slice(from, from + MOST_ROWS_A_STATEMENT));
          }
        });
      }
    },
    listHistory: ({ tenant, service, environment, exceptCommits, series, limit }) =>
      inTenant('read history', tenant, async (database) => {
        let query = database
          .selectFrom('history')
          .select(['tenant', 'service', 'environment', 'series', 'commit', 'at', 'value', 'count', 'events'])
          .select(['result_ref as resultRef', 'within_variance as withinVariance'])
          .where('tenant', '=', tenant)
          .where('service', '=', service)
          .where('environment', '=', environment);
        // One array parameter, however many series: the statement stays the same and no limit on parameters is met.
        if (series !== undefined) query = query.where(sql<boolean>`series = any(${[...series]}::text[])`);
        if (exceptCommits.length > 0) query = query.where('commit', 'not in', [...exceptCommits]);
        return query.orderBy('at', 'desc').limit(limit).execute();
      }),
  };
}

async function insertHistory(database: Kysely<Database>, points: readonly HistoryPoint[]): Promise<void> {
  await database
    .insertInto('history')
    .values(
      points.map(({ resultRef, withinVariance, ...point }) => ({
        ...point,
        result_ref: resultRef,
        within_variance: withinVariance,
      })),
    )
    .onConflict((conflict) => conflict.columns(['tenant', 'result_ref', 'series']).doNothing())
    .execute();
}
