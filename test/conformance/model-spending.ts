import { expect, it } from 'vitest';
import type { ModelSpending } from '../../shared/ports/model-spending.ts';

/** Promises of the ModelSpending port, kept between two that share: `first` and `second` may be the same. */
export function itKeepsModelSpending(
  between: () => { readonly first: ModelSpending; readonly second: ModelSpending },
): void {
  let made = 0;
  /** A day that no other test uses; later ones come later, as days do. */
  const fresh = (): string => new Date(Date.UTC(2026, 0, (made += 1))).toISOString().slice(0, 10);
  const NO_LIMIT = { tokensPerDay: null, costPerDay: null };

  it('gives no more tokens than the day has, whoever takes them', async () => {
    const { first, second } = between();
    const day = fresh();
    const limit = { tokensPerDay: 1_000, costPerDay: null };

    const taken = [
      await first.reserve(day, { tokens: 600, cost: 1 }, limit),
      await second.reserve(day, { tokens: 600, cost: 1 }, limit),
      await second.reserve(day, { tokens: 400, cost: 1 }, limit),
      await first.reserve(day, { tokens: 1, cost: 1 }, limit),
    ];

    expect(taken).toEqual([true, false, true, false]);
  });

  it('takes nothing for a question that it refuses', async () => {
    const { first, second } = between();
    const day = fresh();
    const limit = { tokensPerDay: null, costPerDay: 1 };
    await first.reserve(day, { tokens: 1, cost: 0.75 }, limit);
    await first.reserve(day, { tokens: 1, cost: 0.5 }, limit);

    expect(await second.reserve(day, { tokens: 1, cost: 0.25 }, limit)).toBe(true);
  });

  it('holds both limits, and refuses as first of the day a question that alone is too large', async () => {
    const { first } = between();
    const limit = { tokensPerDay: 100, costPerDay: 2 };

    expect(await first.reserve(fresh(), { tokens: 101, cost: 0 }, limit)).toBe(false);
    expect(await first.reserve(fresh(), { tokens: 100, cost: 2.5 }, limit)).toBe(false);
    expect(await first.reserve(fresh(), { tokens: 100, cost: 2 }, limit)).toBe(true);
  });

  it('lets no two questions at the same moment take the same rest of the budget', async () => {
    const { first, second } = between();
    const day = fresh();
    const limit = { tokensPerDay: 1_000, costPerDay: null };

    const taken = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        (n % 2 === 0 ? first : second).reserve(day, { tokens: 300, cost: 0 }, limit),
      ),
    );

    expect(taken.filter(Boolean)).toHaveLength(3);
  });

  it('gives back what a question did not use, and counts what it used beyond', async () => {
    const { first, second } = between();
    const day = fresh();
    const limit = { tokensPerDay: 1_000, costPerDay: null };
    await first.reserve(day, { tokens: 1_000, cost: 1 }, limit);
    await second.settle(day, { tokens: 1_000, cost: 1 }, { tokens: 200, cost: 0.5 });
    const afterLess = await first.reserve(day, { tokens: 800, cost: 0 }, limit);

    await first.settle(day, { tokens: 800, cost: 0 }, { tokens: 900, cost: 0 });
    await second.settle(day, { tokens: 200, cost: 0 }, { tokens: 0, cost: 0 });

    expect(afterLess).toBe(true);
    expect(await first.reserve(day, { tokens: 101, cost: 0 }, limit)).toBe(false);
    expect(await first.reserve(day, { tokens: 100, cost: 0 }, limit)).toBe(true);
  });

  it('begins anew with the day, and limits nothing without a limit', async () => {
    const { first, second } = between();
    const limit = { tokensPerDay: 10, costPerDay: null };
    const spent = fresh();
    await first.reserve(spent, { tokens: 10, cost: 0 }, limit);

    const today = await second.reserve(spent, { tokens: 1, cost: 0 }, limit);
    const unlimited = await first.reserve(spent, { tokens: 2_000_000_000, cost: 1_000_000 }, NO_LIMIT);
    const tomorrow = await second.reserve(fresh(), { tokens: 10, cost: 0 }, limit);

    expect([today, unlimited, tomorrow]).toEqual([false, true, true]);
  });
}
