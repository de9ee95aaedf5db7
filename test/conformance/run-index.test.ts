import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'vitest';
import { startDatabase } from '../../apps/local/database/start-database.ts';
import { findPostgres, startPostgres } from '../support/start-postgres.ts';
import { createMemoryIndex } from '../support/memory-index.ts';
import { itIsARunIndex, itKeepsAnIndex } from './run-index.ts';

// What unit tests index in keeps the same promises, or they would prove nothing.
describe('the index in memory', () => {
  const index = createMemoryIndex();
  itKeepsAnIndex(() => index);
});

itIsARunIndex('the embedded database', async () => {
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
  describe('the index on PostgreSQL', () => {
    it.skip('needs a PostgreSQL server (initdb and postgres), which this machine does not have', () =>
      undefined);
  });
} else {
  itIsARunIndex('PostgreSQL', () => startPostgres(programs));
}
