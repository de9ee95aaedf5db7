import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Lock } from '../../shared/ports/lock.ts';

/** Promises of the Lock port, kept between two that share: `first` and `second` may be the same. */
export function itExcludes(between: () => { readonly first: Lock; readonly second: Lock }): void {
  const signal = (): AbortSignal => AbortSignal.timeout(20_000);
  let made = 0;
  const fresh = (): string => `changes/gitlab/shop/orders/${(made += 1)}`;

  it('gives what the work gives, and throws what it throws', async () => {
    const { first } = between();

    expect(await first.withLock(fresh(), signal(), async () => 'done')).toBe('done');
    await expect(
      first.withLock(fresh(), signal(), () => Promise.reject(new TypeError('bug'))),
    ).rejects.toThrow('bug');
  });

  it('lets one at a time work on a key, all of them in the end, and loses no step of any', async () => {
    const { first, second } = between();
    const key = fresh();
    let inside = 0;
    let most = 0;
    let counter = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      const read = counter;
      await wait(5);
      counter = read + 1;
      inside -= 1;
    };

    await Promise.all([first, second, first, second].map((lock) => lock.withLock(key, signal(), work)));

    expect([most, counter]).toEqual([1, 4]);
  });

  it('frees the key when the work fails', async () => {
    const { first, second } = between();
    const key = fresh();
    await first.withLock(key, signal(), () => Promise.reject(new TypeError('bug'))).catch(() => undefined);

    expect(await second.withLock(key, signal(), async () => 'mine')).toBe('mine');
  });

  it('does not let work on one key wait for work on another, however alike they are', async () => {
    const { first, second } = between();
    const [one, other] = [fresh(), `${fresh()} `];

    const nested = await first.withLock(one, signal(), () =>
      second.withLock(other, signal(), () => first.withLock(one.toUpperCase(), signal(), async () => 'in')),
    );

    expect(nested).toBe('in');
  });
}
