import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { startDatabase } from '../../apps/local/database/start-database.ts';
import { createDatabase } from '../../shared/platform/postgres/create-database.ts';
import { createRunIndex } from '../../shared/platform/postgres/create-run-index.ts';
import { migrate } from '../../shared/platform/postgres/migrate.ts';

it('the index refuses for good what PostgreSQL cannot hold, since it would refuse it again', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-pglite-'));
  const server = await startDatabase({ folder, port: 0 });
  const database = createDatabase(server.url);
  try {
    await migrate(database);
    const row = { runId: `run-${'0'.repeat(24)}`, tenant: 'default', step: 'receive', rank: 0 };
    const request = { project: 'shop\0', change: null, headSha: 'abc1234', title: 't', url: null };

    const put = createRunIndex(database).putRun(
      { ...row, at: new Date(), request },
      AbortSignal.timeout(30_000),
    );

    await expect(put).rejects.toMatchObject({ code: 'INPUT_INVALID', disposition: 'dead-letter' });
  } finally {
    await database.destroy();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
