import { describe, expect, it } from 'vitest';
import { createTurns, TurnTimeoutError } from './turns.ts';

describe('createTurns', () => {
  it('gives the turn to one at a time, in the order of asking', async () => {
    const turns = createTurns(1000);
    const owners = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
    const order: string[] = [];
    let holders = 0;

    await Promise.all(
      owners.map(async (owner) => {
        await turns.take(owner);
        holders += 1;
        order.push(`${owner.name}${holders}`);
        await Promise.resolve();
        holders -= 1;
        turns.give(owner);
      }),
    );

    expect(order).toEqual(['a1', 'b1', 'c1']);
    expect(turns.waiting()).toBe(0);
  });

  it('gives the holder its turn again at once', async () => {
    const turns = createTurns(10);
    const owner = {};
    await turns.take(owner);

    await expect(turns.take(owner)).resolves.toBeUndefined();
  });

  it('takes no turn away by a stranger', async () => {
    const turns = createTurns(20);
    await turns.take({});

    turns.give({});

    await expect(turns.take({})).rejects.toBeInstanceOf(TurnTimeoutError);
  });

  it('forgets one that gave up waiting', async () => {
    const turns = createTurns(20);
    const [holder, impatient, next] = [{}, {}, {}];
    await turns.take(holder);
    await expect(turns.take(impatient)).rejects.toThrow(/gave up after 20 ms/);

    turns.give(holder);

    await expect(turns.take(next)).resolves.toBeUndefined();
  });
});
