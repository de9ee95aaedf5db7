import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { driveLoad } from '../../apps/local/load/drive-load.ts';
import { findK6 } from '../../apps/local/load/find-k6.ts';
import { type LoadOptions } from '../../apps/local/load/load-run.ts';
import { runAutocannon } from '../../apps/local/load/run-autocannon.ts';
import { startService } from '../../apps/local/load/start-service.ts';

const Point = z.object({
  type: z.literal('Point'),
  metric: z.string(),
  data: z.object({ value: z.number(), tags: z.record(z.string(), z.string()) }),
});

let folder = '';
const { signal } = new AbortController();

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'perf-agent-load-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function points(file: string, metric: string): Promise<readonly z.infer<typeof Point>[]> {
  const text = await readFile(file, 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .filter((line) => line.includes('"Point"'));
  return lines.map((line) => Point.parse(JSON.parse(line))).filter((point) => point.metric === metric);
}

function median(values: readonly number[]): number {
  return values.toSorted((first, second) => first - second)[Math.floor(values.length / 2)] ?? Number.NaN;
}

describe('driveLoad', () => {
  it('measures both versions in turns and shows a query per item in the list alone', async () => {
    const said: string[] = [];

    const runs = await driveLoad({
      versions: ['A', 'B'],
      repeats: 1,
      secondsEach: 2,
      defect: 'n-plus-one',
      folder,
      onProgress: ({ line }) => said.push(line),
      signal,
    });

    const duration = async (index: number, name: string): Promise<number> => {
      const all = await points(runs[index]?.file ?? '', 'http_req_duration');
      return median(all.filter(({ data }) => data.tags['name'] === name).map(({ data }) => data.value));
    };
    expect(runs.map(({ version, run, format }) => [version, run, format])).toEqual([
      ['A', 1, 'k6-json-stream'],
      ['B', 2, 'k6-json-stream'],
    ]);
    expect(runs[0]?.tool).toBe((await findK6()) === null ? 'autocannon' : 'k6');
    expect(said).toHaveLength(2);
    expect(await duration(1, '/orders')).toBeGreaterThan(2 * (await duration(0, '/orders')));
    expect(await duration(1, '/orders/:id')).toBeLessThan(2 * (await duration(0, '/orders/:id')));
  });

  it('finds what a leak leaves behind for each request', async () => {
    const drive = { versions: ['A', 'B'] as const, repeats: 1, secondsEach: 2, defect: 'leak' as const };

    const runs = await driveLoad({ ...drive, folder, onProgress: () => undefined, signal });

    const growth = await Promise.all(
      runs.map(
        async ({ file }) => (await points(file, 'heap_growth_per_request'))[0]?.data.value ?? Number.NaN,
      ),
    );
    expect(Math.abs(growth[0] ?? Number.NaN)).toBeLessThan(400);
    expect(growth[1]).toBeGreaterThan(800);
  });

  it('stops at once when asked to', async () => {
    const drive = { versions: ['A'] as const, repeats: 3, secondsEach: 60, defect: 'none' as const };
    const stopping = AbortSignal.timeout(3_000);

    const stopped = driveLoad({ ...drive, folder, onProgress: () => undefined, signal: stopping });

    await expect(stopped).rejects.toThrow();
  });
});

describe('runAutocannon', () => {
  it('writes every answer as points of a k6 stream with its route', async () => {
    const service = await startService('A', 'none');
    try {
      const load: LoadOptions = {
        url: service.url,
        seconds: 2,
        connections: 6,
        folder,
        name: 'run',
        log: () => undefined,
        signal,
      };

      const { file, tool } = await runAutocannon(load);

      const durations = await points(file, 'http_req_duration');
      const names = new Set(durations.map(({ data }) => data.tags['name']));
      expect(tool).toBe('autocannon');
      expect([...names].sort()).toEqual(['/orders', '/orders/:id']);
      expect(durations.length).toBeGreaterThan(60);
      expect(await points(file, 'http_reqs')).toHaveLength(durations.length);
      expect((await points(file, 'http_req_failed')).every(({ data }) => data.value === 0)).toBe(true);
    } finally {
      await service.stop();
    }
  });
});

describe('startService', () => {
  it('fails with the last words of a service that does not start', async () => {
    // @ts-expect-error a defect that does not exist, as a typing error on the command line would name it
    const starting = startService('B', 'slow');

    await expect(starting).rejects.toThrow('--defect is one of none, n-plus-one, lock, leak, not "slow".');
  });
});
