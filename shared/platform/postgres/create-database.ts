import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { TransientError } from '../../errors/pipeline-error.ts';
import type { Database } from './database.ts';

const CONNECTIONS = 5;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;

/** Pool of connections to PostgreSQL; made without I/O. */
export function createDatabase(url: string): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
  });
  // An idle connection that breaks is replaced on next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** Runs a query; whatever goes wrong is worth another delivery, since the statements are fixed. */
export async function asking<T>(what: string, query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    throw new TransientError('DATABASE_UNAVAILABLE', `PostgreSQL failed to ${what} (${code}).`, {
      cause: error,
    });
  }
}
