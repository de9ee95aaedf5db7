import { describe, expect, it } from 'vitest';
import { bodyOf, doorRequest, TEST_CALLER, textOf } from '../../test/support/door-request.ts';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { TEST_RUN } from '../../test/support/memory-runner.ts';
import { decisionOf, requestRecord, stageFor, testMasker } from '../../test/support/memory-stage.ts';
import { keptName } from '../masking/kept-name.ts';
import { listRuns, readRun } from './read-runs.ts';
import { showStatus } from './show-status.ts';

const NODE = 'orders-10.0.0.1';
const KEEPER = { tenant: 'default', maskerOf: testMasker };
const RUN_OF_NODE = { runId: TEST_RUN, tenant: 'default', at: new Date(0), step: 'decide', rank: 7 } as const;
const signal = AbortSignal.timeout(20_000);

describe('the door that lists runs', () => {
  it('gives the newest runs of the tenant first, as many as asked for', async () => {
    const index = await indexOf(['a', 'b', 'c']);

    const reply = await listRuns({ tenant: 'default', index, artifacts, maskerOf: testMasker })(
      doorRequest({ path: '/?limit=2' }),
    );

    const { runs } = bodyOf(reply) as { runs: { title: string }[] };
    expect(runs.map(({ title }) => title)).toEqual(['c', 'b']);
  });

  it('gives the runs of one service, and those before a point in time', async () => {
    const index = await indexOf(['a', 'b', 'c']);
    const door = listRuns({ tenant: 'default', index, artifacts, maskerOf: testMasker });
    const titles = async (path: string): Promise<string[]> =>
      (bodyOf(await door(doorRequest({ path }))) as { runs: { title: string }[] }).runs.map(
        ({ title }) => title,
      );

    expect(await titles('/?service=service-b')).toEqual(['b']);
    expect(await titles('/?before=2026-05-04T00:02:00Z')).toEqual(['b', 'a']);
  });

  it('finds a service by its own name where the name is kept masked', async () => {
    const index = createMemoryIndex();
    await index.putRun({ ...RUN_OF_NODE, service: keptName(NODE, KEEPER) }, signal);
    const door = listRuns({ ...KEEPER, index, artifacts });

    expect(bodyOf(await door(doorRequest({ path: `/?service=${NODE}` })))).toMatchObject({
      runs: [{ runId: TEST_RUN }],
    });
    expect(bodyOf(await door(doorRequest({ path: '/?service=orders-10.0.0.2' })))).toEqual({ runs: [] });
  });

  it('does not show runs of another tenant', async () => {
    const index = await indexOf(['a'], 'other');

    const reply = await listRuns({ tenant: 'default', index, artifacts, maskerOf: testMasker })(
      doorRequest(),
    );

    expect(bodyOf(reply)).toEqual({ runs: [] });
  });

  it.each(['limit=0', 'limit=201', 'limit=ten', 'limit=1.5', 'limit=', 'before=yesterday', 'service=..'])(
    'answers 400 to %s and names the field',
    async (query) => {
      const index = await indexOf([]);

      const reply = await listRuns({ tenant: 'default', index, artifacts, maskerOf: testMasker })(
        doorRequest({ path: `/?${query}` }),
      );

      expect(reply.status).toBe(400);
      expect(textOf(reply)).toContain(query.split('=')[0]);
    },
  );
});

describe('the door of one run', () => {
  it('shows the row and every step so far, in the order of the pipeline', async () => {
    const { door } = await runDoor();

    const reply = await door(doorRequest({ params: { runId: TEST_RUN } }));

    const { run, steps } = bodyOf(reply) as {
      run: { runId: string };
      steps: { step: string; part: string | null; ref: string; output: unknown }[];
    };
    expect(run.runId).toBe(TEST_RUN);
    expect(steps.map(({ step, part, ref }) => [step, part, ref])).toEqual([
      ['receive', null, `runs/${TEST_RUN}/receive.json`],
      ['collect', 'results', `runs/${TEST_RUN}/collect/results.json`],
      ['decide', null, `runs/${TEST_RUN}/decide.json`],
    ]);
    expect(steps[2]?.output).toMatchObject({ verdict: 'fail' });
  });

  it('answers 404 to a run that nobody knows, and to one of another tenant alike', async () => {
    const { door } = await runDoor('other');

    const foreign = await door(doorRequest({ params: { runId: TEST_RUN } }));
    const unknown = await door(doorRequest({ params: { runId: `run-${'f'.repeat(24)}` } }));

    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    expect(textOf(foreign)).toBe(textOf(unknown));
  });

  it('opens a run to a credential that is limited to its service, though the name is kept masked', async () => {
    const index = createMemoryIndex();
    await index.putRun({ ...RUN_OF_NODE, service: keptName(NODE, KEEPER) }, signal);
    const door = readRun({ ...KEEPER, index, artifacts });
    const statusFor = async (service: string): Promise<number> => {
      const caller = { ...TEST_CALLER, services: [keptName(service, KEEPER)] };
      return (await door(doorRequest({ params: { runId: TEST_RUN }, caller }))).status;
    };

    expect([await statusFor(NODE), await statusFor('orders-10.0.0.2')]).toEqual([200, 404]);
  });

  it('shows what became of an event that had to be read, though it is no run, and to its own tenant alone', async () => {
    const output = { did: 'asked', why: 'Asked.', runIds: [] };
    const { artifacts: stored } = stageFor({ event: output });
    const doorOf = (tenant: string) =>
      readRun({ tenant, index: createMemoryIndex(), artifacts: stored, maskerOf: testMasker });
    const request = doorRequest({ params: { runId: TEST_RUN } });

    const [own, foreign] = [await doorOf('default')(request), await doorOf('other')(request)];

    expect(bodyOf(own)).toMatchObject({ run: null, steps: [{ step: 'event', output }] });
    expect(foreign.status).toBe(404);
  });

  it.each(['', 'run-1', '../runs', `${TEST_RUN}/..`])('answers 400 to the id "%s"', async (runId) => {
    const { door } = await runDoor();

    expect((await door(doorRequest({ params: { runId } }))).status).toBe(400);
  });
});

describe('the status page', () => {
  it('shows text as text', async () => {
    const index = await indexOf(['<script>alert(1)</script> & "quotes"']);

    const reply = await showStatus({ tenant: 'default', index })(doorRequest());

    expect(textOf(reply)).not.toContain('<script');
    expect(textOf(reply)).toContain('&#60;script&#62;');
    expect(reply.headers?.['content-security-policy']).toContain("default-src 'none'");
  });

  it('says what to do when there is no run', async () => {
    const reply = await showStatus({ tenant: 'default', index: await indexOf([]) })(doorRequest());

    expect(textOf(reply)).toContain('No run yet');
  });
});

const { artifacts } = stageFor();

/** One run for each title, a minute apart, oldest first. */
async function indexOf(titles: readonly string[], tenant = 'default') {
  const index = createMemoryIndex();
  for (const [number, title] of titles.entries()) {
    const at = new Date(Date.UTC(2026, 4, 4, 0, number));
    const request = { project: 'shop/orders', change: '7', headSha: 'b'.repeat(40), title, url: null };
    const runId = `run-${String(number).padStart(24, '0')}`;
    await index.putRun(
      { runId, tenant, at, step: 'receive', rank: 0, request, service: `service-${title}` },
      signal,
    );
  }
  return index;
}

async function runDoor(tenant = 'default') {
  const index = createMemoryIndex();
  await index.putRun({ runId: TEST_RUN, tenant, at: new Date(0), step: 'decide', rank: 7 }, signal);
  const stored = stageFor({
    decide: decisionOf('fail'),
    'collect/results': { status: 'empty' },
    receive: requestRecord(),
  });
  return { door: readRun({ tenant: 'default', index, artifacts: stored.artifacts, maskerOf: testMasker }) };
}
