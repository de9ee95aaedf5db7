import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { ProjectTurns } from '../../shared/ports/project-turns.ts';

/** Places of the installation under test; one that nobody gave back is free again after longer than any machine takes for a few questions. */
export const TURN_RULE = { runsAtOnce: 4, leaseMs: 60_000 };
const SOON_FREE = { ...TURN_RULE, leaseMs: 1_000 };

type Turns = Readonly<Record<'first' | 'second', ProjectTurns>>;

/** Promises of the ProjectTurns port, kept between two that share; `open` gives those of a tenant that nobody used before. */
export function itTakesTurns(open: (rule: typeof TURN_RULE) => Turns): void {
  it('gives one project that is alone all places, and no more, however many ask at once', async () => {
    const { first, second } = open(TURN_RULE);

    const waits = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? first : second).take('noisy', `run-${n}`)),
    );

    expect(waits.filter((ms) => ms === 0)).toHaveLength(TURN_RULE.runsAtOnce);
    expect(Math.min(...waits.filter((ms) => ms > 0))).toBeGreaterThanOrEqual(500);
  });

  it('keeps the place of a run that asks again', async () => {
    const { first, second } = open(TURN_RULE);
    for (let n = 0; n < TURN_RULE.runsAtOnce; n += 1) await first.take('noisy', `run-${n}`);

    expect(await second.take('noisy', 'run-1')).toBe(0);
  });

  it('has a place at once for a project that has none in work, whatever another one asked for', async () => {
    const { first, second } = open(TURN_RULE);
    for (let n = 0; n < 20; n += 1) await first.take('noisy', `noisy-${n}`);

    expect(await second.take('quiet', 'quiet-1')).toBe(0);
  });

  it('gives each of several projects its share alone', async () => {
    const { first, second } = open(TURN_RULE);
    await first.take('quiet', 'quiet-1');

    const waits = [];
    for (let n = 0; n < 4; n += 1) waits.push(await second.take('noisy', `noisy-${n}`));

    expect(waits.map((ms) => ms === 0)).toEqual([true, true, false, false]);
  });

  it('gives a place that was given back to the run that waits, not to a newer one', async () => {
    const { first, second } = open(TURN_RULE);
    for (let n = 0; n < 4; n += 1) await first.take('noisy', `run-${n}`);
    await first.take('noisy', 'waiting');
    await second.leave('run-0');

    const newer = await second.take('noisy', 'newer');
    const waiting = await first.take('noisy', 'waiting');

    expect(newer).toBeGreaterThan(0);
    expect(waiting).toBe(0);
  });

  it('tells runs to come back the later, the more wait before them, and keeps their rank', async () => {
    const { first } = open(TURN_RULE);
    for (let n = 0; n < 4; n += 1) await first.take('noisy', `run-${n}`);

    const waits = [];
    for (let n = 0; n < 8; n += 1) waits.push(await first.take('noisy', `waiting-${n}`));
    const again = await first.take('noisy', 'waiting-0');

    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.at(-1)).toBeGreaterThan(waits[0] ?? 0);
    expect(again).toBeLessThan(waits.at(-1) ?? 0);
  });

  it('gives a place free again that a run took with it into its grave', async () => {
    const { first, second } = open(SOON_FREE);
    await Promise.all([0, 1, 2, 3].map((n) => first.take('noisy', `dead-${n}`)));
    const before = await second.take('noisy', 'living');

    await wait(SOON_FREE.leaseMs + 50);

    expect(before).toBeGreaterThan(0);
    expect(await second.take('noisy', 'living')).toBe(0);
  });

  it('does nothing when a run gives back what it does not have', async () => {
    const { first } = open(TURN_RULE);

    await expect(first.leave('unknown')).resolves.toBeUndefined();
  });
}
