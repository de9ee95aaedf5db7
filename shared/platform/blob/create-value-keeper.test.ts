import { describe, expect, it } from 'vitest';
import { createMemoryArtifacts } from '../../../test/support/memory-stores.ts';
import { createValueKeeper } from './create-value-keeper.ts';

const RUN = 'run-0123456789abcdef01234567';
const OTHER = 'run-ffffffffffffffffffffffff';
const PSEUDONYM = '<email-3fa2c19b04d7>';
const VALUE = 'jane.roe@example.com';
const signal = AbortSignal.timeout(10_000);

describe('createValueKeeper', () => {
  it('finds a value that it kept, and stores it sealed', async () => {
    const { artifacts, keeper } = setUp();
    keeper.collector(RUN)?.(PSEUDONYM, VALUE);

    await keeper.keep(RUN, signal);

    expect(await keeper.find(RUN, PSEUDONYM, signal)).toBe(VALUE);
    expect(artifacts.refs()).toEqual([expect.stringMatching(`^values/${RUN}/[0-9a-f]{32}\\.json$`)]);
    expect(JSON.stringify(artifacts.texts())).not.toContain('jane');
    expect(JSON.stringify(artifacts.texts())).not.toContain(PSEUDONYM);
  });

  it('finds values of every step that kept some', async () => {
    const { keeper } = setUp();
    keeper.collector(RUN)?.(PSEUDONYM, VALUE);
    await keeper.keep(RUN, signal);
    keeper.collector(RUN)?.('<ip-3fa2c1.09bd44>', '10.1.2.3');
    await keeper.keep(RUN, signal);

    expect(await keeper.find(RUN, PSEUDONYM, signal)).toBe(VALUE);
    expect(await keeper.find(RUN, '<ip-3fa2c1.09bd44>', signal)).toBe('10.1.2.3');
  });

  it('knows nothing of another run, nor of a pseudonym that nothing was kept under', async () => {
    const { keeper } = setUp();
    keeper.collector(RUN)?.(PSEUDONYM, VALUE);
    await keeper.keep(RUN, signal);

    expect(await keeper.find(OTHER, PSEUDONYM, signal)).toBeNull();
    expect(await keeper.find(RUN, '<email-000000000000>', signal)).toBeNull();
  });

  it('writes nothing when nothing was replaced, and nothing twice', async () => {
    const { artifacts, keeper } = setUp();

    await keeper.keep(RUN, signal);
    expect(artifacts.refs()).toEqual([]);

    keeper.collector(RUN)?.(PSEUDONYM, VALUE);
    await keeper.keep(RUN, signal);
    await keeper.keep(RUN, signal);
    expect(artifacts.refs()).toHaveLength(1);
  });

  it('collects nothing when it is off, nor under the key of a tenant', () => {
    const off = createValueKeeper(createMemoryArtifacts(), keyOf, false);

    expect(off.collector(RUN)).toBeNull();
    expect(setUp().keeper.collector('tenant:default')).toBeNull();
  });

  it('does not open what was sealed under another key', async () => {
    const { artifacts, keeper } = setUp();
    keeper.collector(RUN)?.(PSEUDONYM, VALUE);
    await keeper.keep(RUN, signal);
    const rotated = createValueKeeper(artifacts, () => new Uint8Array(32).fill(9), true);

    await expect(rotated.find(RUN, PSEUDONYM, signal)).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
  });

  it('forgets runs that never kept what they collected, before they fill the memory', async () => {
    const { artifacts, keeper } = setUp();
    keeper.collector(RUN)?.(PSEUDONYM, VALUE);
    for (let run = 0; run < 200; run++) keeper.collector(`run-${run}`)?.(PSEUDONYM, VALUE);

    await keeper.keep(RUN, signal);
    await keeper.keep('run-199', signal);

    expect(artifacts.refs().map((ref) => ref.split('/')[1])).toEqual(['run-199']);
  });
});

function setUp() {
  const artifacts = createMemoryArtifacts();
  return { artifacts, keeper: createValueKeeper(artifacts, keyOf, true) };
}

function keyOf(runId: string): Uint8Array {
  return new TextEncoder().encode(runId.padEnd(32, '.'));
}
