import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase } from '../../apps/local/database/start-database.ts';
import { createLocalStates } from '../../shared/platform/http-client/local-states.ts';
import { createLocalSpending } from '../../shared/platform/language-model/local-spending.ts';
import { createDatabase } from '../../shared/platform/postgres/create-database.ts';
import { createDependencyStates } from '../../shared/platform/postgres/create-dependency-states.ts';
import { createModelSpending } from '../../shared/platform/postgres/create-model-spending.ts';
import { createProjectTurns } from '../../shared/platform/postgres/create-project-turns.ts';
import { migrate } from '../../shared/platform/postgres/migrate.ts';
import type { Database } from '../../shared/platform/postgres/database.ts';
import { findPostgres, startPostgres } from '../support/start-postgres.ts';
import { itKeepsDependencyStates } from './dependency-states.ts';
import { itKeepsModelSpending } from './model-spending.ts';
import { itTakesTurns, TURN_RULE } from './project-turns.ts';

describe('the states of one process', () => {
  const states = createLocalStates();
  itKeepsDependencyStates(() => ({ first: states, second: states }));
});

describe('the spending of one process', () => {
  const spending = createLocalSpending();
  itKeepsModelSpending(() => ({ first: spending, second: spending }));
});

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

function itSharesStates(where: string, start: typeof startEmbedded): void {
  describe(`what two pools share on ${where}`, () => {
    let pools: { readonly one: Kysely<Database>; readonly two: Kysely<Database> };
    let stop = async (): Promise<void> => undefined;
    let tenants = 0;

    beforeAll(async () => {
      const server = await start();
      const [one, two] = [createDatabase(server.url), createDatabase(server.url)];
      stop = async () => {
        await Promise.all([one.destroy(), two.destroy()]);
        await server.stop();
      };
      await migrate(one);
      pools = { one, two };
    });
    afterAll(() => stop());

    const states = (tenant: string) => ({
      first: createDependencyStates(pools.one, tenant),
      second: createDependencyStates(pools.two, tenant),
    });
    const spending = (tenant: string) => ({
      first: createModelSpending(pools.one, tenant),
      second: createModelSpending(pools.two, tenant),
    });
    const turns = (tenant: string, rule = TURN_RULE) => ({
      first: createProjectTurns(pools.one, tenant, rule),
      second: createProjectTurns(pools.two, tenant, rule),
    });

    describe('of dependencies', () => {
      itKeepsDependencyStates(() => states('default'));

      it('is kept apart by tenant', async () => {
        const rule = { failuresToBreak: 1, halfOpenAfterMs: 60_000 };
        await states('default').first.noteFailure('shared name', rule, false);

        expect((await states('stranger').first.read('shared name')).openMs).toBeNull();
      });
    });

    describe('of spending on models', () => {
      itKeepsModelSpending(() => spending('default'));

      it('is kept apart by tenant', async () => {
        const limit = { tokensPerDay: 10, costPerDay: null };
        const ask = { tokens: 10, cost: 0 };
        await spending('default').first.reserve('2026-12-31', ask, limit);

        expect(await spending('stranger').first.reserve('2026-12-31', ask, limit)).toBe(true);
      });
    });

    describe('of places for runs', () => {
      itTakesTurns((rule) => turns(`turns-${(tenants += 1)}`, rule));

      it('is kept apart by tenant', async () => {
        const own = turns('crowded');
        for (let n = 0; n < 20; n += 1) await own.first.take('noisy', `run-${n}`);

        const other = turns('empty');
        const waits = await Promise.all([1, 2, 3, 4].map((n) => other.first.take('noisy', `run-${n}`)));

        expect(waits).toEqual([0, 0, 0, 0]);
      });

      it('leaves no rows of projects and runs that are over', async () => {
        const rule = { ...TURN_RULE, leaseMs: 1, rememberedMs: 1 };
        const [early, late] = [pools.one, pools.two].map((pool) => createProjectTurns(pool, 'passing', rule));
        for (let n = 0; n < 5; n += 1) await early?.take(`project-${n}`, `run-${n}`);
        await wait(5);
        await late?.take('last', 'run-last');

        const rows = await pools.one.transaction().execute(async (all) => {
          await sql`select set_config('app.tenant', 'passing', true)`.execute(all);
          return sql<{ readonly project: string }>`
            select project from busy_projects where tenant = 'passing'
            union select project from run_places where tenant = 'passing'`.execute(all);
        });
        expect(rows.rows).toEqual([{ project: 'last' }]);
      });
    });
  });
}

itSharesStates('the embedded database', startEmbedded);

const programs = findPostgres();
if (programs === null) {
  describe('the states on PostgreSQL', () => {
    it.skip('needs a PostgreSQL server (initdb and postgres), which this machine does not have', () =>
      undefined);
  });
} else {
  itSharesStates('PostgreSQL', () => startPostgres(programs));
}
