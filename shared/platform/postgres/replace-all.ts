import { type Kysely, sql, type Transaction } from 'kysely';
import type { RunIndex } from '../../ports/run-index.ts';
import { asking } from './create-database.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';

const TABLES = [
  'runs',
  'results',
  'history',
  'baselines',
  'baseline_pins',
  'merged_commits',
  'acknowledgements',
  'approvals',
] as const satisfies readonly (keyof Database)[];
/** Rows deleted by a statement, so that each keeps to the statement's time. */
const ROWS_AT_ONCE = 50_000n;

/**
 * Empties and fills the index in one transaction. Rows are deleted and not truncated: readers go on seeing the old ones until the commit, and rows that
 * others insert meanwhile stay. A database that was lost gets its schema in the same transaction: steps that find no table wait, steps that
 * found empty ones would judge without a baseline.
 */
export async function replaceAll<T>(
  database: Kysely<Database>,
  fill: (transaction: Transaction<Database>) => Promise<T>,
): Promise<T> {
  const failures: unknown[] = [];
  try {
    return await asking('replace the index', () =>
      database.transaction().execute(async (transaction) => {
        if (!(await hasSchema(transaction))) await migrate(transaction);
        for (const table of TABLES) await deleteRows(transaction, table);
        return fill(transaction).catch((error: unknown) => {
          failures.push(error);
          throw error;
        });
      }),
    );
  } catch (error) {
    // Why nothing was filled in is the filler's to say; the transaction is rolled back either way.
    throw failures.length === 0 ? error : failures[0];
  }
}

async function hasSchema(transaction: Transaction<Database>): Promise<boolean> {
  const { rows } = await sql<{
    readonly known: boolean;
  }>`select to_regclass('runs') is not null as known`.execute(transaction);
  return rows[0]?.known === true;
}

async function deleteRows(transaction: Transaction<Database>, table: keyof Database): Promise<void> {
  for (;;) {
    const name = sql.table(table);
    const some = sql`delete from ${name} where ctid = any(array(select ctid from ${name} limit ${ROWS_AT_ONCE}))`;
    const { numAffectedRows = 0n } = await some.execute(transaction);
    if (numAffectedRows < ROWS_AT_ONCE) return;
  }
}

/** The index with each write behind a savepoint, so writes come one after another: one that PostgreSQL refuses would otherwise end the transaction for all. */
export function guarded(index: RunIndex, transaction: Transaction<Database>): RunIndex {
  const guard =
    <A extends readonly unknown[]>(write: (...args: A) => Promise<void>) =>
    (...args: A): Promise<void> =>
      behindSavepoint(transaction, () => write(...args));
  return {
    ...index,
    putRun: guard(index.putRun.bind(index)),
    putResult: guard(index.putResult.bind(index)),
    putHistory: guard(index.putHistory.bind(index)),
    putBaseline: guard(index.putBaseline.bind(index)),
    putPin: guard(index.putPin.bind(index)),
    putAcknowledgement: guard(index.putAcknowledgement.bind(index)),
    putApproval: guard(index.putApproval.bind(index)),
  };
}

async function behindSavepoint(
  transaction: Transaction<Database>,
  write: () => Promise<void>,
): Promise<void> {
  await sql`savepoint one_write`.execute(transaction);
  try {
    await write();
  } catch (error) {
    await sql`rollback to savepoint one_write`.execute(transaction);
    throw error;
  }
  await sql`release savepoint one_write`.execute(transaction);
}
