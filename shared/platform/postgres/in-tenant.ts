import { type Kysely, sql, type Transaction } from 'kysely';
import { asking } from './create-database.ts';
import type { Database } from './database.ts';

/** Does work for one tenant; `what` says what failed when it does. */
export type InTenant = <T>(
  what: string,
  tenant: string,
  work: (transaction: Transaction<Database>) => Promise<T>,
) => Promise<T>;

/** The role that every query runs in; migration 007 makes it. It cannot bypass row-level security, whatever the login may do. */
const TENANT_ROLE = 'perf_agent_tenant';

/**
 * Runs queries as the tenant's role, in a transaction that names the tenant: a query that forgets its `where tenant = …` still finds only what is the
 * tenant's. Inside a transaction (the rebuild) that transaction is used.
 */
export function inTenant(database: Kysely<Database>): InTenant {
  return (what, tenant, work) =>
    asking(what, () =>
      inTransaction(database, async (transaction) => {
        await become(transaction, 'app.tenant', tenant);
        return work(transaction);
      }),
    );
}

/** For the rest of the transaction: the tenant's role, and what opens its rows. A setting of an earlier call is cleared. */
export async function become(
  transaction: Transaction<Database>,
  setting: 'app.tenant' | 'app.key_id',
  value: string,
): Promise<void> {
  const other = setting === 'app.tenant' ? 'app.key_id' : 'app.tenant';
  await sql`select set_config('role', ${TENANT_ROLE}, true), set_config(${setting}, ${value}, true),
                   set_config(${other}, '', true)`.execute(transaction);
}

function inTransaction<T>(
  database: Kysely<Database>,
  work: (transaction: Transaction<Database>) => Promise<T>,
): Promise<T> {
  return isTransaction(database) ? work(database) : database.transaction().execute(work);
}

function isTransaction(database: Kysely<Database>): database is Transaction<Database> {
  return database.isTransaction;
}
