import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { DependencyStates } from '../../shared/ports/dependency-states.ts';

/** Longer than any machine takes for a few questions. */
const RULE = { failuresToBreak: 3, halfOpenAfterMs: 60_000 };
const SOON = { ...RULE, halfOpenAfterMs: 50 };
const LEASE_MS = 1_000;

/** Promises of the DependencyStates port, kept between two that share: `first` and `second` may be the same. */
export function itKeepsDependencyStates(
  between: () => { readonly first: DependencyStates; readonly second: DependencyStates },
): void {
  let made = 0;
  const fresh = (): string => `connection-${(made += 1)} host`;

  it('knows nothing of a dependency at first', async () => {
    expect(await between().first.read(fresh())).toEqual({ failures: 0, openMs: null, waitMs: 0 });
  });

  it('opens the circuit with the failure that reaches the limit, whoever counts it', async () => {
    const { first, second } = between();
    const name = fresh();

    const one = await first.noteFailure(name, RULE, false);
    const two = await second.noteFailure(name, RULE, false);
    const three = await first.noteFailure(name, RULE, false);

    expect([one.openMs, two.openMs]).toEqual([null, null]);
    expect(three.failures).toBe(3);
    expect(three.openMs).toBeGreaterThan(RULE.halfOpenAfterMs / 2);
    expect((await second.read(name)).openMs).toBeGreaterThan(0);
  });

  it('forgets failures with a success', async () => {
    const { first, second } = between();
    const name = fresh();
    await first.noteFailure(name, RULE, false);
    await first.noteFailure(name, RULE, false);

    await second.noteSuccess(name);

    expect(await first.noteFailure(name, RULE, false)).toMatchObject({ failures: 1, openMs: null });
  });

  it('gives the right to probe to one alone, not before its time, and again once the lease is over', async () => {
    const { first, second } = between();
    const [open, name] = [fresh(), fresh()];
    await first.noteFailure(open, RULE, true);
    const early = await second.takeProbe(open, 'second', LEASE_MS);
    await first.noteFailure(name, SOON, true);
    await wait(SOON.halfOpenAfterMs + 50);

    const given = await Promise.all(
      [first, second, first, second].map((states, n) => states.takeProbe(name, `holder ${n}`, LEASE_MS)),
    );
    await wait(LEASE_MS + 50);
    const later = await second.takeProbe(name, 'second', LEASE_MS);

    expect(early).toBe(false);
    expect(given.filter(Boolean)).toHaveLength(1);
    expect(later).toBe(true);
  });

  it('stays open twice as long after a probe that failed, and closes for all after one that worked', async () => {
    const { first, second } = between();
    const name = fresh();
    await first.noteFailure(name, RULE, true);

    const again = await first.noteFailure(name, RULE, true);
    await first.noteSuccess(name);

    expect(again.openMs).toBeGreaterThan(RULE.halfOpenAfterMs);
    expect(await second.read(name)).toMatchObject({ failures: 0, openMs: null });
  });

  it('gives no right to probe a closed circuit', async () => {
    const { first } = between();
    const name = fresh();
    await first.noteFailure(name, RULE, false);

    expect(await first.takeProbe(name, 'first', LEASE_MS)).toBe(false);
  });

  it('keeps the longer of two waits', async () => {
    const { first, second } = between();
    const name = fresh();

    await first.noteWait(name, 60_000);
    await second.noteWait(name, 1_000);

    expect((await second.read(name)).waitMs).toBeGreaterThan(55_000);
  });

  it('gives no more tokens than the bucket held and was filled with, however many ask at once', async () => {
    const { first, second } = between();
    const name = fresh();
    const rate = { requestsPerSecond: 1, burst: 10 };

    const taken = await Promise.all(
      Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? first : second).takeTokens(name, rate, 3)),
    );

    expect(taken.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(10);
    const empty = taken.filter(({ tokens }) => tokens === 0);
    expect(empty.length).toBeGreaterThan(0);
    for (const { waitMs } of empty) expect(waitMs).toBeGreaterThan(0);
  });

  it('fills the bucket with time', async () => {
    const { first, second } = between();
    const name = fresh();
    const rate = { requestsPerSecond: 20, burst: 2 };
    await first.takeTokens(name, rate, 2);

    await wait(150);

    expect((await second.takeTokens(name, rate, 2)).tokens).toBeGreaterThanOrEqual(1);
  });
}
