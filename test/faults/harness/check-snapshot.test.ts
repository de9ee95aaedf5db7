import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkSnapshot } from './check-snapshot.ts';
import type { Snapshot } from './snapshot.ts';

const RUN = 'run-0123456789abcdef01234567';
const EVENT = 'run-fedcba9876543210fedcba98';
const HEAD = 'c'.repeat(40);
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  receive: ['plan'],
  plan: ['collect/results', 'deadline'],
  'collect/results': ['mask/results'],
  'mask/results': ['analyse'],
  analyse: ['reason'],
  reason: ['decide'],
  decide: ['report'],
  report: ['deliver'],
  deliver: ['notify/to-slack', 'ticket', 'learn'],
  'notify/to-slack': [],
  ticket: [],
  learn: [],
};

describe('the checker of the fault harness', () => {
  it('finds nothing where all that was promised stands', () => {
    expect(checkSnapshot(sound())).toEqual([]);
  });

  it.each([
    ['a comment that is missing', { comments: [] }, '0 comments instead of 1'],
    ['a second comment', { comments: twice(sound().comments) }, '2 comments instead of 1'],
    ['a ticket that is missing', { issues: [] }, '0 tickets instead of 1'],
    ['a second ticket', { issues: twice(sound().issues) }, '2 tickets instead of 1'],
    ['a message that is missing', { messages: [] }, '0 messages instead of 1'],
    ['a second message', { messages: twice(sound().messages) }, '2 messages instead of 1'],
    ['a run that the list does not have', { rows: [] }, 'listed as []'],
    [
      'a status that still waits',
      { statuses: [{ ...sound().statuses[0]!, status: 'pending' }] },
      'statuses pending',
    ],
    [
      'a message that is left',
      { queues: { plan: { active: 1, scheduled: 0, deadLetter: 0 } } },
      '1 messages are left',
    ],
    ['a dead letter', { queues: { plan: { active: 0, scheduled: 0, deadLetter: 1 } } }, '1 dead letters'],
    [
      'a message in a rejected queue',
      { queues: { 'plan-rejected': { active: 1, scheduled: 0, deadLetter: 0 } } },
      'plan-rejected: 1',
    ],
    [
      'a message that comes later',
      { queues: { plan: { active: 0, scheduled: 1, deadLetter: 0 } } },
      'still to come',
    ],
    ['a run that nobody asked for', { accepted: [] }, 'no webhook that was accepted'],
  ] as const)('reports %s', (_what, changed, words) => {
    const violations = checkSnapshot({ ...sound(), ...changed });

    expect(violations.join('\n')).toContain(words);
  });

  it.each(Object.keys(FOLLOWS))('reports that the record of %s is missing', (step) => {
    const records = new Map(sound().records);
    records.delete(`runs/${RUN}/${step}.json`);

    expect(checkSnapshot({ ...sound(), records })).toContainEqual(
      expect.stringContaining(`no record of ${step}`),
    );
  });

  it('reports what a record says follows and what never came', () => {
    const records = new Map(sound().records);
    records.delete(`runs/${RUN}/learn.json`);

    expect(checkSnapshot({ ...sound(), records })).toContainEqual(
      expect.stringMatching(/learn follows from deliver/),
    );
  });

  it('reports another verdict', () => {
    const records = new Map(sound().records);
    records.set(`runs/${RUN}/decide.json`, recordBytes('decide', 'pass'));

    expect(checkSnapshot({ ...sound(), records })).toContainEqual(expect.stringContaining('verdict is pass'));
  });

  it.each([1, 2, 5, 11, 12])('reports that entry %i of the audit log is missing', (number) => {
    const audit = new Map(sound().audit);
    audit.delete(`default/${number}.json`);

    expect(checkSnapshot({ ...sound(), audit })).toContainEqual(expect.stringMatching(/^audit: /));
  });

  it.each([1, 6, 12])('reports one changed byte in entry %i of the audit log', (number) => {
    const audit = new Map(sound().audit);
    const bytes = Uint8Array.from(audit.get(`default/${number}.json`)!);
    bytes[bytes.length - 6]! ^= 1;
    audit.set(`default/${number}.json`, bytes);

    expect(checkSnapshot({ ...sound(), audit })).toContainEqual(
      expect.stringMatching(/^audit: the hash of entry/),
    );
  });

  it('reports a note that is entered twice in a chain that is whole', () => {
    const audit = chainOf([...Object.keys(FOLLOWS), 'ticket']);

    expect(checkSnapshot({ ...sound(), audit })).toContainEqual(expect.stringContaining('entered twice'));
  });

  it('reports a record whose bytes are not those that were entered', () => {
    const records = new Map(sound().records);
    records.set(`runs/${RUN}/learn.json`, new Uint8Array([...recordBytes('learn'), 32]));

    expect(checkSnapshot({ ...sound(), records })).toContainEqual(expect.stringContaining('another hash'));
  });

  it('finds nothing where an event was read and the run it asks for is sound', () => {
    expect(checkSnapshot(askedBy([RUN]))).toEqual([]);
  });

  it.each([
    ['asked for no run', askedBy([]), 'asked for no run, or for more'],
    ['asked for two runs', askedBy([RUN, 'run-other']), 'asked for no run, or for more'],
    ['was never read', { ...askedBy([RUN]), records: sound().records }, 'records of nothing'],
  ])('reports an event that %s', (_what, snapshot, words) => {
    expect(checkSnapshot(snapshot)).toContainEqual(expect.stringContaining(words));
  });

  it('shares no code with the product', () => {
    const files = ['check-snapshot.ts', 'check-audit.ts', 'snapshot.ts'];
    const imports = files.flatMap((file) =>
      [...readFileSync(new URL(file, import.meta.url), 'utf8').matchAll(/from '([^']+)'/g)].map(
        ([, from]) => from,
      ),
    );

    expect(new Set(imports)).toEqual(new Set(['node:crypto', './check-audit.ts', './snapshot.ts']));
  });
});

/** One change with a regression, all of whose steps were taken once. */
function sound(): Snapshot {
  const steps = Object.keys(FOLLOWS);
  const link = 'https://gitlab.example/shop/orders/-/merge_requests/1';
  return {
    accepted: [{ iid: 1, headSha: HEAD, runId: RUN, expected: 'fail', isNamed: false }],
    records: new Map(steps.map((step) => [`runs/${RUN}/${step}.json`, recordBytes(step)])),
    audit: chainOf(steps),
    comments: [{ iid: 1, body: `Performance regression. Run ${RUN}` }],
    statuses: [{ sha: HEAD, name: 'perf-agent', status: 'failed' }],
    issues: [{ key: 'SHOP-1', open: true, text: link }],
    messages: [{ ts: '1', text: link }],
    queues: {
      plan: { active: 0, scheduled: 0, deadLetter: 0 },
      deadline: { active: 0, scheduled: 1, deadLetter: 0 },
    },
    rows: [{ runId: RUN, status: 'done', verdict: 'fail' }],
  };
}

/** The same change, announced by an event that named it only and asked for these runs. */
function askedBy(runIds: readonly string[]): Snapshot {
  const event = { runId: EVENT, step: 'event', part: null, emits: [], remarks: [], output: { runIds } };
  const bytes = new TextEncoder().encode(JSON.stringify(event));
  const { accepted, records } = sound();
  const outputs = [
    { ref: `runs/${EVENT}/event.json`, sha256: createHash('sha256').update(bytes).digest('hex') },
  ];
  return {
    ...sound(),
    accepted: accepted.map((change) => ({ ...change, runId: EVENT, isNamed: true })),
    records: new Map([...records, [`runs/${EVENT}/event.json`, bytes]]),
    audit: chainOf(Object.keys(FOLLOWS), [{ key: `${EVENT}:event`, outputs, runId: EVENT }]),
  };
}

function recordBytes(name: string, verdict = 'fail'): Uint8Array {
  const [step, part = null] = name.split('/');
  const emits = (FOLLOWS[name] ?? []).map((next) => {
    const [queue, nextPart] = next.split('/');
    return nextPart === undefined ? { queue } : { queue, part: nextPart };
  });
  const output = step === 'decide' ? { verdict } : {};
  return new TextEncoder().encode(JSON.stringify({ runId: RUN, step, part, emits, remarks: [], output }));
}

function chainOf(steps: readonly string[], further: readonly object[] = []): Map<string, Uint8Array> {
  const audit = new Map<string, Uint8Array>();
  let previous = '0'.repeat(64);
  const notes = steps.map((name) => {
    const ref = `runs/${RUN}/${name}.json`;
    const sha256 = createHash('sha256').update(recordBytes(name)).digest('hex');
    return { key: `${RUN}:${name.replace('/', ':')}`, outputs: [{ ref, sha256 }], runId: RUN };
  });
  [...notes, ...further].forEach((note, index) => {
    const rest = JSON.stringify({ note, previous, schema: 'perf-agent.audit-entry.v1', sequence: index + 1 });
    const hash = createHash('sha256').update(rest).digest('hex');
    audit.set(`default/${index + 1}.json`, new TextEncoder().encode(`{"hash":"${hash}",${rest.slice(1)}`));
    previous = hash;
  });
  return audit;
}

function twice<T>(given: readonly T[]): readonly T[] {
  return [...given, ...given];
}
