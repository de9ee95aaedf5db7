import { type Kysely, sql } from 'kysely';
import type { RunIndex } from '../../ports/run-index.ts';
import { baselineQueries } from './baseline-queries.ts';
import { asking } from './create-database.ts';
import type { Database } from './database.ts';
import { historyQueries } from './history-queries.ts';
import { resultQueries } from './result-queries.ts';
import { runQueries } from './run-queries.ts';

/** The index in PostgreSQL; every write is an upsert by key. */
export function createRunIndex(database: Kysely<Database>): RunIndex {
  return {
    ...runQueries(database),
    ...resultQueries(database),
    ...historyQueries(database),
    ...baselineQueries(database),
    clear: () =>
      asking('clear the index', async () => {
        await sql`truncate runs, results, history, baselines, baseline_pins, merged_commits`.execute(
          database,
        );
      }),
  };
}
