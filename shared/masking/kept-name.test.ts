import { describe, expect, it } from 'vitest';
import { testMasker } from '../../test/support/memory-stage.ts';
import { keptName } from './kept-name.ts';

const KEEPER = { tenant: 'default', maskerOf: testMasker };

describe('keptName', () => {
  it.each(['orders', 'shop/orders', 'release/2026-05'])('leaves %s as it is', (name) => {
    expect(keptName(name, KEEPER)).toBe(name);
  });

  it('gives the same name each time, also for the masked one, and another to each tenant', () => {
    const kept = keptName('orders-10.0.0.1', KEEPER);

    expect(kept).toMatch(/^orders-<ip/);
    expect(keptName('orders-10.0.0.1', KEEPER)).toBe(kept);
    expect(keptName(kept, KEEPER)).toBe(kept);
    expect(keptName('orders-10.0.0.1', { ...KEEPER, tenant: 'other' })).not.toBe(kept);
  });
});
