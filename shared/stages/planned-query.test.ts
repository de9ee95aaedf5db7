import { describe, expect, it } from 'vitest';
import { createMemoryRawVault, sourceOf, stageFor, testMasker } from '../../test/support/memory-stage.ts';
import { keepQueries, queryOf } from './planned-query.ts';

const QUERY = { promql: 'rate(errors{host="10.1.2.3",owner="jane.roe@example.com"}[5m])', step: 15 };

describe('keepQueries', () => {
  it('leaves a question in which nothing is to be masked as it is', async () => {
    const { context } = stageFor();
    const source = sourceOf({ query: { promql: 'rate(errors[5m])', step: 15 } });

    expect(await keepQueries([source], context, createMemoryRawVault(), testMasker())).toEqual([source]);
  });

  it('shows a question that names somebody masked, and asks it as it is', async () => {
    const { context } = stageFor();
    const rawVault = createMemoryRawVault();

    const [kept] = await keepQueries([sourceOf({ query: QUERY })], context, rawVault, testMasker());

    if (kept === undefined) throw new Error('no source came back');
    expect(JSON.stringify(kept)).not.toMatch(/10\.1\.2\.3|jane\.roe/);
    expect(kept.query['step']).toBe(15);
    expect(await queryOf(kept, rawVault, context.signal)).toEqual(QUERY);
  });

  it('keeps the questions of several sources apart', async () => {
    const { context } = stageFor();
    const rawVault = createMemoryRawVault();
    const other = { promql: 'up{instance="10.9.8.7:9100"}' };

    const kept = await keepQueries(
      [sourceOf({ part: 'a', query: QUERY }), sourceOf({ part: 'b', query: other })],
      context,
      rawVault,
      testMasker(),
    );

    expect(await Promise.all(kept.map((source) => queryOf(source, rawVault, context.signal)))).toEqual([
      QUERY,
      other,
    ]);
  });
});

describe('queryOf', () => {
  it('says which question is gone when the raw vault has let it go', async () => {
    const { context } = stageFor();
    const [kept] = await keepQueries(
      [sourceOf({ query: QUERY })],
      context,
      createMemoryRawVault(),
      testMasker(),
    );

    if (kept === undefined) throw new Error('no source came back');
    await expect(queryOf(kept, createMemoryRawVault(), context.signal)).rejects.toMatchObject({
      code: 'RAW_EXPIRED',
      message: expect.stringContaining(kept.queryRef ?? 'no reference') as unknown,
    });
  });
});
