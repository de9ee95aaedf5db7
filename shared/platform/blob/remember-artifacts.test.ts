import { describe, expect, it } from 'vitest';
import { createMemoryArtifacts } from '../../../test/support/memory-stores.ts';
import { itKeepsArtifacts } from '../../../test/conformance/artifact-store.ts';
import { rememberArtifacts } from './remember-artifacts.ts';

const signal = AbortSignal.timeout(10_000);

function counted() {
  const below = createMemoryArtifacts();
  const asked: string[] = [];
  const read: typeof below.read = (ref, readSignal) => {
    asked.push(ref);
    return below.read(ref, readSignal);
  };
  return { below, asked, store: { ...below, read } };
}

describe('rememberArtifacts', () => {
  const stores = rememberArtifacts(createMemoryArtifacts());
  itKeepsArtifacts(() => stores);

  it('asks once for what was read, and not at all for what it wrote', async () => {
    const { below, asked, store } = counted();
    const remembering = rememberArtifacts(store);
    below.putText('runs/x/plan.json', '{"a":1}');
    await remembering.create('runs/x/mask.json', Buffer.from('{"b":2}'), 'application/json', signal);

    const read = [];
    for (const ref of ['runs/x/plan.json', 'runs/x/plan.json', 'runs/x/mask.json']) {
      read.push(await remembering.read(ref, signal));
    }

    expect(asked).toEqual(['runs/x/plan.json']);
    expect(read.map((artifact) => Buffer.from(artifact?.bytes ?? []).toString())).toEqual([
      '{"a":1}',
      '{"a":1}',
      '{"b":2}',
    ]);
    expect(read[2]).toEqual(await below.read('runs/x/mask.json', signal));
  });

  it('finds what another process wrote after it was missing', async () => {
    const { below, store } = counted();
    const remembering = rememberArtifacts(store);

    expect(await remembering.read('runs/x/plan.json', signal)).toBeNull();
    below.putText('runs/x/plan.json', '{}');

    expect(await remembering.read('runs/x/plan.json', signal)).not.toBeNull();
  });

  it('holds no more than its bound, and forgets what was not asked for longest', async () => {
    const { below, asked, store } = counted();
    const remembering = rememberArtifacts(store, { mostBytes: 20, largestBytes: 10 });
    for (const [ref, text] of [
      ['a', '12345678'],
      ['b', '12345678'],
      ['c', '12345678'],
      ['large', '12345678901'],
    ] as const)
      below.putText(ref, text);

    for (const ref of ['a', 'b', 'a', 'c', 'a', 'b', 'large', 'large']) await remembering.read(ref, signal);

    expect(asked).toEqual(['a', 'b', 'c', 'b', 'large', 'large']);
  });
});
