import type { Kysely } from 'kysely';
import type { RunIndex } from '../../ports/run-index.ts';
import { acknowledgementQueries } from './acknowledgement-queries.ts';
import { approvalQueries } from './approval-queries.ts';
import { baselineQueries } from './baseline-queries.ts';
import type { Database } from './database.ts';
import { historyQueries } from './history-queries.ts';
import { inTenant } from './in-tenant.ts';
import { guarded, replaceAll } from './replace-all.ts';
import { resultQueries } from './result-queries.ts';
import { runQueries } from './run-queries.ts';

/** The index in PostgreSQL; every write is an upsert by key, every query sees one tenant. */
export function createRunIndex(database: Kysely<Database>): RunIndex {
  const ask = inTenant(database);
  return {
    ...runQueries(ask),
    ...resultQueries(ask),
    ...historyQueries(ask),
    ...baselineQueries(ask),
    ...approvalQueries(ask),
    ...acknowledgementQueries(ask),
    replaceAll: (fill) =>
      replaceAll(database, (transaction) => fill(guarded(createRunIndex(transaction), transaction))),
  };
}
