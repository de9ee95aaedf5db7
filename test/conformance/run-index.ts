import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Kysely } from 'kysely';
import type { Acknowledgement } from '../../shared/contracts/acknowledgement.ts';
import { Masked } from '../../shared/contracts/masked.ts';
import { createDatabase } from '../../shared/platform/postgres/create-database.ts';
import { createRunIndex } from '../../shared/platform/postgres/create-run-index.ts';
import type { Database } from '../../shared/platform/postgres/database.ts';
import { migrate } from '../../shared/platform/postgres/migrate.ts';
import type { HistoryPoint, RunIndex, RunPatch } from '../../shared/ports/run-index.ts';
import { itKeepsBranches } from './run-index-branches.ts';

const SIGNAL = AbortSignal.timeout(120_000);

/** The promises of RunIndex and of its migrations, kept by any server that speaks PostgreSQL. */
export function itIsARunIndex(
  server: string,
  start: () => Promise<{ readonly url: string; stop(): Promise<void> }>,
): void {
  describe(`the index on ${server}`, () => {
    let database: Kysely<Database>;
    let running: { stop(): Promise<void> };

    beforeAll(async () => {
      const started = await start();
      running = started;
      database = createDatabase(started.url);
    });

    afterAll(async () => {
      await database.destroy();
      await running.stop();
    });

    it('is migrated once, from two places at the same time', async () => {
      const applied = await Promise.all([migrate(database), migrate(database)]);

      expect(applied.flat().sort()).toEqual([
        '001-index',
        '002-vector',
        '003-pins',
        '004-acknowledgements',
        '005-approvals',
        '006-same-code',
        '007-access',
        '008-dependencies',
        '009-run-places',
      ]);
      expect(await migrate(database)).toEqual([]);
    });

    itKeepsAnIndex(() => createRunIndex(database));
  });
}

/** The promises of RunIndex alone. @param open gives the one index under test, which is empty at first */
export function itKeepsAnIndex(open: () => RunIndex): void {
  describe('as an index', () => {
    let index: RunIndex;

    beforeAll(() => {
      index = open();
    });

    it('merges the patches of a run in any order to the same row', async () => {
      const patches = patchesOf('run-000000000000000000000001');
      const shuffled = patchesOf('run-000000000000000000000002').reverse();

      for (const patch of [...patches, ...shuffled, ...patches]) await index.putRun(patch, SIGNAL);

      const [first, second] = await Promise.all([
        index.getRun('default', 'run-000000000000000000000001', SIGNAL),
        index.getRun('default', 'run-000000000000000000000002', SIGNAL),
      ]);
      expect(first).toMatchObject({
        step: 'deliver',
        status: 'done',
        verdict: 'pass',
        service: 'shop',
        headSha: 'abc1234',
      });
      expect({ ...second, runId: null }).toEqual({ ...first, runId: null });
    });

    it('keeps the later word on a figure, in whichever order two are noted, and tells words apart', async () => {
      const word = (more: Partial<Acknowledgement>): Acknowledgement => ({
        schema: 'perf-agent.acknowledgement.v1',
        tenant: 'default',
        service: 'worded',
        branch: 'main',
        change: null,
        metric: 'http_*',
        statistic: 'p95',
        upTo: 0.2,
        at: '2026-05-04T10:00:00.000Z',
        until: '2026-06-01T00:00:00.000Z',
        owner: Masked.parse('team-a'),
        by: Masked.parse('ada'),
        via: 'api',
        reason: Masked.parse('wanted'),
        ...more,
      });
      const first = word({});
      const second = word({ at: '2026-05-05T10:00:00.000Z', owner: Masked.parse('team-b') });
      const ofChange = word({ change: { project: 'shop/orders', number: '7' } });
      const elsewhere = word({ branch: 'release' });

      for (const one of [second, first, ofChange, elsewhere, second])
        await index.putAcknowledgement(one, SIGNAL);

      const asked = { tenant: 'default', service: 'worded', limit: 10 };
      expect(await index.listAcknowledgements({ ...asked, branch: 'main' }, SIGNAL)).toEqual([
        second,
        ofChange,
      ]);
      expect(await index.listAcknowledgements(asked, SIGNAL)).toHaveLength(3);
      expect(await index.listAcknowledgements({ ...asked, limit: 1 }, SIGNAL)).toEqual([second]);
      expect(await index.listAcknowledgements({ ...asked, tenant: 'other' }, SIGNAL)).toEqual([]);
    });

    it('keeps where an approval stands by its later event, and finds those of a change and those that wait', async () => {
      const asked = {
        tenant: 'default',
        runId: 'run-0000000000000000000000a1',
        connection: 'gitlab',
        project: 'shop/orders',
        number: '7',
        headSha: 'abc1234',
        rule: 'risky',
        status: 'waiting' as const,
        sequence: 1,
        askedAt: new Date('2026-05-04T10:00:00Z'),
        expiresAt: new Date('2026-05-05T10:00:00Z'),
      };
      const newer = { ...asked, runId: 'run-0000000000000000000000a2', number: '8' };
      const later = { ...asked, askedAt: new Date('2026-05-04T11:00:00Z'), runId: `run-${'a3'.repeat(12)}` };

      await index.putApproval({ ...asked, status: 'approved', sequence: 2 }, SIGNAL);
      for (const row of [asked, newer, later]) await index.putApproval(row, SIGNAL);

      const change = { connection: 'gitlab', project: 'shop/orders', number: '7' };
      const list = (more: object) => index.listApprovals({ tenant: 'default', limit: 10, ...more }, SIGNAL);
      expect(await list({ change })).toEqual([later, { ...asked, status: 'approved', sequence: 2 }]);
      expect(await list({ status: 'waiting' })).toEqual([later, newer]);
      expect(await list({ limit: 1 })).toEqual([later]);
      expect(await index.listApprovals({ tenant: 'other', limit: 10 }, SIGNAL)).toEqual([]);
    });

    it('lets the last ending of a run count', async () => {
      const runId = 'run-000000000000000000000003';
      const ending = (status: 'done' | 'failed', minute: number): RunPatch => ({
        runId,
        tenant: 'default',
        step: status === 'done' ? 'deliver' : 'failed',
        rank: 9,
        at: new Date(Date.UTC(2026, 0, 1, 0, minute)),
        status,
      });

      await index.putRun(ending('done', 2), SIGNAL);
      await index.putRun(ending('failed', 1), SIGNAL);

      expect(await index.getRun('default', runId, SIGNAL)).toMatchObject({ status: 'done' });
    });

    it('lists runs of one tenant and service, newest first, from a point in time', async () => {
      for (const minute of [1, 2, 3]) {
        const at = new Date(Date.UTC(2026, 1, 1, 0, minute));
        const runId = `run-0000000000000000000001${minute}0`;
        await index.putRun(
          { runId, tenant: 'listed', at, step: 'plan', rank: 1, service: minute === 2 ? 'other' : 'shop' },
          SIGNAL,
        );
      }

      const all = await index.listRuns({ tenant: 'listed', limit: 2 }, SIGNAL);
      const older = await index.listRuns(
        { tenant: 'listed', limit: 9, before: new Date(Date.UTC(2026, 1, 1, 0, 3)) },
        SIGNAL,
      );
      const shop = await index.listRuns({ tenant: 'listed', service: 'shop', limit: 9 }, SIGNAL);

      expect(all.map(({ startedAt }) => startedAt.getUTCMinutes())).toEqual([3, 2]);
      expect(older.map(({ startedAt }) => startedAt.getUTCMinutes())).toEqual([2, 1]);
      expect(shop.map(({ startedAt }) => startedAt.getUTCMinutes())).toEqual([3, 1]);
      expect(await index.getRun('default', 'run-ffffffffffffffffffffffff', SIGNAL)).toBeNull();
    });

    it('keeps a point of history once, however often it is noted', async () => {
      const points = Array.from({ length: 1_200 }, (_, number) => pointOf(number));

      await index.putHistory(points, SIGNAL);
      await index.putHistory(points, SIGNAL);
      await index.putHistory([], SIGNAL);

      const query = {
        tenant: 'default',
        service: 'shop',
        environment: 'ci',
        exceptCommits: ['c3'],
        limit: 5_000,
      };
      const read = await index.listHistory(query, SIGNAL);
      expect(read).toHaveLength(900);
      expect(read[0]).toEqual(pointOf(1_198));
    });

    itKeepsBranches(() => index);

    it('lists the history of the named series only', async () => {
      const query = {
        tenant: 'default',
        service: 'shop',
        environment: 'ci',
        exceptCommits: [],
        limit: 5_000,
      };
      const all = await index.listHistory(query, SIGNAL);
      const wanted = all[0]?.series ?? '';

      const named = await index.listHistory({ ...query, series: [wanted] }, SIGNAL);

      expect(named.length).toBeGreaterThan(0);
      expect(named.map(({ series }) => series)).toEqual(named.map(() => wanted));
      expect(await index.listHistory({ ...query, series: [] }, SIGNAL)).toEqual([]);
    });

    it('keeps text as it is, quotes and other alphabets included', async () => {
      const runId = 'run-000000000000000000000004';
      const title = `'; drop table runs; -- "Ünï" 日本語 🚀`;

      await index.putRun(
        {
          ...patchesOf(runId)[0],
          request: { project: 'p', change: null, headSha: 'abc1234', title, url: null },
        } as RunPatch,
        SIGNAL,
      );

      expect(await index.getRun('default', runId, SIGNAL)).toMatchObject({ title });
    });

    it('stays as it was when its replacement fails', async () => {
      const before = await index.listRuns({ tenant: 'default', limit: 99 }, SIGNAL);
      const failed = new Error('the artifacts cannot be read');

      await expect(index.replaceAll(() => Promise.reject(failed), SIGNAL)).rejects.toBe(failed);
      expect(before).not.toEqual([]);
      expect(await index.listRuns({ tenant: 'default', limit: 99 }, SIGNAL)).toEqual(before);
    });

    it('holds after its replacement what was put in its place, and nothing else', async () => {
      const query = { tenant: 'default', service: 'shop', environment: 'ci', exceptCommits: [], limit: 9 };

      const answer = await index.replaceAll(async (fresh) => {
        for (const patch of patchesOf('run-7')) await fresh.putRun(patch, SIGNAL);
        await fresh.putHistory([pointOf(1)], SIGNAL);
        return 'filled';
      }, SIGNAL);

      const runs = await index.listRuns({ tenant: 'default', limit: 99 }, SIGNAL);
      expect([answer, ...runs.map((run) => run.runId)]).toEqual(['filled', 'run-7']);
      expect(await index.listHistory(query, SIGNAL)).toHaveLength(1);
      expect(await index.getBaseline('default', 'shop', 'main', SIGNAL)).toBeNull();
      expect(await index.getPin('default', 'shop', 'main', SIGNAL)).toBeNull();
    });
  });
}

function patchesOf(runId: string): RunPatch[] {
  const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
  const base = { runId, tenant: 'default' };
  return [
    {
      ...base,
      at: at(1),
      step: 'receive',
      rank: 0,
      request: { project: 'group/shop', change: '7', headSha: 'abc1234', title: 'A change', url: null },
    },
    { ...base, at: at(2), step: 'plan', rank: 1, service: 'shop' },
    { ...base, at: at(3), step: 'decide', rank: 7, verdict: 'pass', headline: 'Nothing is worse.' },
    { ...base, at: at(4), step: 'deliver', rank: 9, status: 'done' },
  ];
}

function pointOf(number: number): HistoryPoint {
  return {
    tenant: 'default',
    service: 'shop',
    environment: 'ci',
    series: `series ${number % 7}`,
    commit: `c${number % 4}`,
    resultRef: `results/${number}`,
    at: new Date(Date.UTC(2026, 0, 1) + number * 1_000),
    value: number / 3,
    withinVariance: number % 2 === 0 ? 0.25 : null,
    count: 100,
    events: null,
  };
}
