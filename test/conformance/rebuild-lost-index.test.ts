import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase } from '../../apps/local/database/start-database.ts';
import { createDatabase } from '../../shared/platform/postgres/create-database.ts';
import { createRunIndex } from '../../shared/platform/postgres/create-run-index.ts';
import { findPostgres, startPostgres } from '../support/start-postgres.ts';

const programs = findPostgres();
const SERVERS = [
  ['the embedded database', startEmbedded],
  ...(programs === null ? [] : [['PostgreSQL', () => startPostgres(programs)] as const]),
] as const;

describe.each(SERVERS)('rebuilding into %s that was lost', (_name, start) => {
  let server: Awaited<ReturnType<typeof start>>;

  beforeAll(async () => {
    server = await start();
  });

  afterAll(() => server.stop());

  it('shows tables and rows at one moment, and no empty table before', async () => {
    const database = createDatabase(server.url);
    const index = createRunIndex(database);
    const signal = AbortSignal.timeout(30_000);

    const failed = index.replaceAll(() => Promise.reject(new Error('artifacts are away')), signal);
    await expect(failed).rejects.toThrow('artifacts are away');
    const afterFailure = await resultsOf(server.url);
    await index.replaceAll(
      (fresh) =>
        fresh.putResult(
          {
            tenant: 'default',
            service: 'orders',
            commit: 'a'.repeat(40),
            branch: 'main',
            environment: 'ci',
            ref: 'results/default/1.json',
            at: new Date(0),
          },
          signal,
        ),
      signal,
    );

    expect(afterFailure).toBe('42P01');
    expect(await resultsOf(server.url)).toBe(1);
    await database.destroy();
  });
});

/** Rows of the table of results, or the code with which the database refuses to say. */
async function resultsOf(url: string): Promise<number | string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query('select * from results')).rows.length;
  } catch (error) {
    return error instanceof pg.DatabaseError ? String(error.code) : 'no answer';
  } finally {
    await client.end();
  }
}

async function startEmbedded(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-pglite-'));
  const database = await startDatabase({ folder, port: 0 });
  return {
    url: database.url,
    async stop() {
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
