import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase } from '../../apps/local/database/start-database.ts';
import { createLocalStates } from '../../shared/platform/http-client/local-states.ts';
import { createDatabase } from '../../shared/platform/postgres/create-database.ts';
import { createDependencyStates } from '../../shared/platform/postgres/create-dependency-states.ts';
import { migrate } from '../../shared/platform/postgres/migrate.ts';
import type { DependencyStates } from '../../shared/ports/dependency-states.ts';
import { findPostgres, startPostgres } from '../support/start-postgres.ts';
import { itKeepsDependencyStates } from './dependency-states.ts';

describe('the states of one process', () => {
  const states = createLocalStates();
  itKeepsDependencyStates(() => ({ first: states, second: states }));
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
  describe(`the states of two pools on ${where}`, () => {
    let between: { first: DependencyStates; second: DependencyStates; stranger: DependencyStates };
    let stop = async (): Promise<void> => undefined;

    beforeAll(async () => {
      const server = await start();
      const [one, two] = [createDatabase(server.url), createDatabase(server.url)];
      stop = async () => {
        await Promise.all([one.destroy(), two.destroy()]);
        await server.stop();
      };
      await migrate(one);
      between = {
        first: createDependencyStates(one, 'default'),
        second: createDependencyStates(two, 'default'),
        stranger: createDependencyStates(two, 'stranger'),
      };
    });
    afterAll(() => stop());

    itKeepsDependencyStates(() => between);

    it('keeps tenants apart', async () => {
      await between.first.noteFailure('shared name', { failuresToBreak: 1, halfOpenAfterMs: 60_000 }, false);

      expect((await between.stranger.read('shared name')).openMs).toBeNull();
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
