import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase } from '../../apps/local/database/start-database.ts';
import { createDatabase } from '../../shared/platform/postgres/create-database.ts';
import { portOf } from './harness/host-environment.ts';
import { startTcpProxy, type TcpProxy } from './harness/start-tcp-proxy.ts';

describe('a database whose connections are cut', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-cut-'));
  let server: Awaited<ReturnType<typeof startDatabase>>;
  let proxy: TcpProxy;

  beforeAll(async () => {
    server = await startDatabase({ folder, port: 0 });
    proxy = await startTcpProxy(portOf(server.url));
  });

  afterAll(async () => {
    await proxy.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('fails the next query of a transaction, not the process, and serves the one after', async () => {
    const uncaught: unknown[] = [];
    const note = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', note);
    const url = server.url.replace(`:${portOf(server.url)}`, `:${proxy.port}`);
    const database = createDatabase(url);

    const broken = database.transaction().execute(async (transaction) => {
      await sql`select 1`.execute(transaction);
      proxy.cut();
      await wait(200);
      await sql`select 2`.execute(transaction);
    });
    await expect(broken).rejects.toThrow();
    const { rows } = await sql<{ readonly three: number }>`select 3 as three`.execute(database);

    expect(rows).toEqual([{ three: 3 }]);
    expect(uncaught).toEqual([]);
    process.off('uncaughtException', note);
    await database.destroy();
  });
});
