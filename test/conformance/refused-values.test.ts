import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase } from '../../apps/local/database/start-database.ts';
import { createDatabase } from '../../shared/platform/postgres/create-database.ts';
import { createRunIndex } from '../../shared/platform/postgres/create-run-index.ts';
import type { Database } from '../../shared/platform/postgres/database.ts';
import { migrate } from '../../shared/platform/postgres/migrate.ts';
import type { RunIndex, RunPatch } from '../../shared/ports/run-index.ts';

const SIGNAL = AbortSignal.timeout(100_000);

describe('a value that PostgreSQL cannot hold', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof startDatabase>>;
  let database: Kysely<Database>;
  let index: RunIndex;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-pglite-'));
    server = await startDatabase({ folder, port: 0 });
    database = createDatabase(server.url);
    await migrate(database);
    index = createRunIndex(database);
  });

  afterAll(async () => {
    await database.destroy();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is refused for good, since it would be refused again', async () => {
    const put = index.putRun(patchOf(0, 'shop\0'), SIGNAL);

    await expect(put).rejects.toMatchObject({ code: 'INPUT_INVALID', disposition: 'dead-letter' });
  });

  it('keeps nothing else out of the index when that is made again', async () => {
    await index.putRun(patchOf(1, 'old'), SIGNAL);

    await index.replaceAll(async (fresh) => {
      await fresh.putRun(patchOf(2, 'before'), SIGNAL);
      await expect(fresh.putRun(patchOf(3, 'shop\0'), SIGNAL)).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      });
      await fresh.putRun(patchOf(4, 'after'), SIGNAL);
    }, SIGNAL);

    const runs = await index.listRuns({ tenant: 'default', limit: 9 }, SIGNAL);
    expect(runs.map(({ project }) => project).sort()).toEqual(['after', 'before']);
  });
});

function patchOf(number: number, project: string): RunPatch {
  const runId = `run-${String(number).repeat(24)}`;
  const request = { project, change: null, headSha: 'abc1234', title: 't', url: null };
  return { runId, tenant: 'default', at: new Date(), step: 'receive', rank: 0, request };
}
