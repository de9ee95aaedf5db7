import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Kysely, sql, type Transaction } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase } from '../../apps/local/database/start-database.ts';
import { apiKeyText } from '../../shared/access/api-key-text.ts';
import type { ApiKey } from '../../shared/contracts/access.ts';
import { createApiKeys } from '../../shared/platform/postgres/create-api-keys.ts';
import { createDatabase } from '../../shared/platform/postgres/create-database.ts';
import { createRunIndex } from '../../shared/platform/postgres/create-run-index.ts';
import type { Database } from '../../shared/platform/postgres/database.ts';
import { become } from '../../shared/platform/postgres/in-tenant.ts';
import { migrate } from '../../shared/platform/postgres/migrate.ts';
import { findPostgres, startPostgres } from '../support/start-postgres.ts';
import { putRowsOfVictim, questionsTo } from './tenant-questions.ts';

const SIGNAL = AbortSignal.timeout(120_000);
const RUN = `run-${'a'.repeat(24)}`;
const NOW = new Date('2026-11-21T12:00:30Z');

type Server = { readonly url: string; stop(): Promise<void> };

/** What row-level security and the keys' table promise, on any server that speaks PostgreSQL. */
function itKeepsTenantsApart(server: string, start: () => Promise<Server>): void {
  describe(`tenants on ${server}`, () => {
    let database: Kysely<Database>;
    let running: Server;

    beforeAll(async () => {
      running = await start();
      database = createDatabase(running.url);
      await migrate(database);
      const index = createRunIndex(database);
      await createApiKeys(database).create(keyOf('victim'));
      await putRowsOfVictim(index, RUN, SIGNAL);
    });

    afterAll(async () => {
      await database.destroy();
      await running.stop();
    });

    /** Statements of a query that forgot its tenant, as the role that every query runs in. */
    function hostile<T>(work: (transaction: Transaction<Database>) => Promise<T>): Promise<T> {
      return database.transaction().execute(async (transaction) => {
        await become(transaction, 'app.tenant', 'hostile');
        return work(transaction);
      });
    }

    it('have a policy on every table with a column "tenant"', async () => {
      const { rows } = await sql<{ name: string; secured: boolean; policies: number }>`
        select c.relname as name, c.relrowsecurity as secured,
               (select count(*)::int from pg_policy where polrelid = c.oid) as policies
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped
        where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace`.execute(database);

      expect(rows.length).toBeGreaterThanOrEqual(10);
      expect(rows.filter(({ secured, policies }) => !secured || policies === 0)).toEqual([]);
    });

    it('work in a role that cannot bypass the policies', async () => {
      const role = await hostile(async (transaction) => {
        const { rows } = await sql<{ name: string; bypass: boolean; super: boolean }>`
          select rolname as name, rolbypassrls as bypass, rolsuper as super from pg_roles
          where rolname = current_user`.execute(transaction);
        return rows[0];
      });

      expect(role).toEqual({ name: 'perf_agent_tenant', bypass: false, super: false });
    });

    it('find nothing of another by id, list or SQL without a tenant', async () => {
      const index = createRunIndex(database);

      expect(await index.getRun('hostile', RUN, SIGNAL)).toBeNull();
      expect(await index.listRuns({ tenant: 'hostile', limit: 10 }, SIGNAL)).toEqual([]);
      expect(await hostile((t) => t.selectFrom('runs').selectAll().execute())).toEqual([]);
      expect(await hostile((t) => t.selectFrom('api_keys').selectAll().execute())).toEqual([]);
      expect(await index.getRun('victim', RUN, SIGNAL)).not.toBeNull();
    });

    it('answer none of the questions of the index with what belongs to another', async () => {
      const questions = questionsTo(createRunIndex(database), RUN, SIGNAL);

      const answers: unknown[] = [];
      const own: unknown[] = [];
      for (const ask of questions) {
        answers.push(await ask('hostile'));
        own.push(await ask('victim'));
      }

      expect(answers.filter((answer) => !isNothing(answer))).toEqual([]);
      expect(own.filter(isNothing)).toEqual([]);
    });

    it('have all their tables named here: those of tenants, and those that hold nothing of any', async () => {
      const { rows } = await sql<{ name: string }>`
        select c.relname as name from pg_class c
        where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace
          and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped)
        order by 1`.execute(database);

      expect(rows.map(({ name }) => name)).toEqual(['kysely_migration', 'kysely_migration_lock']);
    });

    it('change nothing of another: no row is updated, deleted, taken over or put in its name', async () => {
      const updated = await hostile((t) => t.updateTable('runs').set({ title: 'mine' }).executeTakeFirst());
      const deleted = await hostile((t) => t.deleteFrom('runs').executeTakeFirst());
      const taking = createRunIndex(database).putRun(
        { runId: RUN, tenant: 'hostile', at: NOW, step: 'deliver', rank: 9 },
        SIGNAL,
      );
      await expect(taking).rejects.toThrow('42501');
      const forging = hostile((t) =>
        sql`insert into baselines (tenant, service, branch, commit, moved_at)
            values ('victim', 'shop', 'main', 'c', now())`.execute(t),
      );
      await expect(forging).rejects.toMatchObject({ code: '42501' });

      expect([updated.numUpdatedRows, deleted.numDeletedRows]).toEqual([0n, 0n]);
      expect(await createRunIndex(database).getRun('victim', RUN, SIGNAL)).toMatchObject({ step: 'plan' });
    });

    it('see nothing at all while no tenant is named', async () => {
      const rows = await database.transaction().execute(async (transaction) => {
        await sql`set local role perf_agent_tenant`.execute(transaction);
        return transaction.selectFrom('runs').selectAll().execute();
      });

      expect(rows).toEqual([]);
    });

    it('leave no tenant behind on a connection: the next transaction begins without one', async () => {
      await createRunIndex(database).listRuns({ tenant: 'victim', limit: 1 }, SIGNAL);

      const { rows } = await sql<{ tenant: string | null }>`
        select nullif(current_setting('app.tenant', true), '') as tenant`.execute(database);

      expect(rows).toEqual([{ tenant: null }]);
    });

    it('reach only their own schema: no table can be made, no policy dropped, no other role taken on', async () => {
      const refused = [
        'drop policy of_tenant on runs',
        'alter table runs disable row level security',
        'create table mine (a int)',
        'alter role perf_agent_tenant bypassrls',
      ].map((statement) => hostile((t) => sql.raw(statement).execute(t)));

      const outcomes = await Promise.allSettled(refused);

      expect(outcomes.map(({ status }) => status)).toEqual(refused.map(() => 'rejected'));
    });

    it('open with a key that is right, count its uses for all, and begin anew each minute', async () => {
      const keys = createApiKeys(database);
      const { id, hash } = keyOf('victim');
      const later = new Date(NOW.getTime() + 60_000);

      const uses = await Promise.all(Array.from({ length: 5 }, () => keys.use(id, hash, NOW)));
      const next = await keys.use(id, hash, later);
      const behind = await keys.use(id, hash, NOW);

      expect(uses.map((used) => used?.usedThisMinute).sort()).toEqual([1, 2, 3, 4, 5]);
      expect(uses[0]).toMatchObject({ key: { tenant: 'victim' }, minuteEndsInMs: 30_000 });
      expect([next?.usedThisMinute, behind?.usedThisMinute]).toEqual([1, 2]);
      expect(await keys.use(id, 'f'.repeat(64), NOW)).toBeNull();
      expect(await keys.use('0'.repeat(16), hash, NOW)).toBeNull();
    });

    it('list and end only their own keys', async () => {
      const keys = createApiKeys(database);
      const { id } = keyOf('victim');
      const soon = new Date(NOW.getTime() + 1_000);

      expect(await keys.list('hostile')).toEqual([]);
      expect(await keys.end('hostile', id, soon)).toBeNull();
      expect(await keys.end('victim', id, soon)).toMatchObject({ id, expiresAt: soon });
      const [listed] = await keys.list('victim');
      expect(listed).toMatchObject({ id, expiresAt: soon });
      expect(listed).not.toHaveProperty('hash');
    });
  });
}

function isNothing(answer: unknown): boolean {
  return answer === null || (Array.isArray(answer) && answer.length === 0);
}

function keyOf(tenant: string): ApiKey {
  const { id, hash } = apiKeyText(new Uint8Array(8).fill(1), new Uint8Array(32).fill(2));
  return {
    id,
    hash,
    tenant,
    name: 'test',
    role: 'reader',
    services: null,
    requestsPerMinute: 600,
    createdAt: NOW,
    expiresAt: new Date('2027-01-01T00:00:00Z'),
    replaces: null,
  };
}

itKeepsTenantsApart('the embedded database', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-pglite-'));
  const database = await startDatabase({ folder, port: 0 });
  return {
    url: database.url,
    async stop() {
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});

const programs = findPostgres();
if (programs === null) {
  describe('tenants on PostgreSQL', () => {
    it.skip('needs a PostgreSQL server (initdb and postgres), which this machine does not have', () =>
      undefined);
  });
} else {
  itKeepsTenantsApart('PostgreSQL', () => startPostgres(programs));
  // As on Azure, where nobody is a superuser: the owner of the tables makes the role and grants it to itself.
  itKeepsTenantsApart('PostgreSQL with a login that is no superuser', async () => {
    const server = await startPostgres(programs);
    const admin = createDatabase(server.url);
    await sql`create role app login createrole`.execute(admin);
    await sql`create database app owner app`.execute(admin);
    await admin.destroy();
    const url = new URL(server.url);
    url.username = 'app';
    url.pathname = '/app';
    return { url: url.href, stop: () => server.stop() };
  });
}
