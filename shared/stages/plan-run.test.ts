import { describe, expect, it } from 'vitest';
import { createMemoryChangeHost, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { createMemoryMetrics } from '../../test/support/memory-measurements.ts';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { createMemoryLock, testPolicy } from '../../test/support/memory-pipeline.ts';
import {
  connectionsOf,
  createMemoryRawVault,
  requestRecord,
  stageFor,
  testMasker,
} from '../../test/support/memory-stage.ts';
import { Masked } from '../contracts/masked.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { planRun } from './plan-run.ts';

const BUDGETS = `schema: perf-agent.perfbudget.v1
service: checkout
budgets:
  - metric: http_req_duration
    statistic: p95
    max: 500
    onBreach: fail
`;
const LOOSE = BUDGETS.replace('500', '5000');
const SOURCE = { connection: 'prometheus', name: 'cpu', query: { query: 'cpu' } };

describe('plan-run', () => {
  it('fans out to every source and schedules the deadline a little after collecting ends', async () => {
    const { run } = setUp({ policy: testPolicy({ sources: [SOURCE] }) });

    const { output, emits, remarks } = await run();

    expect(output?.sources.map(({ part, kind }) => [part, kind])).toEqual([
      ['results', 'results'],
      ['metrics-cpu', 'metrics'],
    ]);
    expect(output?.collect.deadlineAt).toBe('2026-05-04T10:20:00.000Z');
    expect(emits).toEqual([
      { queue: 'collect', part: 'results' },
      { queue: 'collect', part: 'metrics-cpu' },
      { queue: 'deadline', notBefore: '2026-05-04T10:20:15.000Z' },
    ]);
    expect(remarks).toEqual([
      expect.objectContaining({ action: 'policy.applied', details: { version: 'v-test', budgets: 0 } }),
      expect.objectContaining({ action: 'status.ensured', details: { state: 'pending' } }),
    ]);
  });

  it('says on the change that a verdict is on its way', async () => {
    const { host, run } = setUp();

    await run();

    expect(host.statuses.map(({ sha, state }) => [sha, state])).toEqual([[TEST_HEAD, 'pending']]);
  });

  it('takes budgets from the target branch: a change cannot loosen its own', async () => {
    const { host, run } = setUp();
    host.repository.set('main:.perfbudget.yml', BUDGETS);
    host.repository.set(`${TEST_HEAD}:.perfbudget.yml`, LOOSE);
    host.repository.set('feature:.perfbudget.yml', LOOSE);

    const { output } = await run();

    expect(output?.budgets).toEqual([
      {
        metric: 'http_req_duration',
        statistic: 'p95',
        max: 500,
        onBreach: 'fail',
        source: '.perfbudget.yml',
      },
    ]);
    expect(output?.service).toBe('checkout');
  });

  it.each([
    ['the request', { service: Masked.parse('asked') }, BUDGETS, 'asked'],
    ['the budget file', {}, BUDGETS, 'checkout'],
    ['the project', {}, null, 'orders'],
  ])('names the service after %s', async (_name, about, file, service) => {
    const { host, run } = setUp({ about });
    if (file !== null) host.repository.set('main:.perfbudget.yml', file);

    expect((await run()).output?.service).toBe(service);
  });

  it.each([
    ["another service than the change's own", 'payments', 'payments'],
    ["the change's own service by its name", 'checkout', undefined],
  ])('knows %s when it is asked for', async (_name, service, beside) => {
    const { host, run } = setUp({ about: { service: Masked.parse(service) } });
    host.repository.set('main:.perfbudget.yml', BUDGETS);

    const { output } = await run();

    expect(output?.service).toBe(service);
    expect(output?.beside).toBe(beside);
    expect(host.statuses.map((status) => status.beside)).toEqual([beside]);
  });

  it('refuses a budget file that is wrong, with its name and place, and promises nothing', async () => {
    const { host, run } = setUp();
    host.repository.set('main:.perfbudget.yml', BUDGETS.replace('max: 500', 'max: fast'));

    const planning = run();

    await expect(planning).rejects.toMatchObject({ disposition: 'dead-letter' });
    await expect(planning).rejects.toThrow(/\.perfbudget\.yml:6/);
    expect(host.statuses).toEqual([]);
  });

  it('masks what the diff says and keeps its line counts', async () => {
    const { host, run } = setUp();
    const patch = '@@ -1 +1 @@\n+const token = "glpat-4kTz9QwXy7Rb2mNvLp3s";\n';
    host.files = [
      { path: 'src/a.ts', previousPath: null, status: 'modified', additions: 1, deletions: 0, patch },
    ];

    const { output } = await run();

    expect(output?.diff.files).toEqual([
      { path: 'src/a.ts', additions: 1, deletions: 0, status: 'modified' },
    ]);
    expect(output?.diff.text).toContain('const token');
    expect(JSON.stringify(output)).not.toContain('glpat-4kTz9QwXy7Rb2mNvLp3s');
  });

  it('says so when the diff is too large to be read whole', async () => {
    const { host, run } = setUp();
    host.files = Array.from({ length: 301 }, (_, number) => ({
      path: `src/file-${number}.ts`,
      previousPath: null,
      status: 'added',
      additions: 1,
      deletions: 0,
      patch: '@@ -0,0 +1 @@\n+x\n',
    }));

    const { output } = await run();

    expect(output?.diff).toMatchObject({ truncated: true });
    expect(output?.notes).toEqual([expect.stringContaining('300 files')]);
  });

  it('plans a commit that is on no code host without asking one', async () => {
    const { host, run } = setUp({ change: { connection: null, number: null } });

    const { output } = await run();

    expect(output?.diff).toEqual({ files: [], truncated: false, text: null });
    expect(host.statuses).toEqual([]);
  });

  it('refuses a query that its connector refuses, before anything is fetched', async () => {
    const metrics = createMemoryMetrics([]);
    const checked: unknown[] = [];
    metrics.checkQuery = (query) => {
      checked.push(query);
      throw new PermanentError('INPUT_INVALID', 'query: give PromQL.');
    };
    const { host, run } = setUp({ policy: testPolicy({ sources: [SOURCE] }), metrics });

    await expect(run()).rejects.toThrow('give PromQL');

    // What a query may name of the run itself is there as well.
    expect(checked).toEqual([{ service: 'orders', query: 'cpu' }]);
    expect(host.statuses).toEqual([]);
  });

  it('refuses a source whose connection the configuration does not have', async () => {
    const { run } = setUp({
      policy: testPolicy({ sources: [{ ...SOURCE, connection: 'nowhere' }] }),
    });

    await expect(run()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

function setUp(
  about: {
    readonly policy?: ReturnType<typeof testPolicy>;
    readonly change?: Parameters<typeof requestRecord>[0];
    readonly about?: Parameters<typeof requestRecord>[1];
    readonly metrics?: ReturnType<typeof createMemoryMetrics>;
    readonly index?: ReturnType<typeof createMemoryIndex>;
  } = {},
) {
  const host = createMemoryChangeHost();
  const stage = planRun({
    connections: connectionsOf({
      git: { changes: host },
      prometheus: { metrics: about.metrics ?? createMemoryMetrics([]) },
    }),
    policy: async () => ({ policy: about.policy ?? testPolicy(), version: 'v-test' }),
    maskerOf: testMasker,
    rawVault: createMemoryRawVault(),
    index: about.index ?? createMemoryIndex(),
    lock: createMemoryLock(),
  });
  const { context } = stageFor({ receive: requestRecord(about.change, about.about) });
  return { host, run: () => stage.run(context) };
}
