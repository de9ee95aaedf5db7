import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import {
  PermanentError,
  PipelineError,
  ThrottledError,
  TransientError,
} from '../../errors/pipeline-error.ts';
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
  // A connection that breaks while idle is replaced on next use, and one that breaks between two queries of a transaction fails the next of
  // them. Without a listener either would end the process; the pool has one for idle connections alone.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** What the pool says when none of its connections became free in time: there is more to do than the server takes, and nothing failed. */
const POOL_IS_BUSY = 'timeout exceeded when trying to connect';
const BUSY_MS = 2_000;

/** SQLSTATE class 22, data exception: a text with NUL, a number out of range. The same value is refused again. */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/;

/**
 * Runs a query. @throws PermanentError(`INPUT_INVALID`) for a value that PostgreSQL cannot hold; ThrottledError(`DATABASE_UNAVAILABLE`)
 * when no connection became free, so that many runs at once wait and do not fail; TransientError for everything else, since the statements
 * are fixed and another delivery may find the server well.
 */
export async function asking<T>(what: string, query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    // Of a query within this one, which has said already what went wrong.
    if (PipelineError.is(error)) throw error;
    if (error instanceof Error && error.message === POOL_IS_BUSY) {
      const waits = `No connection to PostgreSQL became free in time to ${what}.`;
      throw new ThrottledError('DATABASE_UNAVAILABLE', waits, BUSY_MS, { cause: error });
    }
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    const message = `PostgreSQL failed to ${what} (${code}).`;
    if (DATA_EXCEPTION.test(code)) throw new PermanentError('INPUT_INVALID', message, { cause: error });
    throw new TransientError('DATABASE_UNAVAILABLE', message, { cause: error });
  }
}
