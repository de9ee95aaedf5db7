import { describe, expect, it } from 'vitest';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { notedIndex } from './noted-index.ts';

const signal = AbortSignal.timeout(10_000);
const BASELINE = {
  tenant: 'default',
  service: 'orders',
  branch: 'main',
  commit: 'a'.repeat(40),
  movedAt: new Date('2026-05-04T10:00:00.000Z'),
  runId: null,
};

describe('notedIndex', () => {
  it('gives the answers of the index, and notes each question once under the hash of its answer', async () => {
    const { index, inputs, noted } = setUp();
    await index.putBaseline(BASELINE, signal);

    const answer = await noted.getBaseline('default', 'orders', 'main', signal);
    await noted.getBaseline('default', 'orders', 'main', signal);
    await noted.getBaseline('default', 'payments', 'main', signal);

    expect(answer).toMatchObject({ commit: BASELINE.commit });
    expect([...inputs.keys()]).toEqual([
      expect.stringMatching(/^index\/baseline\/[0-9a-f]{12}$/),
      expect.stringMatching(/^index\/baseline\/[0-9a-f]{12}$/),
    ]);
    expect(new Set(inputs.values()).size).toBe(2);
  });

  it('notes another hash when a row is another', async () => {
    const { index, inputs, noted } = setUp();
    const ask = async (): Promise<string | undefined> => {
      await noted.getBaseline('default', 'orders', 'main', signal);
      return [...inputs.values()][0];
    };

    const nothing = await ask();
    await index.putBaseline(BASELINE, signal);
    const first = await ask();
    await index.putBaseline({ ...BASELINE, commit: 'b'.repeat(40), movedAt: new Date('2026-05-05') }, signal);
    const moved = await ask();

    expect(new Set([nothing, first, moved]).size).toBe(3);
  });

  it('writes as the index does, and notes nothing of it', async () => {
    const { index, inputs, noted } = setUp();

    await noted.putBaseline(BASELINE, signal);

    expect(await index.getBaseline('default', 'orders', 'main', signal)).toMatchObject({ service: 'orders' });
    expect(inputs.size).toBe(0);
  });
});

function setUp() {
  const index = createMemoryIndex();
  const inputs = new Map<string, string>();
  const noted = notedIndex(index, { noteInput: (ref, hash) => void inputs.set(ref, hash) });
  return { index, inputs, noted };
}
