import { describe, expect, it } from 'vitest';
import { rawChangeOf, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { createMemoryPipeline, testPolicy } from '../../test/support/memory-pipeline.ts';
import { TEST_NOW } from '../../test/support/memory-runner.ts';
import { BASELINE, SLOWER } from '../../test/support/pushed-changes.ts';
import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { AuditEntry } from '../contracts/audit-note.ts';
import { Masked } from '../contracts/masked.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';
import { eventIdOf } from '../pipeline/event-id.ts';
import { messageWithData } from '../pipeline/messages.ts';
import type { ReadEvent } from '../ports/change-host.ts';

const signal = AbortSignal.timeout(30_000);
const PUSHED: ReadEvent = { kind: 'change', intent: 'judge', event: 'push', change: rawChangeOf() };
const AGAIN: ReadEvent = { ...PUSHED, event: 'check_run:rerequested', again: {} };

describe('an event that only names something', () => {
  it('is judged as the host tells it', async () => {
    const { pipeline, hear, requests } = await setUp();

    await hear(PUSHED);

    expect(await requests()).toMatchObject([
      {
        rerun: 0,
        service: null,
        trigger: { event: 'push', deliveryId: 'd1' },
        change: { headSha: TEST_HEAD },
      },
    ]);
    expect(pipeline.host.statuses.at(-1)).toMatchObject({ sha: TEST_HEAD, state: 'failed' });
  });

  it('asks for one run however often it is delivered, also when the broker has forgotten the first', async () => {
    const { pipeline, hear, hearAgain, requests } = await setUp();

    await hear(PUSHED);
    pipeline.forget();
    await hearAgain({ ...PUSHED, change: rawChangeOf({ headSha: 'c'.repeat(40) }) });

    expect(await requests()).toHaveLength(1);
  });

  it('waits for a host that is away, and asks it again', async () => {
    const { hear, requests } = await setUp();

    await hear(new TransientError('REMOTE_UNAVAILABLE', 'The host is away.'), PUSHED);

    expect(await requests()).toHaveLength(1);
  });

  it('is kept for an operator, and told to nobody, when the host refuses for good', async () => {
    const { pipeline, hear, requests } = await setUp();

    await hear(new PermanentError('REMOTE_FORBIDDEN', 'The token may not read.'));

    expect(pipeline.rejected).toMatchObject([
      { queue: 'event-rejected', properties: { code: 'REMOTE_FORBIDDEN' } },
    ]);
    expect(pipeline.taken.filter((step) => step.startsWith('failed'))).toEqual([]);
    expect(await requests()).toEqual([]);
  });

  it.each([
    ['the host says so', { kind: 'ignored', event: 'push', why: 'no new commits' }, 'no new commits'],
    ['the policy wants no drafts', { ...PUSHED, change: rawChangeOf({ draft: true }) }, 'ignores drafts'],
  ] as const)('is left alone, and the audit log says why, when %s', async (_case, read, why) => {
    const { pipeline, hear, requests } = await setUp();

    await hear(read);

    expect(await requests()).toEqual([]);
    const notes = pipeline.audit.entries.map((text) => AuditEntry.parse(JSON.parse(text)).note);
    expect(notes.find(({ action }) => action === 'event.ignored')?.details['why']).toContain(why);
  });

  it('is no run of its own in the list', async () => {
    const { pipeline, hear } = await setUp();

    await hear({ kind: 'ignored', event: 'push', why: 'no new commits' });

    expect(await pipeline.index.listRuns({ tenant: 'default', limit: 10 }, signal)).toEqual([]);
  });
});

describe('a commit whose check is asked for again', () => {
  it('is measured again, with the number that no run of it has', async () => {
    const { pipeline, hear, requests } = await setUp();
    await hear(PUSHED);

    await hear(AGAIN);

    expect((await requests()).map(({ rerun }) => rerun)).toEqual([0, 1]);
    expect(pipeline.taken.filter((step) => step === 'analyse complete')).toHaveLength(2);
  });

  it('is judged anew for each service that has a check there, or for the one that was asked about', async () => {
    const { pipeline, hear, requests } = await setUp();
    await pipeline.request({}, { service: Masked.parse('payments') });
    await pipeline.drain({ forMs: 600_000 });

    await hear(AGAIN);
    await hear({ ...AGAIN, again: { beside: 'payments' } });
    await hear({ ...AGAIN, again: { beside: null } });

    const asked = (await requests()).map(({ service, rerun }) => `${service ?? 'own'} ${rerun}`);
    expect(asked).toEqual(['payments 0', 'own 1', 'payments 1', 'payments 2', 'own 3']);
  });

  it('is not measured for ever: the budget of the change ends it, and the change says so', async () => {
    const { pipeline, hear } = await setUp({ loopGuard: { perCommit: 3 } });
    await hear(PUSHED);

    for (let again = 0; again < 5; again += 1) await hear(AGAIN);

    expect(pipeline.taken.filter((step) => step === 'analyse complete')).toHaveLength(3);
    expect(pipeline.host.comments()).toEqual([expect.stringContaining('**Not analysed again.**')]);
  });

  it('stays let in when it comes from a fork that a maintainer let in, and is not let in by this', async () => {
    const fork = rawChangeOf({ fork: true });
    const { hear, requests } = await setUp({ forks: 'ask' });

    await hear({ ...AGAIN, change: fork });
    await hear({ ...PUSHED, change: fork, labels: ['perf-agent: measure'] });
    await hear({ ...AGAIN, change: fork });

    expect((await requests()).map(({ approved }) => approved === true)).toEqual([false, true, true]);
  });
});

async function setUp(rules: Readonly<Record<string, unknown>> = {}) {
  const answers: (ReadEvent | Error)[] = [];
  const events = {
    verify: async () => true,
    parse: () => ({ deliveryId: null, result: PUSHED }),
    async read(): Promise<ReadEvent> {
      const answer = answers.shift();
      if (answer === undefined) throw new TypeError('The host was asked too often.');
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const policy = testPolicy({ drafts: 'ignore', ...rules });
  const memory = createMemoryPipeline({ policy, connections: { hooks: { events } } });
  const { host } = memory;
  const inner = memory.ports.connections;
  Object.assign(memory.ports.connections, {
    get: async (id: string) => (id === 'git' ? { changes: host, events } : inner.get(id)),
  });
  await memory.measure([...BASELINE, ...SLOWER]);
  let deliveries = 0;
  async function deliver(read: readonly (ReadEvent | Error)[]): Promise<void> {
    answers.push(...read);
    const [first] = read;
    if (first !== undefined && 'change' in first) host.change = first.change;
    const deliveryId = Masked.parse(`d${deliveries}`);
    const named = { connection: 'git', event: 'push', deliveryId, about: { number: '7' } };
    const runId = eventIdOf('default', named);
    const run = { runId, tenant: 'default' };
    const message = messageWithData('event', `${runId}:event`, run, named, TEST_NOW, null);
    await memory.ports.sender.send([message], signal);
    await memory.drain({ forMs: 600_000 });
  }
  return {
    pipeline: memory,
    /** What the host answers, in turn, to one event. */
    hear(...read: readonly (ReadEvent | Error)[]): Promise<void> {
      deliveries += 1;
      return deliver(read);
    },
    /** The same event again. */
    hearAgain: (...read: readonly (ReadEvent | Error)[]): Promise<void> => deliver(read),
    /** In the order in which they were asked for. */
    async requests(): Promise<readonly AnalysisRequested[]> {
      const rows = await memory.index.listRuns({ tenant: 'default', limit: 50 }, signal);
      const all = await Promise.all(rows.map(({ runId }) => memory.output(runId, 'receive')));
      return all
        .map((one) => AnalysisRequested.parse(one))
        .sort((a, b) => a.trigger.at.localeCompare(b.trigger.at) || a.rerun - b.rerun);
    },
  };
}
